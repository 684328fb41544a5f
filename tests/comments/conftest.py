import pytest

from ..factories import make_article


@pytest.fixture
def article(alice):
    return make_article("Chips", authors=[alice])


@pytest.fixture
def as_mona(client, mona):
    client.force_login(mona)
    return client
