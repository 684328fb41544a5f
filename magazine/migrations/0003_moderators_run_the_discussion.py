from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

MODERATE = [
    *("view_comment", "change_comment", "view_report", "view_moderationentry", "view_sanction", "add_sanction"),
    "view_moderationrules",
]
GRANTED = {
    "Moderators": MODERATE,
    "Editors": [*MODERATE, "change_moderationrules"],
    "Lead moderators": [*MODERATE, "change_moderationrules"],
}


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    # Django itself makes permissions only after the last migration.
    create_permissions(installed.get_app_config("comments"), verbosity=0, apps=apps, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    for name, codenames in GRANTED.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        group.permissions.add(*permissions.filter(content_type__app_label="comments", codename__in=codenames))


def take_back(apps, schema_editor):
    alias = schema_editor.connection.alias
    groups = apps.get_model("auth", "Group").objects.using(alias)
    groups.filter(name="Lead moderators").delete()
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    new = permissions.filter(codename__in=["view_sanction", "add_sanction", "view_moderationrules", "change_moderationrules"])
    for group in groups.filter(name__in=GRANTED):
        group.permissions.remove(*new)


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0005_old_decisions"),
        ("magazine", "0002_editors_run_the_site"),
    ]

    operations = [migrations.RunPython(grant, take_back)]
