import pytest

from ..factories import make_article


@pytest.fixture
def article(db):
    return make_article("Chips")
