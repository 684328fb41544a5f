"""The groups that a new magazine has from its first day."""

from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection

migration = import_module("magazine.migrations.0001_groups")
MODERATE = import_module("magazine.migrations.0003_moderators_run_the_discussion").MODERATE

pytestmark = pytest.mark.django_db


def granted(name: str) -> set[str]:
    return set(Group.objects.get(name=name).permissions.values_list("codename", flat=True))


def test_authors_write_and_upload():
    assert {"add_article", "change_article", "view_article", "add_image", "view_image"} <= granted("Authors")
    assert not {"publish_article", "delete_article", "add_category", "view_user", "view_comment"} & granted("Authors")


def test_editors_have_everything_that_is_published():
    for model in ("article", "category", "tag", "image"):
        assert {f"{verb}_{model}" for verb in ("add", "change", "delete", "view")} <= granted("Editors")
    assert {"publish_article", "change_comment", "view_report"} <= granted("Editors")
    assert not {"delete_comment", "view_user"} & granted("Editors")


def test_moderators_have_the_comments_only():
    assert granted("Moderators") == set(MODERATE)
    assert granted("Lead moderators") == {*MODERATE, "change_moderationrules"}


def test_groups_are_taken_away_and_made_again():
    editor = SimpleNamespace(connection=connection)  # all that the migration needs of a schema editor
    migration.remove_groups(apps, editor)
    assert list(Group.objects.values_list("name", flat=True)) == ["Lead moderators"]
    migration.create_groups(apps, editor)
    migration.create_groups(apps, editor)
    assert Group.objects.count() == 4
    assert "publish_article" in granted("Editors")
