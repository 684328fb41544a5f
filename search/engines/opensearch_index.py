"""What OpenSearch knows: an index of articles and one of comments, told what changed by whichever process looks first.

An index is named after its definition, so another definition makes another index. It is searched by an alias, which it
gets when everything has been told; until then there is nothing to search, and the database is asked.
"""

import json
import logging
from collections.abc import Callable, Iterable
from datetime import UTC
from functools import cache
from hashlib import blake2b
from time import monotonic
from urllib.parse import parse_qsl, urlsplit

from django.conf import settings
from django.db import connection
from opensearchpy import OpenSearch
from opensearchpy.exceptions import OpenSearchException

from articles.models import Article
from comments.models import Comment

from ..models import Change, Turn
from . import changes

LONGEST_WAIT = 5  # seconds for an answer to what nobody waits for
SPELL = 5  # seconds after which the clock has other things to do
BATCH = 200  # changes
LONGEST = 200_000  # characters of a text
BUSY = (429, 503)  # answers to what is to be tried again

# As SQLite parts words and takes them back to their stems.
TEXT = {"type": "text", "analyzer": "words"}
ANALYSIS = {
    "char_filter": {"signs": {"type": "pattern_replace", "pattern": r"[^\p{L}\p{N}]+", "replacement": " "}},
    "analyzer": {
        "words": {
            "type": "custom",
            "char_filter": ["signs"],
            "tokenizer": "whitespace",
            "filter": ["lowercase", "asciifolding", "porter_stem"],
        }
    },
}
FIELDS: dict[str, dict[str, dict]] = {
    Change.Kind.ARTICLE: dict.fromkeys(("title", "lead", "names", "body"), TEXT) | {"keys": {"type": "keyword"}},
    Change.Kind.COMMENT: {"body": TEXT},
}
NAMES: dict[str, str] = {Change.Kind.ARTICLE: "articles", Change.Kind.COMMENT: "comments"}

logger = logging.getLogger(__name__)


@cache
def client(address: str, wait: float) -> OpenSearch:
    """One for all threads, which it is made for. It tries once: who waits has the database to ask."""
    parts = urlsplit(address)
    return OpenSearch(
        hosts=[f"{parts.scheme}://{parts.netloc}"],
        timeout=wait,
        max_retries=0,
        http_compress=True,
        ca_certs=dict(parse_qsl(parts.query)).get("ca"),
    )


def alias(kind: str) -> str:
    return f"{urlsplit(settings.OPENSEARCH_URL).path.strip('/') or 'techymag'}-{NAMES[kind]}"


def definition(kind: str) -> dict:
    """Sorted by key, so that the newest matches are found without a look at the others."""
    fields = {"id": {"type": "long"}} | FIELDS[kind]
    return {
        "settings": {"index": {"sort.field": "id", "sort.order": "desc"}, "analysis": ANALYSIS},
        "mappings": {"dynamic": "strict", "properties": fields},
    }


def name(kind: str) -> str:
    return f"{alias(kind)}-{blake2b(json.dumps(definition(kind)).encode(), digest_size=4).hexdigest()}"


def tell() -> None:
    """Raises what OpenSearch answers when it takes nothing; the clock says so and comes again."""
    if not (settings.OPENSEARCH_URL and Change.objects.exists() and Turn.objects.take()):
        return
    server, until = client(settings.OPENSEARCH_URL, LONGEST_WAIT), monotonic() + SPELL
    try:
        _make_what_is_missing(server)
        while _tell_some(server) and monotonic() < until:
            pass
    finally:
        Turn.objects.give_back()


def start_again() -> str:
    server = client(settings.OPENSEARCH_URL, LONGEST_WAIT)
    for kind in NAMES:
        server.indices.delete(index=name(kind), ignore_unavailable=True)
    Change.objects.note_everything()
    return (
        f"The database's index is new. OpenSearch is told {Change.objects.count():,} changes by the running magazine."
    )


def doubt() -> str:
    if changes.present(connection) != changes.TRIGGERS.keys():
        return "OpenSearch is not told what changes: run `manage.py migrate`."
    server, waiting = client(settings.OPENSEARCH_URL, LONGEST_WAIT), Change.objects.count()
    try:
        if all(server.indices.exists_alias(name=alias(kind)) for kind in NAMES):
            return ""
    except OpenSearchException as error:
        return f"OpenSearch does not answer, so the database is asked: {error}"
    return f"OpenSearch has to be told {waiting:,} changes before it is asked; the running magazine does it."


def _make_what_is_missing(server: OpenSearch) -> None:
    missing = [kind for kind in NAMES if not server.indices.exists(index=name(kind))]
    for kind in missing:
        server.indices.create(index=name(kind), body=definition(kind))
    if missing:
        Change.objects.note_everything()


def _tell_some(server: OpenSearch) -> bool:
    """The first changes, which are forgotten only when all is done; whether there are more."""
    waiting = list(Change.objects.order_by("pk")[: BATCH + 1])
    told = waiting[:BATCH]
    operations: list[dict] = []
    for kind, documents in DOCUMENTS.items():
        keys = {change.key for change in told if change.kind == kind}
        known = {document["id"]: document for document in documents(keys)}
        for key in sorted(keys):
            said = "index" if key in known else "delete"
            operations += [{said: {"_index": name(kind), "_id": str(key)}}, *([known[key]] if key in known else [])]
    if operations:
        _check(server.bulk(body=operations))
    if told == waiting:
        _open(server)
    Change.objects.filter(pk__in=[change.pk for change in told]).delete()
    return told != waiting


def _check(answer: dict) -> None:
    """What it can never take must not keep back what comes after."""
    for said, item in (pair for one in answer["items"] for pair in one.items()):
        if item["status"] in BUSY:
            raise RuntimeError(f"OpenSearch is too busy: {item['error']}")
        if item["status"] >= 400 and said != "delete":
            logger.error("OpenSearch refuses %s of %s: %s", item["_id"], item["_index"], item["error"])


def _open(server: OpenSearch) -> None:
    """Everything is told: from now on this is what is searched."""
    for kind in NAMES:
        if not server.indices.exists_alias(index=name(kind), name=alias(kind)):
            old = server.indices.get(index=f"{alias(kind)}-*").keys() - {name(kind)}
            actions = [{"add": {"index": name(kind), "alias": alias(kind)}}]
            actions += [{"remove_index": {"index": index}} for index in sorted(old)]
            server.indices.update_aliases(body={"actions": actions})


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
