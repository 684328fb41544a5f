"""One process, another, an article, and a database that can be away."""

import pytest
from django.db import OperationalError, connection

from purging.log import committed
from tests.factories import make_article, make_tag

from .kept import Site


@pytest.fixture
def site(tmp_path):
    committed.clear()
    return Site(tmp_path / "pages")


@pytest.fixture
def other(site, tmp_path):
    """Another process on the same machine."""
    return Site(tmp_path / "pages")


@pytest.fixture
def article(alice):
    return make_article("Chips", authors=[alice], tags=[make_tag()])


@pytest.fixture
def broken_pages():
    """Every query of a page fails, until the given function is called."""
    stack = []

    def fail(execute, sql, params, many, context):
        raise OperationalError("gone")

    def begin():
        wrapper = connection.execute_wrapper(fail)
        wrapper.__enter__()
        stack.append(wrapper)
        return end

    def end():
        while stack:
            stack.pop().__exit__(None, None, None)

    yield begin
    end()
