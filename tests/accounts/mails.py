"""Reads what the site has mailed, as a person would."""

import re

from django.core import mail


def last_mail(to: str = ""):
    """The newest message, to that address when one is named."""
    return next(message for message in reversed(mail.outbox) if not to or message.to == [to])


def code_in(message) -> str:
    return re.search(r"^\d{6}$", message.body, re.MULTILINE)[0]


def link_in(message, containing: str) -> str:
    """The address without its host, ready for the test client."""
    links = re.findall(r"^https?://[^/\s]+(/\S*)$", message.body, re.MULTILINE)
    return next(link for link in links if containing in link)
