"""The rows of `bench.miss`, asked in a process of the magazine."""

from functools import partial

from django.core.cache import cache
from django.test import RequestFactory

from articles.models import Article
from comments import jinja, remembered
from magazine.pagecache.key import page_key
from magazine.wsgi import application, pages, pieces
from purging.log import purge

from .loop import Case, ask, milliseconds
from .site import ARTICLE, SECURE, SLUG


def show(host: str, session: str) -> None:
    headers = SECURE | {"host": host}
    get = RequestFactory().get
    stranger = get(ARTICLE, headers=headers).environ
    reader = get(ARTICLE, headers=headers | {"cookie": f"sessionid={session}"}).environ
    pk = Article.objects.get(slug=SLUG).pk
    key = page_key(stranger)

    def forget_page() -> None:
        pages.memory.remove(key)
        pages.shelf.remove(key)

    def forget_all() -> None:
        forget_page()
        pieces.memory.clear()
        jinja.memory = remembered.Memory(remembered.LIMIT)
        cache.clear()

    cases: dict[str, Case] = {}
    for who, environ in (("signed out", stranger), ("signed in", reader)):
        ask(application, environ)
        cases[f"{who}, nobody asked for a minute"] = (environ, forget_page)
        cases[f"{who}, after a reaction"] = (environ, partial(purge, f"article-{pk}"))
        cases[f"{who}, after a comment"] = (environ, partial(purge, f"comments-{pk}"))
        cases[f"{who}, nothing is remembered"] = (environ, forget_all)
    for name, figure in milliseconds(application, cases).items():
        print(f"{name}\t{figure}")
