import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0013_related_posts'),
    ]

    operations = [
        migrations.AddField(
            model_name='revision',
            name='told',
            field=models.CharField(blank=True, db_default='', default='', max_length=500),
        ),
        migrations.AddField(
            model_name='revision',
            name='told_as',
            field=models.CharField(blank=True, choices=[('correction', 'Correction'), ('clarification', 'Clarification'), ('update', 'Update')], db_default='', default='', max_length=13),
        ),
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=[('created', 'began'), ('saved', 'saved'), ('restored', 'took up an earlier text of'), ('submitted', 'asked for a review of'), ('withdrawn', 'no longer asks for a review of'), ('sent_back', 'sent back'), ('approved', 'approved'), ('published', 'published'), ('scheduled', 'scheduled'), ('unpublished', 'made a draft of'), ('archived', 'archived'), ('deleted', 'deleted'), ('changes_published', 'published changes to'), ('changes_scheduled', 'scheduled changes to'), ('changes_unscheduled', 'called off scheduled changes to'), ('changes_discarded', 'discarded changes to'), ('moved', 'changed the address of'), ('kept_address', 'could not change the address of'), ('signed', 'changed the authors of'), ('told', 'changed the public history of'), ('shared', 'shared a preview of'), ('unshared', 'revoked a preview of'), ('noted', 'left a note on'), ('settled', 'settled a note on'), ('settings', 'changed the settings of'), ('added', 'added'), ('changed', 'changed'), ('corrected', 'accepted a correction of'), ('correction_declined', 'declined a correction of')], max_length=20),
        ),
        migrations.CreateModel(
            name='Edition',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('told', models.CharField(blank=True, db_default='', default='', max_length=500)),
                ('told_as', models.CharField(blank=True, choices=[('correction', 'Correction'), ('clarification', 'Clarification'), ('update', 'Update')], db_default='', default='', max_length=13)),
                ('published_at', models.DateTimeField(help_text='When readers could first see it.')),
                ('title', models.CharField(max_length=200)),
                ('lead', models.TextField(blank=True)),
                ('body', models.TextField(blank=True)),
                ('withheld_at', models.DateTimeField(help_text='Since when readers do not see its text any more.', null=True)),
                ('article', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='editions', to='articles.article')),
            ],
            options={
                'indexes': [models.Index(fields=['article', '-published_at', '-id'], name='edition_newest_of_article')],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('told', ''), ('told_as', '')), models.Q(models.Q(('told', ''), _negated=True), models.Q(('told_as', ''), _negated=True)), _connector='OR'), name='edition_told_as_something')],
            },
        ),
    ]
