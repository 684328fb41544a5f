"""How long a search takes, page and all, beside what the engine alone takes for the same words.

    python -m bench.search [repeat]

Of the database that the settings name; `manage.py seed --scale 0.1` makes one with a hundred thousand articles.
"""

import os
import sys
from collections.abc import Callable
from functools import partial
from statistics import quantiles
from time import perf_counter
from urllib.parse import quote

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
django.setup()

from django.db import connection  # noqa: E402 (models exist only now)
from django.test import Client, override_settings  # noqa: E402

from articles.models import Article  # noqa: E402
from search.engines import of_database  # noqa: E402
from search.words import Query  # noqa: E402

from .pages import AS_SERVED, keep_frame  # noqa: E402

TITLES = 20  # from which words are taken that occur
BARE = {
    "sqlite": "SELECT rowid FROM search_index_articles WHERE search_index_articles MATCH %s ORDER BY rank LIMIT 20",
    "postgresql": (
        "SELECT id FROM search_document, (SELECT {} AS asked) query"
        " WHERE words @@ asked ORDER BY ts_rank(words, asked) DESC LIMIT 20"
    ),
}


def main(repeat: int) -> None:
    keep_frame()
    with override_settings(**AS_SERVED):
        client, words = Client(), typed()
        bare = [milliseconds(partial(ask, q)) for _ in range(repeat) for q in words]
        page = [milliseconds(partial(client.get, f"/search/?q={quote(q)}")) for _ in range(repeat) for q in words]
    print(f"{connection.display_name}, {Article.objects.count():,} articles, {len(words)} searches, p50 and p95 in ms")
    for name, times in (("engine alone", bare), ("page", page)):
        print(f"{name:14}{quantiles(times, n=20)[9]:9.1f}{quantiles(times, n=20)[18]:9.1f}")


def typed() -> list[str]:
    """One word, two words, a phrase and a begun word of each of these headlines, and words that most articles have."""
    found = ["one time", "people", "first"]
    for title in Article.objects.order_by("-pk").values_list("title", flat=True)[:TITLES]:
        one, two = (title.split() * 2)[:2]
        found += [one, f"{one} {two}", f'"{one} {two}"', title.split()[-1][:5]]
    return found


def ask(text: str) -> None:
    """As one would without thinking of growth: all that match, the best of them first."""
    terms = Query.of(text).terms
    if not terms:
        return
    match = of_database(connection).match(terms)
    sql, said = (
        (BARE["postgresql"].format(match[0]), match[1]) if isinstance(match, tuple) else (BARE["sqlite"], [match])
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, said)
        cursor.fetchall()


def milliseconds(act: Callable[[], object]) -> float:
    start = perf_counter()
    act()
    return 1000 * (perf_counter() - start)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 3)
