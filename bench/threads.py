"""`python -m bench.threads`: CPU and queries of the first page of 50 and of 10,000 comments, in every order.

Every other one answers an earlier one, or all answer the same. Rolled back in the end; of the database that the
settings name.
"""

import os
from collections.abc import Callable
from statistics import median
from time import process_time

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "magazine.settings")
django.setup()

from django.db import connection, transaction  # noqa: E402 (models exist only now)
from django.test import Client, override_settings  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from accounts.models import User  # noqa: E402
from articles.models import Article  # noqa: E402
from comments import jinja, remembered  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.orders import ORDERS  # noqa: E402

from .pages import AS_SERVED, keep_frame  # noqa: E402

FEW, MANY, ROUNDS = 50, 10_000, 15


def main() -> None:
    keep_frame()
    with override_settings(**AS_SERVED):
        compare()


def compare() -> None:
    article = Article.objects.published().filter(comments=None)[0]
    for shape in (spread, below_one):
        with transaction.atomic():
            few = measure(article, FEW, spread)
            many = measure(article, MANY, shape)
            transaction.set_rollback(True)
        print(shape.__doc__)
        for order in ORDERS:
            (cpu, _), (cpu_many, queries) = few[order], many[order]
            print(f"{order:8} {cpu:6.1f} ms  {cpu_many:6.1f} ms  {cpu_many / cpu:5.2f}  {queries} queries")


def measure(article: Article, count: int, shape: Callable[[list[Comment]], None]) -> dict[str, tuple[float, int]]:
    """Milliseconds and queries by order."""
    people = list(User.objects.all()[:20])
    shape(
        [
            Comment(article=article, author=people[n % len(people)], body="x", body_html="<p>x</p>" * 3)
            for n in range(count - article.comments.count())
        ]
    )
    article.comments.filter(parent=None).count_replies()
    return {order: timed(f"{article.get_absolute_url()}?order={order}") for order in ORDERS}


def spread(made: list[Comment]) -> None:
    """Every other comment answers an earlier one"""
    roots = Comment.objects.bulk_create(made[::2])
    for reply, root in zip(made[1::2], roots, strict=False):
        reply.parent = reply.root = root
    Comment.objects.bulk_create(made[1::2])


def below_one(made: list[Comment]) -> None:
    """All answer the same one"""
    (root,) = Comment.objects.bulk_create(made[:1])
    for reply in made[1:]:
        reply.parent = reply.root = root
    Comment.objects.bulk_create(made[1:])


def timed(address: str) -> tuple[float, int]:
    """Nothing is remembered from one request to the next."""
    client, taken = Client(headers={"host": "testserver"}), []
    client.get(address)
    for _ in range(ROUNDS):
        jinja.memory = remembered.Memory(remembered.LIMIT)
        start = process_time()
        client.get(address)
        taken.append(1000 * (process_time() - start))
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return median(taken), len(captured)


if __name__ == "__main__":
    main()
