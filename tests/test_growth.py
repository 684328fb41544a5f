"""Every page that `make bench` times finds its rows by an index: nothing reads a whole table that grows."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from accounts.lists import LongListAdmin
from articles.admin import ArticleAdmin
from articles.announcing import changed_between
from articles.audit import AUDIT
from articles.clock import publish_due_changes
from articles.models import Article, Category
from bench.pages import addresses, desk
from comments.audit import MODERATION
from tests.factories import make_groups, make_image, make_user

GROWING = {
    *("articles_article", "articles_stats", "articles_article_tags", "articles_byline", "articles_image"),
    *("articles_revision", "articles_edition"),
    "articles_pictureuse",
    *("comments_moderationentry", "corrections_correction", "corrections_mark"),
    *("comments_comment", "reactions_reaction", "reactions_viewday", "articles_activity"),
    *("accounts_user", "account_emailaddress"),
}


def empty_tables():
    for log in (AUDIT, MODERATION):  # which refuse it; the triggers are there again afterwards
        log.drop(connection)
    call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(scope="module")
def grown(django_db_setup, django_db_blocker):
    """A thousand articles and what goes with them; the rows of this file are gone after it."""
    with django_db_blocker.unblock():
        empty_tables()
        make_groups()
        make_user("admin", email="admin@demo.techymag.invalid")
        make_image()
        for name in "ABCDEF":
            Category.objects.create(name=name, slug=name.lower())
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("django.conf.settings.DEBUG", True)
            call_command("seed", "--scale", "0.001", verbosity=0)
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")  # or the plans would depend on whether autovacuum was faster
        yield {"public": addresses(), "desk": {name: f"/admin/{path}" for name, path in desk().items()}}
        empty_tables()


class Plans:
    """Notes of every query which growing tables it reads from end to end."""

    def __init__(self):
        self.scans = []
        self._is_asking = False

    def __call__(self, execute, sql, params, many, context):
        if sql.startswith(("SELECT", "WITH")) and not self._is_asking:
            self._is_asking = True
            if whole := self._read_whole(sql, params):
                self.scans.append((whole, sql))
            self._is_asking = False
        return execute(sql, params, many, context)

    def _read_whole(self, sql, params):
        names = {alias: table for table, alias in re.findall(r'"(\w+)" (?:AS )?"?([A-Z]\w*)"?', sql)}
        found = whole_on_sqlite(sql, params) if connection.vendor == "sqlite" else whole_on_postgresql(sql, params)
        return {names.get(name, name) for name in found} & GROWING


def whole_on_sqlite(sql, params):
    """A walk along the key that ends at a LIMIT is none, in the query and in one inside it."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", params)
        steps = [row[3] for row in cursor.fetchall()]
    if (
        "WHERE" not in sql
        and "LIMIT" in sql
        and not any(step.startswith("USE TEMP B-TREE FOR ORDER") for step in steps)
    ):
        return set()
    limited = set(re.findall(r'"(U\d)" ORDER BY 1 DESC LIMIT \d+\)', sql))
    return {step.split()[1] for step in steps if re.fullmatch(r"SCAN \w+", step)} - limited


def whole_on_postgresql(sql, params):
    """A thousand rows are sooner read at once than found by an index. Where that is forbidden and still done, none fits."""
    with connection.cursor() as cursor:
        cursor.execute("SET enable_seqscan = off")
        cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}", params)
        [[[plan]]] = cursor.fetchall()
        cursor.execute("SET enable_seqscan = on")
    return set(whole_below(plan["Plan"]))


def whole_below(node):
    """Also a walk along a whole index that looks up every row among those of another query."""
    is_walk = node["Node Type"].startswith("Index") and "Index Cond" not in node
    if node["Node Type"] == "Seq Scan" or (is_walk and "hashed SubPlan" in node.get("Filter", "")):
        yield node["Relation Name"]
    for child in node.get("Plans", []):
        yield from whole_below(child)


def scans_of(client, pages):
    found = {}
    for name, path in pages.items():
        with connection.execute_wrapper(plans := Plans()):
            response = client.get(path)
            response.getvalue()
        assert response.status_code == (302 if path.startswith("/comments/") else 200)
        if plans.scans:
            found[name] = plans.scans
    return found


def test_public_pages_read_no_table_from_end_to_end(grown, client, db):
    assert scans_of(client, grown["public"]) == {}


def test_desk_reads_no_table_from_end_to_end(grown, client, db, monkeypatch):
    for admin in (LongListAdmin, ArticleAdmin):
        monkeypatch.setattr(admin, "most_searched", 20)  # or a thousand rows would all be new
    monkeypatch.setattr("articles.admin.image_filters.MOST_LOOKED_AT", 20)
    client.force_login(make_user("chief", is_staff=True, is_superuser=True))
    assert scans_of(client, grown["desk"]) == {}


def test_looking_for_what_is_due_reads_no_table_from_end_to_end(grown, db):
    with connection.execute_wrapper(plans := Plans()):
        publish_due_changes()
    assert plans.scans == []


def test_looking_for_what_to_announce_reads_no_table_from_end_to_end(grown, db):
    until = timezone.now()
    with connection.execute_wrapper(plans := Plans()):
        list(changed_between(until - timedelta(hours=6), until))
    assert plans.scans == []


def test_reading_a_whole_table_is_noticed(grown, db):
    with connection.execute_wrapper(plans := Plans()):
        list(Article.objects.filter(lead__contains="x"))
    assert [tables for tables, _ in plans.scans] == [{"articles_article"}]
