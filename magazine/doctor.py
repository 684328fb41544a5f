"""What could be wrong with this configuration, in plain words and with what to do.

A check gives a sentence when all is well, and raises Doubt or Wrong otherwise; whatever else it raises is wrong too.
"""

import shutil
import uuid
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import datetime
from ipaddress import ip_address
from tempfile import TemporaryFile

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core import checks
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import mailers
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from accounts.models import User
from articles.models import Article
from reactions.recount import wrong_stats
from search import engines
from tasks.backends import has_queue
from tasks.models import Heartbeat, Task

from . import processes
from .routers import REPLICA

MEGABYTE = 1024 * 1024
LITTLE, TOO_LITTLE = 2048, 200  # megabytes of free disk
SAMPLE = 100  # articles whose counters are counted again
LATE_SECONDS = 2


class Wrong(Exception):  # noqa: N818 (what a check finds)
    pass


class Doubt(Exception):  # noqa: N818
    pass


def mode() -> str:
    if settings.DEBUG:
        raise Doubt("Debug mode shows its insides to everybody. In production: DEBUG=false.")
    return "Production."


def system() -> str:
    """What Django and the parts check themselves."""
    if found := checks.run_checks(include_deployment_checks=not settings.DEBUG):
        raise Doubt("; ".join(str(message) for message in found))
    return "Django finds nothing wrong with the settings."


def address() -> str:
    with suppress(ValueError):
        if not settings.DEBUG and ip_address(settings.HOST.strip("[]")):
            raise Doubt(f"BASE_URL is the number {settings.HOST}: readers and mails get links to it. Use a name.")
    if settings.HTTPS and not settings.TRUSTED_PROXIES:
        raise Doubt(
            "TRUSTED_PROXIES is empty. If a proxy ends TLS, every page redirects to itself, and all readers count as"
            " one: name the proxy's address there."
        )
    return f"{settings.BASE_URL}, answering to {', '.join(settings.ALLOWED_HOSTS)}."


def disk() -> str:
    with TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"doctor")
    free = shutil.disk_usage(settings.DATA_DIR).free // MEGABYTE
    told = f"{settings.DATA_DIR} can be written to and has {free:,} MB left"
    if free < TOO_LITTLE:
        raise Wrong(f"{told}: make room now, or comments and articles will be refused.")
    if free < LITTLE:
        raise Doubt(f"{told}: make room soon.")
    return f"{told}."


def pages() -> str:
    if not settings.PAGE_CACHE_MB:
        raise Doubt("PAGE_CACHE_MB=0: every page is made anew for every reader.")
    folder = settings.DATA_DIR / "pages"
    folder.mkdir(parents=True, exist_ok=True)
    with TemporaryFile(dir=folder) as file:
        file.write(b"doctor")
    return f"{settings.PAGE_CACHE_MB} MB in memory and {settings.PAGE_CACHE_DISK_MB} MB in {folder}."


def static() -> str:
    collected = settings.STATIC_ROOT / "staticfiles.json"
    if not collected.exists():
        raise Wrong(f"There are no static files in {settings.STATIC_ROOT}: run `manage.py collectstatic --noinput`.")
    made_at = datetime.fromtimestamp(collected.stat().st_mtime, timezone.get_current_timezone())
    for finder in get_finders():
        for path, storage in finder.list([]):
            if storage.get_modified_time(path) > made_at:
                raise Doubt(f"{path} is newer than what was collected: run `manage.py collectstatic --noinput`.")
    return f"Collected in {settings.STATIC_ROOT}."


def pictures() -> str:
    name = default_storage.save(f"doctor-{uuid.uuid4()}.txt", ContentFile(b"doctor"))
    try:
        with default_storage.open(name) as file:
            if file.read() != b"doctor":
                raise Wrong("What is written to the storage of pictures is not what is read from it.")
    finally:
        default_storage.delete(name)
    return "A file could be written, read and removed where pictures are kept."


def shared_cache() -> str:
    if hasattr(cache, "ping"):
        cache.ping()
        return "Redis answers."
    if (count := processes.count_all()) > 1:
        raise Wrong(f"{count} processes serve the magazine, each with a cache of its own: set CACHE_URL=redis://….")
    return "In the memory of the one process. For more processes set CACHE_URL=redis://…."


