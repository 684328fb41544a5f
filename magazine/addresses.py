"""Whose address a request has: the one that a trusted proxy passed on, never what strangers claim."""

import ipaddress
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.conf import settings


def reader_address(meta: Mapping[str, str]) -> str:
    """From REMOTE_ADDR and HTTP_X_FORWARDED_FOR: the first address, seen from here, that is not a proxy of ours."""
    known = meta.get("REMOTE_ADDR", "")
    if is_trusted(known):
        for hop in reversed(meta.get("HTTP_X_FORWARDED_FOR", "").split(",")):
            if not (address := _address(hop)):
                break
            known = str(address)
            if not is_trusted(hop):
                break
    return known


def came_by_https(environ: Mapping[str, Any]) -> bool:
    if environ["wsgi.url_scheme"] == "https":
        return True
    return environ.get("HTTP_X_FORWARDED_PROTO") == "https" and is_trusted(environ["REMOTE_ADDR"])


def is_trusted(text: str) -> bool:
    return is_in(text, tuple(settings.TRUSTED_PROXIES))


@lru_cache(maxsize=1000)  # asked for every page, and of few proxies
def is_in(text: str, networks: tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...]) -> bool:
    """What is no address, as of a reader who comes through a socket of this machine, is in none."""
    address = _address(text)
    return address is not None and any(address in network for network in networks)


def _address(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    """The address as databases and rate limits know it: IPv4 wherever it hides in IPv6, nothing with a scope."""
    try:
        address = ipaddress.ip_address(text.strip())
    except ValueError:
        return None
    if isinstance(address, ipaddress.IPv6Address):
        return None if address.scope_id else address.ipv4_mapped or address
    return address
