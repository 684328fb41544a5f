"""Questions to OpenSearch; what it knows is in `opensearch_index`. While it does not answer, the database does."""

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.db import connection
from opensearchpy.exceptions import NotFoundError

from outages import Outage

from ..models import Change
from ..words import Term
from . import MOST, of_database
from .opensearch_index import alias, client

WEIGHTS = {"title": 10, "lead": 4, "names": 3, "body": 1}
TEXT = [f"{field}^{weight}" for field, weight in WEIGHTS.items()]
PLACES = [["title"], ["title", "lead"], ["title", "lead", "names"]]
LONGEST_WAIT = 0.5  # seconds, while a reader waits
OUTAGE = Outage("OpenSearch")


def or_by_the_database[**Asked, Answer](question: Callable[Asked, Answer]) -> Callable[Asked, Answer]:
    @wraps(question)
    def answer(*asked: Asked.args, **named: Asked.kwargs) -> Answer:
        if OUTAGE.may_try():
            try:
                found = question(*asked, **named)
            except NotFoundError:
                pass  # it is being told
            except Exception as error:
                OUTAGE.begin(error)  # whatever it was: the same question has another answer, and readers get that
            else:
                OUTAGE.end()
                return found
        return getattr(of_database(connection), question.__name__)(*asked, **named)

    return answer


@or_by_the_database
def newest(terms: list[Term], keys: list[str]) -> list[int]:
    if not terms:
        return []
    return _newest(Change.Kind.ARTICLE, [match(terms, TEXT), *({"term": {"keys": key}} for key in keys)], MOST)


@or_by_the_database
def with_any(words: list[str], most: int) -> list[int]:
    """Thousands of words are more than a query of them may have clauses, but not too many for a list of stems."""
    asked = {"analyzer": "words", "text": words}
    stems = {
        token["token"] for token in _server().indices.analyze(index=alias(Change.Kind.ARTICLE), body=asked)["tokens"]
    }
    anywhere = [{"terms": {field: sorted(stems)}} for field in WEIGHTS]
    return _newest(Change.Kind.ARTICLE, [{"bool": {"should": anywhere}}], most)


@or_by_the_database
def places(terms: list[Term], keys: list[str], found: list[int]) -> dict[int, tuple[int, float]]:
    filed = [{"ids": {"values": [str(key) for key in found]}}, *({"term": {"keys": key}} for key in keys)]
    stands = [
        {"bool": {"must": [match(terms, fields)], "boost": 0, "_name": str(place)}}
        for place, fields in enumerate(PLACES)
    ]
    query = {"bool": {"filter": filed, "must": [match(terms, TEXT)], "should": stands}}
    hits = ask(Change.Kind.ARTICLE, {"query": query, "size": len(found)})
    return {
        int(hit["_id"]): (min(map(int, hit.get("matched_queries", [])), default=len(PLACES)), round(-hit["_score"], 1))
        for hit in hits
    }


@or_by_the_database
def comments(terms: list[Term]) -> list[int]:
    return _newest(Change.Kind.COMMENT, [match(terms, ["body"])], MOST) if terms else []


def ask(kind: str, question: dict) -> list[dict]:
    asked = question | {"_source": False, "track_total_hits": False}
    return _server().search(index=alias(kind), body=asked, allow_partial_search_results=False)["hits"]["hits"]


def match(terms: list[Term], fields: list[str]) -> dict:
    return {"bool": {"must": [_any_form(term, fields) for term in terms]}}


def _any_form(term: Term, fields: list[str]) -> dict:
    forms = [{"query": words, "type": "phrase"} for words in term.wholes]
    forms += [{"query": word, "type": "bool_prefix", "operator": "and"} for word in term.beginnings]
    return {"bool": {"should": [{"multi_match": form | {"fields": fields}} for form in forms]}}


def _newest(kind: str, conditions: list[dict], most: int) -> list[int]:
    question = {"query": {"bool": {"filter": conditions}}, "sort": [{"id": "desc"}], "size": most}
    return [int(hit["_id"]) for hit in ask(kind, question)]


def _server():
    return client(settings.OPENSEARCH_URL, LONGEST_WAIT)
