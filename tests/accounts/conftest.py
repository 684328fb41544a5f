import time

import pytest
from django.test import Client


@pytest.fixture
def client_factory():
    """Makes browsers: each has cookies of its own."""
    return Client


@pytest.fixture
def later(monkeypatch):
    """Moves the clock of codes and rate limits."""
    now = time.time

    def move(seconds: float):
        monkeypatch.setattr(time, "time", lambda: now() + seconds)

    return move
