
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0009_workflow'),
    ]

    operations = [
        migrations.AlterField(
            model_name='revision',
            name='kind',
            field=models.CharField(choices=[('found', 'As it was'), ('saved', 'Saved'), ('autosaved', 'Autosaved'), ('merged', 'Merged'), ('restored', 'Restored'), ('set_aside', 'Set aside'), ('settled', 'Set aside, merged since')], default='saved', max_length=10),
        ),
    ]
