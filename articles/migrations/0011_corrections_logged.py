from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0010_set_aside_and_logged'),
    ]

    operations = [
        migrations.AlterField(
            model_name='auditentry',
            name='action',
            field=models.CharField(choices=[('created', 'began'), ('saved', 'saved'), ('restored', 'took up an earlier text of'), ('submitted', 'asked for a review of'), ('withdrawn', 'no longer asks for a review of'), ('sent_back', 'sent back'), ('approved', 'approved'), ('published', 'published'), ('scheduled', 'scheduled'), ('unpublished', 'made a draft of'), ('archived', 'archived'), ('deleted', 'deleted'), ('changes_published', 'published changes to'), ('changes_scheduled', 'scheduled changes to'), ('changes_unscheduled', 'called off scheduled changes to'), ('changes_discarded', 'discarded changes to'), ('moved', 'changed the address of'), ('kept_address', 'could not change the address of'), ('signed', 'changed the authors of'), ('shared', 'shared a preview of'), ('unshared', 'revoked a preview of'), ('noted', 'left a note on'), ('settled', 'settled a note on'), ('settings', 'changed the settings of'), ('added', 'added'), ('changed', 'changed'), ('corrected', 'accepted a correction of'), ('correction_declined', 'declined a correction of')], max_length=20),
        ),
    ]
