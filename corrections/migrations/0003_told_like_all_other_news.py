from django.db import migrations


class Migration(migrations.Migration):
    """The notice of a decision knows when it was mailed."""

    dependencies = [("corrections", "0002_marks")]

    operations = [migrations.RemoveField(model_name="correction", name="told_at")]
