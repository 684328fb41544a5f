"""Addresses as those need them who are not on the site: feed readers, search engines, social networks."""

from urllib.parse import urljoin

from django.conf import settings


def absolute(address: str) -> str:
    """With scheme and host; "" for ""."""
    return urljoin(settings.BASE_URL, address) if address else ""
