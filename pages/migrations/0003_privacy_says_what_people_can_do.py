from django.db import migrations

BEFORE = "You can change your profile, your address and your password yourself. To have your account deleted, or to know what we keep about you, write to us: the ways to reach us are under"
AFTER = "You can change your profile, your address and your password yourself, take along all that we keep about you, and delete your account. For everything else write to us: the ways to reach us are under"


def put(apps, schema_editor, old, new):
    """Where nobody has written something else."""
    pages = apps.get_model("pages", "Page").objects.using(schema_editor.connection.alias)
    for page in pages.filter(slug="privacy"):
        pages.filter(pk=page.pk).update(body=page.body.replace(old, new), body_html=page.body_html.replace(old, new))


class Migration(migrations.Migration):
    dependencies = [("pages", "0002_first_pages")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: put(apps, editor, BEFORE, AFTER), lambda apps, editor: put(apps, editor, AFTER, BEFORE)
        )
    ]
