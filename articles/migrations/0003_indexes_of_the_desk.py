from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [('articles', '0002_listings')]

    operations = [
        migrations.RemoveIndex(model_name='article', name='article_featured'),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['featured', 'status', '-published_at', '-id'], name='article_featured'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(fields=['-published_at', '-id'], name='article_by_date'),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('expires_at__isnull', False)), fields=['expires_at'], name='article_expiring'),
        ),
    ]
