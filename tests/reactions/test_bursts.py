from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from articles.models import Stats
from reactions.bursts import Burst, network_key
from reactions.models import Reaction

URL = "/articles/chips/reactions/"


@pytest.fixture(autouse=True)
def few_are_many(settings):
    settings.BURST_REACTIONS = 3


def react(address: str = "198.51.100.7", value: str = "like") -> Client:
    reader = Client(REMOTE_ADDR=address)
    reader.post(URL, {"value": value})
    return reader


def test_many_of_one_network_are_flagged_and_later_ones_join(article):
    react("198.51.100.1")
    react("203.0.113.1")
    react("198.51.100.2")
    assert not Burst.objects.exists()
    react("198.51.100.3", "dislike")
    react("198.51.100.250")
    burst = Burst.objects.get()
    assert (burst.count, burst.reactions.count(), burst.state) == (4, 4, "waiting")
    assert Stats.objects.get().likes == 4


def test_slow_reactions_are_no_burst(article):
    for _ in range(5):
        react()
        Reaction.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert not Burst.objects.exists()


def test_voided_reactions_do_not_count_and_come_back(article, alice):
    readers = [react() for _ in range(3)]
    react("203.0.113.1")
    burst = Burst.objects.get()
    assert burst.void(by=alice)
    assert not burst.void(by=alice)
    assert Stats.objects.get().likes == 1
    call_command("recount", "--check")
    page = readers[0].get("/articles/chips/").text
    assert 'name="value" value="none" aria-pressed="true">' in page
    readers[0].post(URL, {"value": "dislike"})
    readers[1].post(URL, {"value": "none"})
    assert str(Stats.objects.get()) == "0 views, 1 likes, 0 dislikes, 0 comments"
    burst.reopen(by=alice)
    assert str(Stats.objects.get()) == "0 views, 2 likes, 1 dislikes, 0 comments"
    call_command("recount", "--check")


def test_what_is_fine_is_not_flagged_again_while_it_goes_on(article, alice):
    for _ in range(3):
        react()
    Burst.objects.get().clear(by=alice)
    for _ in range(4):
        react()
    assert Burst.objects.get().state == "fine"


def test_network_has_another_name_tomorrow_and_is_forgotten_after_a_day(article):
    today = timezone.now().date()
    assert network_key("198.51.100.1", today) == network_key("198.51.100.9", today)
    assert network_key("198.51.100.1", today) != network_key("198.51.100.1", today + timedelta(days=1))
    assert network_key("2001:db8:1:2::1", today) == network_key("2001:db8:1:9::1", today)
    react()
    Reaction.objects.forget_networks()
    assert Reaction.objects.get().network
    Reaction.objects.update(created_at=timezone.now() - timedelta(hours=25))
    Reaction.objects.forget_networks()
    assert not Reaction.objects.get().network
