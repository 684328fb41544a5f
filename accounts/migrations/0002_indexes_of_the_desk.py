from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('accounts', '0001_initial')]

    operations = [
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['is_staff', 'display_name', 'username'], name='user_newsroom'),
        ),
        migrations.AddIndex(
            model_name='user',
            index=models.Index(fields=['is_active'], name='user_is_active'),
        ),
    ]
