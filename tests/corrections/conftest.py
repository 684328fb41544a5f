import pytest

from ..factories import make_article
from .reports import BODY


@pytest.fixture
def article(alice):
    return make_article("Chips", lead="A lead with a mistaek.", body=BODY, authors=[alice])
