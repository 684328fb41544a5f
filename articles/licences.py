"""Under what terms pictures are shown, and the line below a picture that says so."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from .models.image import Image

# Well-known ones by their short names, and where they can be read; any other words are a licence too.
LICENCES = {
    "CC BY 4.0": "https://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "https://creativecommons.org/licenses/by-sa/4.0/",
    "CC BY-ND 4.0": "https://creativecommons.org/licenses/by-nd/4.0/",
    "CC BY-NC 4.0": "https://creativecommons.org/licenses/by-nc/4.0/",
    "CC0": "https://creativecommons.org/publicdomain/zero/1.0/",
    "Public domain": "https://creativecommons.org/publicdomain/mark/1.0/",
    "Editorial use": "",
    "All rights reserved": "",
}


# What is not a name in every language.
SAID = {
    "Public domain": _("Public domain"),
    "Editorial use": _("Editorial use"),
    "All rights reserved": _("All rights reserved"),
}


def credit_line(image: Image) -> SafeString:
    """`Photo: Ann Lee / CC BY 4.0`, the licence as a link where it has a page; "" for what nobody claims."""
    return format_html_join(" / ", "{}", [(part,) for part in (credit_of(image), licence_link(image.licence)) if part])


def credit_of(image: Image) -> str:
    """What is no photo is named in the credit itself: `Illustration: Ann Lee`."""
    is_bare = image.credit and ":" not in image.credit
    return gettext("Photo: %(credit)s") % {"credit": image.credit} if is_bare else image.credit


def licence_link(name: str) -> str:
    address, said = LICENCES.get(name), str(SAID.get(name, name))
    return format_html('<a rel="license" href="{}">{}</a>', address, said) if address else said
