from django.apps import apps as installed
from django.contrib.auth.management import create_permissions
from django.db import migrations

MANAGE = ["add", "change", "delete", "view"]
GROUPS = {
    "Authors": {
        "articles.article": ["add", "change", "view"],
        "articles.image": ["add", "change", "view"],
        "articles.category": ["view"],
        "articles.tag": ["view"],
    },
    "Editors": {
        "articles.article": [*MANAGE, "publish"],
        "articles.image": MANAGE,
        "articles.category": MANAGE,
        "articles.tag": MANAGE,
        "comments.comment": ["change", "view"],
        "comments.report": ["view"],
        "comments.moderationentry": ["view"],
    },
    "Moderators": {
        "comments.comment": ["change", "view"],
        "comments.report": ["view"],
        "comments.moderationentry": ["view"],
    },
}


def create_groups(apps, schema_editor):
    alias = schema_editor.connection.alias
    for label in ["articles", "comments"]:  # Django itself makes permissions only after the last migration
        create_permissions(installed.get_app_config(label), verbosity=0, apps=apps, using=alias)
    permissions = apps.get_model("auth", "Permission").objects.using(alias)
    for name, granted in GROUPS.items():
        group, _ = apps.get_model("auth", "Group").objects.using(alias).get_or_create(name=name)
        for path, verbs in granted.items():
            label, model = path.split(".")
            codenames = [f"{verb}_{model}" for verb in verbs]
            group.permissions.add(*permissions.filter(content_type__app_label=label, codename__in=codenames))


def remove_groups(apps, schema_editor):
    groups = apps.get_model("auth", "Group").objects.using(schema_editor.connection.alias)
    groups.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("comments", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, remove_groups)]
