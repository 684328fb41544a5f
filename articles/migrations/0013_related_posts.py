import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0012_text_changes_and_announcements'),
    ]

    operations = [
        migrations.CreateModel(
            name='Word',
            fields=[
                ('number', models.IntegerField(primary_key=True, serialize=False)),
                ('articles', models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Keyword',
            fields=[
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='keywords', to='articles.article')),
                ('word', models.IntegerField()),
                ('weight', models.SmallIntegerField()),
                ('pk', models.CompositePrimaryKey('article', 'word', blank=True, editable=False, primary_key=True, serialize=False)),
            ],
            options={
                'indexes': [models.Index(fields=['word', '-article', 'weight'], name='keyword_newest')],
            },
        ),
        migrations.CreateModel(
            name='Related',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.SmallIntegerField(choices=[(0, 'Excluded'), (1, 'Found'), (2, 'Pinned')], default=1)),
                ('place', models.PositiveSmallIntegerField()),
                ('score', models.FloatField(help_text='None for what an editor chose.', null=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='related', to='articles.article')),
                ('other', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='related_from', to='articles.article')),
            ],
            options={
                'constraints': [
                    models.UniqueConstraint(fields=('article', 'other'), name='related_once'),
                    models.CheckConstraint(condition=models.Q(('article', models.F('other')), _negated=True), name='related_not_to_itself'),
                ],
            },
        ),
        migrations.AddField(
            model_name='article',
            name='related_at',
            field=models.DateTimeField(editable=False, help_text='None: its related posts are to be found.', null=True),
        ),
        migrations.AddIndex(
            model_name='article',
            index=models.Index(condition=models.Q(('related_at', None)), fields=['status', '-published_at', '-id'], name='article_to_relate'),
        ),
    ]
