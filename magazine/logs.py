"""Log lines for machines (json) or people (line). What belongs to one request carries the same id."""

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id = ContextVar("request_id", default="-")

# A line is read by more people than an account is: no addresses, no keys of links that were mailed or show previews.
# The lengths are those that addresses may have: without them a path of many letters takes seconds.
EMAIL = re.compile(r"[^\s\"'<>()\[\],;:\\/=@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+")
KEY_IN_LINK = re.compile(
    r"(/(?:key|confirm-email|following/(?:confirm|by-link|stop))/|/preview/(?=[\w-]{1,99}\.))[^/\s\"]+"
)


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        record.request_id = request_id.get()
        return private(super().format(record))


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            "request_id": request_id.get(),
        } | getattr(record, "fields", {})
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(private(line), default=str)  # in ASCII: no character of a reader's moves a terminal


def private(said: Any) -> Any:
    """Every text in it without them; before it becomes JSON, where an address may seem to begin in an escape."""
    match said:
        case str():
            return KEY_IN_LINK.sub(r"\1…", EMAIL.sub("…@…", said))
        case dict():
            return {key: private(value) for key, value in said.items()}
        case list():
            return [private(value) for value in said]
    return said


def config(format_name: str) -> dict[str, Any]:
    """What Django's LOGGING says: everything goes to the standard error, as `json` or `line`."""
    line = "%(asctime)s %(levelname)s %(request_id)s %(name)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": "magazine.logs.JsonFormatter"},
            "line": {"()": "magazine.logs.LineFormatter", "format": line},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": format_name}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            "django": {"handlers": []},  # Django's own would say everything a second time in debug mode
            "django.request": {"level": "ERROR"},  # a 404 is not news
            "opensearch": {"level": "CRITICAL"},  # each request, with a traceback; search says it once
        },
    }
