"""What pages are made with: after an upgrade or another setting, nothing that was kept before is shown."""

import sys
from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

from django import get_version
from django.apps import apps
from django.conf import settings

SEEN_BY_READERS = [
    *("BASE_URL", "SITE_NAME", "SITE_TAGLINE", "TIME_ZONE", "STATIC_URL", "MEDIA_URL"),
    *("SECURE_CSP", "MASTODON_INSTANCES"),
]


def release() -> str:
    """A name that is the same for every process which runs the same files with the same settings."""
    made_with = [sys.version, get_version(), *(repr(getattr(settings, name)) for name in SEEN_BY_READERS)]
    made_with += sorted(f"{path} {path.stat().st_mtime_ns} {path.stat().st_size}" for path in _files())
    return blake2b("\n".join(made_with).encode(), digest_size=8).hexdigest()


def _files() -> Iterator[Path]:
    for app in apps.get_app_configs():
        if Path(app.path).parent == settings.ROOT:
            yield from Path(app.path).rglob("*.py")
    yield from (path for path in (settings.ROOT / "templates").rglob("*") if path.is_file())
    yield from settings.STATIC_ROOT.glob("*.json")
