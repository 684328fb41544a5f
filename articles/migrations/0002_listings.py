from django.conf import settings
from django.db import migrations, models
import django.db.models.deletion


def when(help_text=''):
    return models.DateTimeField(editable=False, help_text=help_text, null=True)


class Migration(migrations.Migration):
    """The dates are filled by `articles.listings` after the migration: the triggers come first, then what was there."""

    dependencies = [
        ('articles', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # The table of the tags is the one there was; only now it has a model.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.CreateModel(
                    name='Tagging',
                    fields=[
                        ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                        ('article', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='articles.article')),
                        ('tag', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='taggings', to='articles.tag')),
                    ],
                    options={'db_table': 'articles_article_tags', 'unique_together': {('article', 'tag')}},
                ),
                migrations.AlterField(
                    model_name='article',
                    name='tags',
                    field=models.ManyToManyField(blank=True, related_name='articles', through='articles.Tagging', to='articles.tag'),
                ),
            ],
        ),
        migrations.AddField(
            model_name='tagging',
            name='listed_at',
            field=when('None as long as it is not published.'),
        ),
        migrations.AddField(
            model_name='tagging',
            name='expires_at',
            field=when(),
        ),
        migrations.AddField(
            model_name='byline',
            name='listed_at',
            field=when('None as long as it is not published.'),
        ),
        migrations.AddField(
            model_name='byline',
            name='expires_at',
            field=when(),
        ),
        migrations.AddIndex(
            model_name='tagging',
            index=models.Index(fields=['tag', '-listed_at', '-article', 'expires_at'], name='tagging_newest'),
        ),
        migrations.AddIndex(
            model_name='byline',
            index=models.Index(fields=['author', '-listed_at', '-article', 'expires_at'], name='byline_newest'),
        ),
    ]
