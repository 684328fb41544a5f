"""How people are shown where their name stands beside it."""

from django.utils.safestring import SafeString
from markupsafe import escape

from .models import User


def avatar_html(person: User, size: str = "") -> SafeString:
    """Their picture, or their initials on one of ten colours; hidden from those who hear the name."""
    sized = f" avatar--{size}" if size else ""
    if picture := person.avatar:
        image = f'<img src="{escape(picture.url)}" alt="" width="96" height="96" loading="lazy" decoding="async">'
        return SafeString(f'<span class="avatar{sized}" aria-hidden="true">{image}</span>')
    colour = f" avatar--{person.pk % 10}"
    return SafeString(f'<span class="avatar{sized}{colour}" aria-hidden="true">{escape(person.initials)}</span>')
