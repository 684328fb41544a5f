"""Every search is tried with the database's own full text and with OpenSearch: with a server made by others that
answers as OpenSearch does, for OpenSearch itself comes by no package manager."""

from uuid import uuid4

import pytest
from django.db import connection

from search.engines import changes, opensearch, opensearch_index
from tests.services import osmem


@pytest.fixture(scope="session")
def opensearch_server():
    with osmem() as server:
        yield server


@pytest.fixture
def by_opensearch(db, settings, opensearch_server, monkeypatch):
    """Asked when the clock has come by, which the tests do not wait for; no other engine answers for it."""
    settings.OPENSEARCH_URL = f"{opensearch_server.url}/t{uuid4().hex}"
    changes.follow(connection)

    def up_to_date(server=opensearch._server):
        opensearch_index.tell_what_changed()
        server().indices.refresh(index=",".join(map(opensearch_index.name, opensearch_index.NAMES)))
        return server()

    monkeypatch.setattr(opensearch, "_server", up_to_date)
    monkeypatch.setattr(opensearch, "of_database", None)
    yield
    names = ",".join(map(opensearch_index.name, opensearch_index.NAMES))
    opensearch_index.client(settings.OPENSEARCH_URL, 5).indices.delete(index=names, ignore_unavailable=True)


@pytest.fixture(autouse=True)
def each_engine(request):
    if getattr(request, "param", "database") == "opensearch":
        request.getfixturevalue("by_opensearch")


def pytest_generate_tests(metafunc):
    if "db" in metafunc.fixturenames and not metafunc.definition.get_closest_marker("database_alone"):
        metafunc.parametrize("each_engine", ["database", "opensearch"], indirect=True)
