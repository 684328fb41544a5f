import pytest

from ..factories import make_article


@pytest.fixture
def article(db):
    return make_article("Chips")


@pytest.fixture
def as_bob(client, bob):
    client.force_login(bob)
    return client
