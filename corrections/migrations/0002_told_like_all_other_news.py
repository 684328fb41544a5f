from django.db import migrations


class Migration(migrations.Migration):
    """The notice of a decision knows when it was mailed."""

    dependencies = [("corrections", "0001_initial")]

    operations = [migrations.RemoveField(model_name="correction", name="told_at")]
