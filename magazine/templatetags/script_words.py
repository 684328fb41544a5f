"""What the scripts of the desk say to people, in the language of the magazine: for `static/admin-desk/words.js`."""

from django import template
from django.utils.html import json_script
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from ..words import plural_forms

register = template.Library()
LOCALES = {"en": "en-GB"}  # whose times have 24 hours


@register.simple_tag
def script_words() -> SafeString:
    language = get_language()
    words = _saving() | _copies() | _editor() | _elements() | _pictures() | _library() | _beside()
    return json_script({"locale": LOCALES.get(language, language), "words": words, "tools": _tools()}, "script-words")


def _saving() -> dict:
    return {
        "waits_for": _("Kept on this device until %(missing)s"),
        "compare": _("Compare and choose"),
        "sign_in": _("Sign in"),
        "signed_out": _("Signed out: kept on this device."),
        "not_taken": _("Kept on this device: the server does not take it"),
        "offline": _("Offline. %(state)s"),
        "not_saved": _("Not saved yet"),
        "no_changes": _("No changes yet"),
        "kept_at": _("Kept on this device %(time)s"),
        "saved": _("Saved."),
        "saved_at": _("Saved %(time)s"),
        "saved_without": _("Saved %(time)s, without: %(fields)s"),
        "keeps_nothing": _("Not saved yet: this browser keeps nothing"),
        "save_often": _("This browser keeps no copy of your text. Please save it often."),
        "online_again": _("Online again."),
        "went_offline": _("Offline. What you write is kept on this device."),
        "nothing_sent": _("You are offline, so nothing was sent. Your text is kept on this device."),
        "not_looked_over": _("It cannot be looked over just now. Your text stays here."),
        "publish": _("Publish"),
        "schedule": _("Schedule"),
    }


def _copies() -> dict:
    return {
        "text_is_back": _("Your text from %(time)s is back, and not saved yet."),
        "unsaved_text": _("Unsaved text from %(time)s on this device."),
        "unsaved_older": _(
            "Unsaved text from %(time)s on this device, written on an older version than the one below."
        ),
        "discard_it": _("Discard it"),
    }


def _editor() -> dict:
    return {
        "save": _("Save"),
        "tools": _("%(name)s tools"),
        "word_count": plural_forms("%(count)s word", "%(count)s words"),
        "words_selected": _("%(words)s of %(all)s selected"),
        "reading_time": _("%(words)s · %(minutes)s min read"),
        "suggestions": plural_forms("%(count)s suggestion", "%(count)s suggestions"),
        "no_suggestions": _("No suggestions"),
        "cannot_suggest": _(
            "Nothing can be suggested now. Are you offline or signed out? A whole address still works."
        ),
        "no_address": _("Choose an article, or type a whole address such as https://example.com/."),
        "code_block": _("Code block"),
        "code_language": _("Language"),
        "plain_code": _("Plain code"),
        "language_of_code": _("Language of the code"),
    }


def _elements() -> dict:
    return {
        "embed": _("Embed"),
        "address": _("Address"),
        "address_help": _("Of a video, a post, a pen, or any page."),
        "title": _("Title"),
        "title_help": _("What readers find there. It is what they see before they load it."),
        "footnote": _("Footnote"),
        "footnote_help": _("Links and emphasis can be added in the text."),
        "gallery": _("Gallery"),
        "add_to_gallery": _("Add to gallery"),
        "pull_quote": _("Pull quote"),
        "box": _("Box"),
        "kind": _("Kind"),
        "note": _("Note"),
        "tip": _("Tip"),
        "warning": _("Warning"),
        "no_box": _("No box"),
    }


def _pictures() -> dict:
    return {
        "describe": _("Describe the picture"),
        "alt": _("Alternative text"),
        "alt_help": _("What somebody who cannot see it should know."),
        "uploading": _("Uploading %(name)s"),
        "no_picture": _("It is not a picture."),
        "larger_than": _("It is larger than %(size)s MB."),
        "not_sent": _("It could not be sent. Are you offline?"),
        "not_allowed": _("You are signed out, or may not add pictures. Sign in in another tab, then try again."),
        "too_large": _("It is too large."),
        "not_stored": _("It could not be stored. Please try again."),
        "point": _("%(across)s %% from the left, %(down)s %% from the top"),
        "focal_point": _("Focal point, %(point)s; arrow keys move it"),
    }


def _library() -> dict:
    return {
        "add_pictures": plural_forms("Add %(count)s picture", "Add %(count)s pictures"),
        "no_library": _(
            "The library cannot be reached. Are you still signed in? Your article is safe; close this and save it."
        ),
        "picture_not_sent": _("The picture could not be sent. Please try again."),
        "in_library": _("In the library already: "),
        "added": _("Added"),
        "all_added": _("%(added)s added."),
        "some_added": _("%(added)s added, %(failed)s not."),
        "selected": _("%(count)s selected"),
        "sending": _("Sending"),
        "checked": _("Being checked"),
        "lost": _("It could not be sent. Are you still signed in, and is there a connection?"),
        "stopped": _("Stopped"),
        "file_too_large": _("This file is larger than 15 MB."),
        "waiting": _("Waiting"),
    }


def _beside() -> dict:
    return {
        "copy": _("Copy"),
        "copied": _("Copied"),
        "address_copied": _("The address is copied."),
        "move_up": _("Move %(name)s up"),
        "move_down": _("Move %(name)s down"),
    }


def _tools() -> dict:
    """The buttons of the editor by what django-prose-editor calls them."""
    return {
        "paragraph": _("paragraph"),
        "bold": _("bold"),
        "italic": _("italic"),
        "strike": _("strike"),
        "Code": _("Code"),
        "Code block": _("Code block"),
        "subscript": _("subscript"),
        "superscript": _("superscript"),
        "insert link": _("insert link"),
        "remove link": _("remove link"),
        "unordered list": _("unordered list"),
        "ordered list": _("ordered list"),
        "List properties": _("List properties"),
        "blockquote": _("blockquote"),
        "horizontal rule": _("horizontal rule"),
        "figure": _("figure"),
        "Insert table": _("Insert table"),
        "Merge cells": _("Merge cells"),
        "Split cell": _("Split cell"),
        "undo": _("undo"),
        "redo": _("redo"),
        "edit HTML": _("edit HTML"),
        "Toggle fullscreen": _("Toggle fullscreen"),
    }
