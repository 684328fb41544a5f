"""What OpenSearch has yet to hear of, written down by triggers: no code path can forget it, and no outage loses it."""

from ..models import Change, Telling
from . import triggers

KINDS = {Change.Kind.ARTICLE: triggers.ARTICLES, Change.Kind.COMMENT: triggers.COMMENTS}
TRIGGERS = {
    name.replace("search_", "opensearch_", 1): (
        event,
        f"INSERT INTO search_change (kind, key) SELECT '{kind}', changed.* FROM ({keys}) changed;",  # noqa: S608 (our own)
    )
    for kind, events in KINDS.items()
    for name, (event, keys) in events.items()
}
PRESENT = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'opensearch_%'",
    "postgresql": "SELECT tgname FROM pg_trigger WHERE tgname LIKE 'opensearch_%'",
}
CREATE = {
    "sqlite": "CREATE TRIGGER {name} AFTER {event} BEGIN {what} END",
    "postgresql": (
        "CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {what} RETURN NULL; END $$;"
        "CREATE TRIGGER {name} AFTER {event} EXECUTE FUNCTION {name}()"
    ),
}
DROP = {"sqlite": "DROP TRIGGER {}", "postgresql": "DROP FUNCTION {} CASCADE"}


def follow(connection) -> None:
    """From now on; everything is told anew when anything was missing, as nobody knows what was missed meanwhile."""
    if present(connection) == TRIGGERS.keys():
        return
    forget(connection)
    with connection.cursor() as cursor:
        for name, (event, what) in TRIGGERS.items():
            cursor.execute(CREATE[connection.vendor].format(name=name, event=event, what=what))
    Telling.objects.using(connection.alias).update(indexes="")


def stop(connection) -> None:
    forget(connection)
    Change.objects.using(connection.alias).all().delete()


def forget(connection) -> None:
    with connection.cursor() as cursor:
        for name in present(connection):
            cursor.execute(DROP[connection.vendor].format(name))


def present(connection) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(PRESENT[connection.vendor])
        return {name for (name,) in cursor.fetchall()}
