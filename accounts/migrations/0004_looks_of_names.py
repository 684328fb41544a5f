from django.db import migrations

from accounts.names import skeleton

BATCH = 2000


def see(apps, schema_editor):
    """What one sees of the usernames that there are."""
    users = apps.get_model("accounts", "User").objects.using(schema_editor.connection.alias)
    seen = []
    for user in users.filter(look="").only("username").iterator(BATCH):
        user.look = skeleton(user.username)
        seen.append(user)
    users.bulk_update(seen, ["look"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_people")]

    operations = [migrations.RunPython(see, migrations.RunPython.noop)]
