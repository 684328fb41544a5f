"""Many save the same article, or look at the clock, at the same moment: nothing is lost, nothing is done twice."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from articles.models import Article
from purging.models import Purge
from tests.factories import make_article, make_category, make_user

from .desk import fields_of

pytestmark = pytest.mark.django_db(transaction=True)
THREADS = 6


def at_once(act, *arguments):
    """The act for each argument, in a thread of its own; all begin together."""
    barrier = Barrier(len(arguments))

    def run(argument):
        try:
            barrier.wait()
            return act(argument)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(arguments)) as pool:
        return list(pool.map(run, arguments))


@pytest.fixture
def article():
    paragraphs = "".join(f"<p>Paragraph {number}.</p>" for number in range(THREADS))
    return make_article("Chips", body=paragraphs, authors=[make_user()])


def test_saves_of_different_paragraphs_are_all_there(article):
    """Through the desk: each of the editors read the article before any of them saved."""
    clients = [Client() for _ in range(THREADS)]
    for client in clients:
        client.force_login(make_user(groups=["Editors"]))
    path = f"/admin/articles/article/{article.pk}/change/"
    forms = [fields_of(client.get(path)) for client in clients]

    def save(number):
        body = forms[number]["body"][0].replace(f"Paragraph {number}.", f"Written by {number}.")
        return clients[number].post(path, forms[number] | {"body": [body], "_save": ["1"]}).status_code

    assert at_once(save, *range(THREADS)) == [302] * THREADS
    article = Article.objects.get()
    assert article.newest_content["body"] == "".join(f"<p>Written by {number}.</p>" for number in range(THREADS))
    numbers = list(article.revisions.order_by("number").values_list("number", flat=True))
    assert numbers == list(range(1, 2 * THREADS + 1))  # the first text and save, and a text set aside for each merge


def test_saves_of_the_same_headline_keep_every_text(article):
    mine = [article.content | {"title": f"Written by {number}"} for number in range(THREADS)]
    people = [make_user() for _ in mine]

    def save(number):
        return Article.objects.get().save_over(mine[number], by=people[number], based_on=1).clashes

    assert sorted(at_once(save, *range(THREADS))) == [False, *[True] * (THREADS - 1)]
    kept = {revision.content["title"] for revision in article.revisions.all()}
    assert kept == {"Chips", *(content["title"] for content in mine)}


def test_due_changes_go_live_once_however_many_look(article):
    article.save_draft(article.content | {"title": "Wafers"}, by=make_user())
    article.schedule_changes(timezone.now())
    Purge.objects.all().delete()
    at_once(lambda _: Article.objects.get().publish_due_changes(), *range(THREADS))
    assert Article.objects.get().title == "Wafers"
    assert Purge.objects.count() == 1


def test_save_and_publishing_at_once_lose_no_word(article):
    someone = make_user()
    article.save_draft(article.content | {"title": "Wafers"}, by=someone)
    mine = article.newest_content | {"lead": "Later"}
    acts = [
        lambda: Article.objects.get().publish_changes(),
        lambda: Article.objects.get().save_over(mine, by=someone, based_on=2),
    ]
    at_once(lambda act: act(), *acts)
    article = Article.objects.get()
    assert article.title == "Wafers"
    assert article.newest_content["lead"] == "Later"


def test_first_autosaves_of_one_page_begin_one_article(client):
    client.force_login(make_user(groups=["Editors"]))
    fields = fields_of(client.get("/admin/articles/article/add/"))
    fields |= {"title": ["Robots"], "category": [str(make_category().pk)], "page": ["1-2"]}
    windows = [Client() for _ in range(THREADS)]
    for window in windows:
        window.cookies = client.cookies
    answers = at_once(lambda window: window.post("/admin/articles/article/autosave/", fields), *windows)
    address = f"/admin/articles/article/{Article.objects.get().pk}/change/"
    assert {answer.json()["address"] for answer in answers} == {address}
