"""The dialogs of django-prose-editor, which asks the catalog of Django for scripts for its words."""

from django.utils.translation import gettext, gettext_noop
from django.views.i18n import JavaScriptCatalog

WORDS = [
    *(gettext_noop("Add caption"), gettext_noop("Remove caption"), gettext_noop("Caption"), gettext_noop("Image URL")),
    *(gettext_noop("Alternative Text"), gettext_noop("Browse..."), gettext_noop("Edit Image"), gettext_noop("Title")),
    *(gettext_noop("Insert Figure"), gettext_noop("Edit Figure"), gettext_noop("Edit Link"), gettext_noop("URL")),
    *(gettext_noop("Open in new window"), gettext_noop("Edit HTML"), gettext_noop("Prettify"), gettext_noop("Cancel")),
    *(gettext_noop("Insert"), gettext_noop("Update"), gettext_noop("Insert Table"), gettext_noop("Table Properties")),
    *(gettext_noop("Rows"), gettext_noop("Columns"), gettext_noop("Include header row"), gettext_noop("Start at")),
    *(gettext_noop("List properties"), gettext_noop("List type"), gettext_noop("Bullets")),
    *(gettext_noop("Decimal numbers"), gettext_noop("Lowercase letters"), gettext_noop("Uppercase letters")),
    *(gettext_noop("Lowercase Roman numerals"), gettext_noop("Uppercase Roman numerals")),
    gettext_noop("Toggle fullscreen"),
    gettext_noop("The HTML contents of the editor. Note that the allowed HTML is restricted by the editor schema."),
]


class DeskCatalog(JavaScriptCatalog):
    packages = ["django.contrib.admin"]

    def get_catalog(self) -> dict:
        return super().get_catalog() | {text: gettext(text) for text in WORDS}
