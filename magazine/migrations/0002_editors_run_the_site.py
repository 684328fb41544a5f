from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

MANAGE = ["add", "change", "delete", "view"]
GRANTED = {
    "pages.page": MANAGE,
    "redirects.redirect": MANAGE,
    "sitesettings.sitesettings": ["change", "view"],
}


def permissions(apps, alias):
    found = apps.get_model("auth", "Permission").objects.using(alias)
    for path, verbs in GRANTED.items():
        label, model = path.split(".")
        codenames = [f"{verb}_{model}" for verb in verbs]
        yield from found.filter(content_type__app_label=label, codename__in=codenames)


def grant(apps, schema_editor):
    alias = schema_editor.connection.alias
    for path in GRANTED:  # Django itself makes permissions only after the last migration
        create_permissions(installed.get_app_config(path.split(".")[0]), verbosity=0, apps=apps, using=alias)
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name="Editors"):
        group.permissions.add(*permissions(apps, alias))


def take_back(apps, schema_editor):
    alias = schema_editor.connection.alias
    for group in apps.get_model("auth", "Group").objects.using(alias).filter(name="Editors"):
        group.permissions.remove(*permissions(apps, alias))


class Migration(migrations.Migration):
    dependencies = [
        ("magazine", "0001_groups"),
        ("pages", "0001_pages"),
        ("redirects", "0002_alter_redirect_new_path_help_text"),
        ("sitesettings", "0001_site_settings"),
    ]

    operations = [migrations.RunPython(grant, take_back)]
