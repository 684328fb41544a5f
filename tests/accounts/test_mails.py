import pytest
from django.core import mail
from django.template.loader import render_to_string
from django.utils import timezone

from .mails import last_mail
from .test_signup import CAROL

pytestmark = pytest.mark.django_db


def test_mail_is_plain_text_with_the_same_words_in_html(client, settings):
    settings.SITE_NAME = "Chips & <Bits>"
    client.post("/accounts/signup/", CAROL)
    message = last_mail()
    html = message.alternatives[0].content
    assert message.from_email == settings.DEFAULT_FROM_EMAIL
    assert "Welcome to Chips & <Bits>!" in message.body
    assert "Welcome to Chips &amp; &lt;Bits&gt;!" in html
    assert message.subject.endswith("is your code for Chips & <Bits>")
    assert "{" not in message.body + html


def test_every_mail_of_the_magazine_is_in_its_own_words(client, bob):
    for name in ["password_changed", "password_set", "password_reset", "email_changed", "email_deleted"]:
        context = {"site_name": "TechyMag", "base_url": "https://example.com", "ip": "192.0.2.1"}
        context |= {"timestamp": timezone.now(), "deleted_email": "old@example.com"}
        context |= {"from_email": "old@example.com", "to_email": "new@example.com"}
        text = render_to_string(f"account/email/{name}_message.txt", context)
        assert text.startswith("Hello,\n\n")
        assert "https://example.com/accounts/password/reset/" in text
        assert "\n" not in render_to_string(f"account/email/{name}_subject.txt", context).strip()


def test_line_breaks_do_not_get_into_headers(client):
    client.post("/accounts/password/reset/", {"email": "a@example.com\nBcc: b@example.com"})
    assert not mail.outbox
