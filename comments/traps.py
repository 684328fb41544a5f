"""What a program does with a form and a person does not. It refuses no comment: it lets it wait for a moderator."""

from datetime import timedelta

from django.core.signing import BadSignature, TimestampSigner
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .words import links_out_of

LEAST = timedelta(seconds=2)  # from the page to a comment with a link in it
SIGNER = TimestampSigner(salt="comments.traps")


def trap() -> SafeString:
    """Two fields for the form: one to be left empty, which people do not see, and when the page was made."""
    return format_html(
        '<p class="visually-hidden" aria-hidden="true"><label>{} '
        '<input name="website" tabindex="-1" autocomplete="off"></label></p>'
        '<input type="hidden" name="began" value="{}">',
        _("Please leave this empty"),
        SIGNER.sign(""),
    )


def robot_signs(sent: QueryDict) -> list[str]:
    """In words for moderators. A form without the fields is no sign: it may be of a page from before them."""
    signs = [_("the field that people do not see was filled in")] if sent.get("website") else []
    try:
        SIGNER.unsign(str(sent["began"]), max_age=LEAST)
        if links_out_of(sent.get("body", "")):
            signs.append(_("a link, sent within %(seconds)s seconds") % {"seconds": LEAST.seconds})
    except KeyError:
        pass
    except BadSignature as error:
        if type(error) is BadSignature:
            signs.append(_("the date in the form was made up"))
    return signs
