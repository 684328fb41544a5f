"""Crashes are reported to SENTRY_DSN: where they happened, not who was reading or what was typed."""

import sentry_sdk
from django.conf import settings

from .logs import private, request_id


def start() -> None:
    sentry_sdk.init(
        dsn=settings.SENTRY_DSN,
        before_send=without_people,
        environment="debug" if settings.DEBUG else "production",
        include_local_variables=False,  # they hold what was typed
        max_request_body_size="never",
        send_default_pii=False,
    )


def without_people(event, hint):
    """The query, the reader's address and every header but the browser's stay here."""
    request = event.get("request", {})
    agent = request.get("headers", {}).get("User-Agent", "")
    event["request"] = {"method": request.get("method"), "url": request.get("url"), "headers": {"User-Agent": agent}}
    event.pop("user", None)
    event.setdefault("tags", {})["request_id"] = request_id.get()
    return private(event)
