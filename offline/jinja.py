"""What templates may say about reading offline."""

from django.conf import settings

from .icons import icon_path


def keeps_pages() -> bool:
    return settings.OFFLINE


GLOBALS = {"icon_path": icon_path, "keeps_pages": keeps_pages}
