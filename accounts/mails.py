"""Mail in the magazine's words: written as text, and the same in HTML for mail programs that prefer it."""

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from sitesettings.models import site_settings

from .models import User


def write_to(person: User, subject: str, template: str, context: dict) -> None:
    """At once, so from a task. Who cannot sign in could not answer."""
    if not person.can_sign_in:
        return
    name = site_settings().name
    context = {"site_name": name, "base_url": settings.BASE_URL, "person": person} | context
    body = render_to_string(template, context).strip()
    line = " ".join(f"{subject} – {name}".split())
    with_html(EmailMultiAlternatives(line, body, to=[person.email]), context).send()


def with_html(message: EmailMultiAlternatives, context: dict) -> EmailMultiAlternatives:
    words = {"subject": message.subject, "paragraphs": message.body.split("\n\n")}
    message.attach_alternative(render_to_string("account/email/message.html", context | words), "text/html")
    return message
