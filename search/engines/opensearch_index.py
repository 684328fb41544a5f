"""What OpenSearch knows: an index of articles and one of comments, told what changed by one process at a time.

They are searched by an alias, which they get when everything has been told; until then the database is asked. Indexes
that are not those of which the database knows that everything was noted for them are made anew.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import UTC
from functools import cache
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.db import connection, transaction
from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException
from opensearchpy.helpers import streaming_bulk

from articles.models import Article
from comments.models import Comment

from ..models import Change, Telling
from . import changes

VERSION = 1  # of `DEFINITIONS`: to be raised with every change of these, so that other indexes are made
LONGEST_WAIT = 30  # seconds for an answer, in a thread of its own
THREADS = 16  # of a process, each with a connection
BATCH, MOST_BYTES = 200, 5_000_000  # changes, and bytes, that are sent at once
MANY = 1000  # changes that wait: more than a busy hour's
LONGEST = 200_000  # characters of a text
BAD_REQUEST = 400

# As SQLite parts words and takes them back to their stems.
ANALYSIS = {
    "char_filter": {
        "marks": {"type": "pattern_replace", "pattern": "[\u0300-\u036f]+", "replacement": ""},
        "signs": {"type": "pattern_replace", "pattern": r"[^\p{L}\p{N}]+", "replacement": " "},
    },
    "analyzer": {
        "words": {
            "type": "custom",
            "char_filter": ["marks", "signs"],
            "tokenizer": "whitespace",
            "filter": ["lowercase", "asciifolding", "porter_stem"],
        }
    },
}
TEXT = {"type": "text", "analyzer": "words"}
FIELDS: dict[str, dict[str, dict]] = {
    Change.Kind.ARTICLE: dict.fromkeys(("title", "lead", "names", "body"), TEXT) | {"keys": {"type": "keyword"}},
    Change.Kind.COMMENT: {"body": TEXT},
}
# Sorted by key, so that the newest matches are found without a look at the others.
DEFINITIONS = {
    kind: {
        "settings": {
            "index": {"number_of_shards": 1, "sort.field": "id", "sort.order": "desc"},
            "analysis": ANALYSIS,
        },
        "mappings": {"dynamic": "strict", "properties": {"id": {"type": "long"}} | fields},
    }
    for kind, fields in FIELDS.items()
}
NAMES: dict[str, str] = {Change.Kind.ARTICLE: "articles", Change.Kind.COMMENT: "comments"}

logger = logging.getLogger(__name__)


@cache
def client(address: str, wait: float) -> OpenSearch:
    """One for all threads. It tries once: who waits has the database to ask."""
    parts = urlsplit(address)
    return OpenSearch(
        hosts=[f"{parts.scheme}://{parts.netloc}"],
        timeout=wait,
        max_retries=0,
        pool_maxsize=THREADS,
        http_compress=True,
        ca_certs=dict(parse_qsl(parts.query)).get("ca"),
    )


def name(kind: str, version: int | None = None) -> str:
    return f"{urlsplit(settings.OPENSEARCH_URL).path.strip('/') or 'techymag'}-{NAMES[kind]}-{version or VERSION}"


def alias(kind: str) -> str:
    return f"{name(kind)}-told"


def tell_what_changed() -> None:
    if not _is_begun() or Change.objects.exists():
        tell()


def tell() -> None:
    """Raises what OpenSearch answers when it does not take everything; nothing is lost by that."""
    until = Telling.objects.take(VERSION)
    if until is None:
        return
    server = client(settings.OPENSEARCH_URL, LONGEST_WAIT)
    try:
        _make_anew_what_is_unknown(server)
        while until and _tell_some(server):
            until = Telling.objects.renew(until)
    finally:
        if until:
            Telling.objects.give_back(until)


def doubt() -> str:
    if changes.present(connection) != changes.TRIGGERS.keys():
        return "OpenSearch is not told what changes: run `manage.py migrate`."
    if Telling.objects.filter(version__gt=VERSION).exists():
        return "A newer release has told OpenSearch. If this one is to stay, run `manage.py reindex`."
    server, waiting = client(settings.OPENSEARCH_URL, LONGEST_WAIT), Change.objects.count()
    try:
        is_told = all(server.indices.exists_alias(name=alias(kind)) for kind in NAMES)
    except OpenSearchException as error:
        return f"OpenSearch does not answer, so the database is asked: {error}"
    if not is_told and not waiting and _is_begun():
        return "OpenSearch has lost an index, so the database is asked: run `manage.py reindex`."
    if not is_told or waiting > MANY:
        return f"OpenSearch has still to be told {waiting:,} changes; see the log if they do not become fewer."
    return ""


def _is_begun() -> bool:
    return Telling.objects.filter(version=VERSION).exclude(indexes="").exists()


def _make_anew_what_is_unknown(server: OpenSearch) -> None:
    """Of others nobody knows what they were told: those of a restored database, or that took long to be made."""
    if (uuids := _uuids(server)) and Telling.objects.filter(indexes=uuids).exists():
        return
    server.indices.delete(index=[name(kind) for kind in NAMES], ignore_unavailable=True)
    for kind, definition in DEFINITIONS.items():
        server.indices.create(index=name(kind), body=definition)
    uuids = _uuids(server)
    with transaction.atomic():
        Change.objects.start_again()
        Telling.objects.update(indexes=uuids)


def _uuids(server: OpenSearch) -> str:
    """Of both indexes; "" when one is missing."""
    found = server.indices.get_settings(index=[name(kind) for kind in NAMES], ignore_unavailable=True)
    if not all(name(kind) in found for kind in NAMES):
        return ""
    return " ".join(found[name(kind)]["settings"]["index"]["uuid"] for kind in NAMES)


def _tell_some(server: OpenSearch) -> bool:
    """The first changes, which are forgotten only when all is done; whether there are more."""
    waiting = list(Change.objects.order_by("pk")[: BATCH + 1])
    told = waiting[:BATCH]
    for is_taken, item in streaming_bulk(server, _operations(told), max_chunk_bytes=MOST_BYTES, raise_on_error=False):
        if not is_taken:
            _refused(item)
    if told == waiting:
        _open(server)
    Change.objects.filter(pk__in=[change.pk for change in told]).delete()
    return told != waiting


def _operations(told: list[Change]) -> Iterable[dict]:
    for kind, documents in DOCUMENTS.items():
        keys = {change.key for change in told if change.kind == kind}
        where = {"_index": name(kind)}
        for document in documents(keys):
            keys.discard(document["id"])
            yield where | {"_op_type": "index", "_id": str(document["id"]), "_source": document}
        yield from (where | {"_op_type": "delete", "_id": str(key)} for key in sorted(keys))


def _refused(item: dict[str, dict]) -> None:
    """What it can never take must not keep back what comes after; all else is tried again."""
    ((operation, answer),) = item.items()
    if operation == "delete" and answer.get("result") == "not_found":
        return
    if answer["status"] != BAD_REQUEST:
        raise RuntimeError(f"OpenSearch does not take changes now: {answer.get('error', answer)}")
    logger.error("OpenSearch refuses %s of %s: %s", answer["_id"], answer["_index"], answer.get("error"))


def _open(server: OpenSearch) -> None:
    """Everything is told: from now on these are searched, and nobody needs those of older versions."""
    for kind in NAMES:
        if not server.indices.exists_alias(name=alias(kind)):
            server.indices.put_alias(index=name(kind), name=alias(kind))
            for version in range(1, VERSION):
                server.indices.delete(index=name(kind, version), ignore_unavailable=True)


def _articles(keys: set[int]) -> Iterable[dict]:
    found = Article.objects.filter(pk__in=keys).select_related("cover").prefetch_related("tags", "authors")
    for one in found.defer("body", "body_html"):
        names = [*(tag.name for tag in one.tags.all()), *map(str, one.authors.all())]
        filed = [f"c{one.category_id}", *(f"t{tag.pk}" for tag in one.tags.all())]
        filed += [f"a{author.pk}" for author in one.authors.all()]
        filed += [one.published_at.astimezone(UTC).strftime(form) for form in ("y%Y", "m%Y%m") if one.published_at]
        yield {
            "id": one.pk,
            "title": one.title,
            "lead": one.lead,
            "names": " ".join([*names, one.cover.caption if one.cover else ""]),
            "body": one.body_text[:LONGEST],
            "keys": filed,
        }


def _comments(keys: set[int]) -> Iterable[dict]:
    visible = Comment.objects.filter(pk__in=keys, status=Comment.Status.VISIBLE)
    return ({"id": pk, "body": body} for pk, body in visible.values_list("pk", "body"))


DOCUMENTS: dict[str, Callable[[set[int]], Iterable[dict]]] = {
    Change.Kind.ARTICLE: _articles,
    Change.Kind.COMMENT: _comments,
}
