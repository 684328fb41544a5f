"""Mail in the magazine's words: written as text, and the same in HTML for mail programs that prefer it."""

import email.policy
from email.message import EmailMessage

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from sitesettings.models import site_settings

from .models import User

LONGEST_HEADER = 900  # octets, below the 998 of RFC 5322


class Mail(EmailMultiAlternatives):
    def message(self, *, policy: email.policy.Policy = email.policy.default) -> EmailMessage:
        """With long headers in one line: where an address does not fit into it, Python would encode it."""
        message = super().message(policy=policy)
        message.policy = policy.clone(max_line_length=LONGEST_HEADER)
        return message


def write_to(person: User, subject: str, template: str, context: dict, headers: dict[str, str] | None = None) -> None:
    """At once, so from a task. Who cannot sign in could not answer."""
    if not person.can_sign_in:
        return
    name = site_settings().name
    context = {"site_name": name, "base_url": settings.BASE_URL, "person": person} | context
    body = render_to_string(template, context).strip()
    line = " ".join(f"{subject} – {name}".split())
    with_html(Mail(line, body, to=[person.email], headers=headers), context).send()


def with_html(message: EmailMultiAlternatives, context: dict) -> EmailMultiAlternatives:
    words = {"subject": message.subject, "paragraphs": message.body.split("\n\n")}
    message.attach_alternative(render_to_string("account/email/message.html", context | words), "text/html")
    return message
