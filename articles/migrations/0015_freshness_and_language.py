import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0014_editions'),
    ]

    operations = [
        migrations.AddField(
            model_name='article',
            name='language',
            field=models.CharField(blank=True, db_default='', default='', help_text='Its tag; empty: that of the magazine.', max_length=12),
        ),
        migrations.AddField(
            model_name='article',
            name='translation_of',
            field=models.ForeignKey(blank=True, help_text='The original.', null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='translations', to='articles.article'),
        ),
        migrations.AddField(
            model_name='article',
            name='tested_with',
            field=models.TextField(blank=True, db_default='', default='', help_text='A product and its version a line.', max_length=800),
        ),
        migrations.AddField(
            model_name='article',
            name='verified_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='last verified'),
        ),
        migrations.AddField(
            model_name='article',
            name='vouched_at',
            field=models.DateTimeField(editable=False, help_text='Verified, else published; None: nothing in it can stop working.', null=True),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('vouched_at__isnull', False)), fields=['status', 'vouched_at'], name='article_vouched'),
        ),
    ]
