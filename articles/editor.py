"""The rich text field of the desk, and what the Content-Security-Policy of its page must allow."""

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils.csp import CSP
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import ProseEditorWidget

import markup
from pictures.uploads import MAX_BYTES

from .models.article import WORDS_PER_MINUTE

# Ours, beside what django-prose-editor brings: each exports the extension it is named after below.
PASTING = ["clean-paste", "nested-lists", "word-lists", "markdown-paste", "plain-paste"]
PICTURES = ["library-figure", "picture-upload", "picture-drop", "picture-description"]
ELEMENTS = ["wrap-blocks", "caption-end", "pull-quote", "info-box", "footnote", "gallery", "embed", "embed-address"]
WRITING = ["code-with-language", "ready-table", "markdown-keys", "link-picker"]
MODULES = [f"admin-desk/{name}.js" for name in [*PASTING, *PICTURES, *ELEMENTS, *WRITING]]
TOOLS = [
    *("blockType -lists", "marks", "link", "lists", "nodes -blockType -lists", "elements", "table", "history"),
    "utility",
]
EXTENSIONS = {
    "Heading": {"levels": [2, 3, 4]},
    **dict.fromkeys(["Bold", "Italic", "Strike", "Code", "Subscript", "Superscript", "HardBreak"], True),
    **dict.fromkeys(["BulletList", "OrderedList", "ListItem", "Blockquote", "HorizontalRule"], True),
    "LinkPicker": {"enableTarget": False, "protocols": ["http", "https", "mailto"], "markdownLinks": True},
    **dict.fromkeys(["ReadyTable", "TableRow", "TableHeader", "TableCell"], True),
    **dict.fromkeys(["Image", "Caption", "LibraryFigure", "CodeWithLanguage"], True),
    **dict.fromkeys(["PictureUpload", "PictureDrop", "PictureDescription", "MarkdownKeys"], True),
    **dict.fromkeys(["WrapBlocks", "CaptionEnd", "PullQuote", "InfoBox", "BoxTitle"], True),
    **dict.fromkeys(["Footnote", "Gallery", "Embed"], True),
    "EmbedAddress": {"addresses": markup.ADDRESSES},
    **dict.fromkeys(["CleanPaste", "NestedLists", "WordLists"], True),  # the last one sees what is pasted first
    **dict.fromkeys(["MarkdownPaste", "PlainPaste"], True),
    **dict.fromkeys(["HTML", "Fullscreen"], True),
    # Plain buttons: the dropdowns of the library cannot be reached by keyboard.
    "Menu": {"groups": [{"group": group} for group in TOOLS]},
}
# Of the one style element that the editor puts into its page; a test computes it from the installed package.
STYLE_HASH = "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"
EDITOR_CSP = settings.SECURE_CSP | {
    "script-src": [CSP.SELF, CSP.NONCE],  # the nonce is for the import map, which cannot be a file
    "style-src": [CSP.SELF, STYLE_HASH],
}


class BodyWidget(ProseEditorWidget):
    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        """What the modules need to know of the server."""
        return super().build_attrs(base_attrs, extra_attrs) | {
            "data-words-per-minute": WORDS_PER_MINUTE,
            "data-most-bytes": MAX_BYTES,
            "data-markdown": reverse("admin:articles_article_markdown"),
            "data-picture": reverse("admin:articles_article_picture"),
            "data-description": reverse("admin:articles_article_description"),
        }

    def get_config(self) -> dict:
        return super().get_config() | {"js_modules": [static(path) for path in MODULES]}


class BodyField(ProseEditorFormField):
    """HTML written in the browser's editor, cleaned whatever was sent; without JavaScript a plain text area."""

    def __init__(self, **kwargs) -> None:
        super().__init__(extensions=EXTENSIONS, sanitize=markup.clean_article, widget=BodyWidget, **kwargs)
