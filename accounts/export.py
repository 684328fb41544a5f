"""All that is kept about a person, in one ZIP: JSON for programs, a page for people, and their picture."""

import json
from io import BytesIO
from pathlib import Path, PurePath
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.core.serializers.json import DjangoJSONEncoder
from django.template.loader import render_to_string
from django.utils import timezone

from sitesettings.models import site_settings

from .models import Export, User
from .personal import parts

STYLE = Path(__file__).with_name("export.css")


def fill(export: Export) -> None:
    """Part by part, so that the page can show how far it is."""
    found = {}
    for number, part in enumerate(parts, 1):
        found[part.name] = list(part.rows(export.user))
        Export.objects.filter(pk=export.pk).update(parts_done=number)
    export.parts_done, export.content, export.made_at = len(parts), _zipped(export.user, found), timezone.now()
    export.save()


def _zipped(person: User, found: dict[str, list[dict]]) -> bytes:
    out = BytesIO()
    sections = [(part.title, found[part.name]) for part in parts]
    told = {"person": person, "sections": sections, "site_name": site_settings().name, "made_at": timezone.now()}
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        archive.writestr("data.json", json.dumps(found, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2))
        archive.writestr("index.html", render_to_string("accounts/export.html", told))
        archive.writestr("style.css", STYLE.read_text())
        if person.avatar and default_storage.exists(person.avatar.name):
            with person.avatar.open() as picture:
                archive.writestr(f"picture{PurePath(person.avatar.name).suffix}", picture.read())
    return out.getvalue()