def mail() -> str:
    """Up to signing in at the server; nothing is sent."""
    mailer = mailers["default"]
    if hasattr(mailer, "file_path"):
        return f"Written into files in {mailer.file_path}."
    try:
        mailer.open()
        mailer.connection.ehlo_or_helo_if_needed()  # type: ignore[attr-defined]  # it is SMTP's
    except OSError as error:
        raise Wrong(f"The mail server of EMAIL_URL cannot be used: {error}") from error
    mailer.close()
    return "The server takes our mail."


def database() -> str:
    connection.ensure_connection()
    version = ".".join(map(str, connection.get_database_version()))
    if connection.vendor == "sqlite" and (journal := _value("PRAGMA journal_mode")) != "wal":
        raise Wrong(f"SQLite's journal is {journal}, not WAL: the file must be on a disk of this machine.")
    return f"{connection.display_name} {version} answers."


def replica() -> str:
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT pg_is_in_recovery()")
        if not cursor.fetchone()[0]:
            raise Wrong("DATABASE_REPLICA_URL is not a standby: what readers see would stand still.")
    return "The standby answers."


def migrations() -> str:
    executor = MigrationExecutor(connection)
    if plan := executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise Wrong(f"{len(plan)} migrations have not run, such as {plan[0][0]}: run `manage.py migrate`.")
    return "All have run."


def clock() -> str:
    """On PostgreSQL what is published when is decided by two clocks."""
    if connection.vendor != "postgresql":
        return "The database has this machine's."
    apart = abs((_value("SELECT clock_timestamp()") - timezone.now()).total_seconds())
    if apart > LATE_SECONDS:
        raise Doubt(f"This clock and the database's are {apart:.0f} s apart: run an NTP client on both machines.")
    return "The same as the database's."


NOT_INDEXED = "SELECT (SELECT count(*) FROM articles_article) - (SELECT count(*) FROM search_index_articles_docsize)"


def search_index() -> str:
    """PostgreSQL keeps a whole one or none; SQLite's is a table of its own."""
    if connection.vendor == "postgresql":
        if _value("SELECT to_regclass('search_index_newest') IS NULL"):
            raise Wrong("There is none: run `manage.py reindex`.")
    elif wrong := _value(NOT_INDEXED):
        raise Wrong(f"It misses {wrong} articles: run `manage.py reindex`.")
    if why := engines.doubt():
        raise Doubt(why)
    return "Every article is in it."


def counters() -> str:
    newest = list(Article.objects.order_by("-pk").values_list("pk", flat=True)[:SAMPLE])
    if wrong := wrong_stats().filter(article__in=newest).count():
        raise Wrong(f"{wrong} of the newest {len(newest)} articles have a wrong counter: run `manage.py recount`.")
    return f"Those of the newest {len(newest)} articles are right."


def background() -> str:
    if not has_queue():
        return "Done at once, while one waits. TASKS=database and `manage.py worker` do it later."
    waiting, failed = Task.objects.ready().count(), Task.objects.failed().count()
    if not Heartbeat.objects.living().exists():
        raise Wrong(f"No worker runs, and {waiting} tasks wait: start `manage.py worker`.")
    if failed:
        raise Doubt(f"{failed} tasks have failed for good: see Background tasks at the desk.")
    return f"A worker runs; {waiting} tasks wait."


def people() -> str:
    if not User.objects.filter(is_superuser=True, is_active=True).exists():
        raise Doubt("Nobody may do everything: run `manage.py createsuperuser`.")
    return "There is somebody who may do everything."


def _value(sql: str):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchone()[0]


ALONE: list[Callable[[], str]] = [mode, system, address, disk, pages, static, pictures, shared_cache, mail, database]
WITH_DATABASE: list[Callable[[], str]] = [migrations, clock, search_index, counters, background, people]


def examine() -> Iterator[tuple[str, str, str]]:
    """Verdict, subject and sentence of each check."""
    for check in ALONE:
        verdict, subject, sentence = _examine(check)
        yield verdict, subject, sentence
    if verdict == "FAIL":
        return  # what is in it cannot be looked at
    yield from map(_examine, [*([replica] if REPLICA in settings.DATABASES else []), *WITH_DATABASE])


def _examine(check: Callable[[], str]) -> tuple[str, str, str]:
    subject = check.__name__.replace("_", " ")
    try:
        return "ok", subject, check()
    except Doubt as doubt:
        return "warn", subject, str(doubt)
    except Exception as error:  # whatever it is, it is the finding
        return "FAIL", subject, str(error) or type(error).__name__
