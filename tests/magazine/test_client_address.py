"""Whose address it is: rate limits, view counting and HTTPS believe proxies that we trust and nobody else."""

import ipaddress

import pytest
from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.test import RequestFactory

from magazine.middleware import client_address

PROXY, OUTSIDE = "10.0.0.1", "203.0.113.5"


@pytest.fixture(autouse=True)
def trusted(settings):
    settings.TRUSTED_PROXIES = [ipaddress.ip_network(network) for network in ("10.0.0.0/8", "fd00::/8")]


def seen(remote, forwarded=None, **headers):
    """The request as everything behind the middleware sees it."""
    if forwarded is not None:
        headers["x-forwarded-for"] = forwarded
    requests = []
    client_address(lambda request: requests.append(request) or HttpResponse())(
        RequestFactory().get("/", headers=headers, REMOTE_ADDR=remote)
    )
    return requests[0]


@pytest.mark.parametrize(
    ("remote", "forwarded", "address"),
    [
        (OUTSIDE, None, OUTSIDE),
        (OUTSIDE, "198.51.100.1", OUTSIDE),
        (PROXY, None, PROXY),
        (PROXY, OUTSIDE, OUTSIDE),
        (PROXY, f"198.51.100.1, {OUTSIDE}", OUTSIDE),
        (PROXY, f"198.51.100.1, {OUTSIDE}, 10.0.0.2", OUTSIDE),
        (PROXY, "10.0.0.3, 10.0.0.2", "10.0.0.3"),
        (PROXY, f"garbage, {OUTSIDE}", OUTSIDE),
        (PROXY, f"{OUTSIDE}, garbage", PROXY),
        (PROXY, "", PROXY),
        (PROXY, "999.1.1.1", PROXY),
        (PROXY, "unknown", PROXY),
        (PROXY, "2001:db8::1", "2001:db8::1"),
        (PROXY, "2001:0DB8:0::1", "2001:db8::1"),
        (PROXY, "fe80::1%eth0", PROXY),
        ("fd00::1", OUTSIDE, OUTSIDE),
        ("::ffff:10.0.0.1", f"::ffff:{OUTSIDE}", OUTSIDE),
        ("2001:db8::9", OUTSIDE, "2001:db8::9"),
        ("", OUTSIDE, ""),
    ],
)
def test_address_is_the_nearest_that_no_trusted_proxy_has(remote, forwarded, address):
    request = seen(remote, forwarded)
    assert request.META["REMOTE_ADDR"] == address
    assert "x-forwarded-for" not in request.headers
    if address:
        assert get_adapter().get_client_ip(request) == address


@pytest.mark.parametrize(("remote", "secure"), [(PROXY, True), (OUTSIDE, False)])
def test_only_a_trusted_proxy_says_that_it_was_https(remote, secure):
    assert seen(remote, **{"x-forwarded-proto": "https"}).is_secure() is secure


def test_sign_in_cannot_be_tried_more_often_by_claiming_addresses(client, bob):
    """allauth's limit for one address: 10 a minute."""
    answers = set()
    for number in range(40):
        told = {"login": f"nobody{number}", "password": "wrong password"}
        claimed = {"x-forwarded-for": f"198.51.100.{number}", "x-real-ip": f"198.51.100.{number}"}
        answers.add(client.post("/accounts/login/", told, headers=claimed).status_code)
    assert 429 in answers
