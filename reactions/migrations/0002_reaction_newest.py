from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('reactions', '0001_initial')]

    operations = [
        migrations.AddIndex(
            model_name='reaction',
            index=models.Index(fields=['created_at', 'article'], name='reaction_newest'),
        ),
    ]
