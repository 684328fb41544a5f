"""Following a topic, from the button to the last mail, as people and their mail programs do it."""

import email
import email.policy
import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from following.links import Wish, manage_address, stop_address
from following.models import Digest, Follow, Follower
from following.models.digest import due_at
from following.sending import send_some
from tests.factories import make_article, make_tag

from .screens import PHONE, SMALLEST, faults, on_phone, with_and_without_javascript


@pytest.fixture
def mails(settings, tmp_path):
    """What was mailed, as the files that the server wrote."""
    backend = "django.core.mail.backends.filebased.EmailBackend"
    settings.MAILERS = {"default": {"BACKEND": backend, "OPTIONS": {"file_path": str(tmp_path / "mail")}}}

    def mails():
        found = []
        for path in sorted((tmp_path / "mail").glob("*.log"), key=lambda path: path.stat().st_mtime_ns):
            for part in path.read_bytes().split(b"-" * 79 + b"\n"):
                if part.strip():
                    found.append(email.message_from_bytes(part, policy=email.policy.default))
        return found

    return mails


@pytest.fixture
def article(live_server, alice):
    return make_article("Chips forget", authors=[alice], tags=[make_tag("Chips")])


def path_in(message, containing):
    text = message.get_body(["plain"]).get_content()
    return re.search(rf"https?://[^/\s]+(/\S*{containing}\S*)", text)[1]


@on_phone
@with_and_without_javascript
def test_reader_without_an_account_follows_is_told_and_stops(page, article, mails):
    page.goto("/tags/chips/")
    page.get_by_role("main").get_by_role("link", name="Follow").click()
    page.get_by_label("E-mail").fill("carol@example.com")
    page.get_by_label("Every day at 7").check()
    page.get_by_role("main").get_by_role("button", name="Follow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto(path_in(mails()[0], "confirm"))
    page.get_by_role("button", name="Yes, I want that").click()
    expect(page.get_by_text("You follow Chips from now on.")).to_be_visible()

    due = due_at("daily", timezone.now())
    Follower.objects.update(created_at=due - timedelta(days=9), told_up_to=due - timedelta(days=1))
    Follow.objects.update(at=due - timedelta(days=9))
    article.publish(at=due - timedelta(hours=1))
    digest = Digest.objects.create(rhythm="daily", until=due)
    for _ in range(2):
        send_some.call(digest.pk)
    message = mails()[-1]
    assert len(mails()) == 2
    assert message["To"] == "carol@example.com"
    assert message["Subject"] == "Chips forget – TechyMag"
    page.goto(path_in(message, "articles"))
    expect(page.get_by_role("heading", level=1)).to_have_text("Chips forget")

    stop = re.sub(r"^<https?://[^/]+|>$", "", message["List-Unsubscribe"])
    page.goto(stop)
    page.get_by_role("button", name="No more mail").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("You get no more of these mails")
    assert not Follower.objects.exists()


@on_phone
@with_and_without_javascript
def test_reader_with_an_account_follows_an_author_and_changes_their_mind(page, article, bob, sign_in):
    sign_in(bob)
    page.goto("/authors/alice/")
    page.get_by_role("main").get_by_role("link", name="Follow").click()
    page.get_by_role("button", name="Follow", exact=True).click()
    expect(page.get_by_text("You follow Alice Ashby from now on.")).to_be_visible()
    page.goto("/following/")
    page.get_by_label("No mail for now").check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("No mail goes out.")).to_be_visible()
    page.get_by_role("button", name="Stop following Alice Ashby").click()
    expect(page.get_by_text("Nothing yet.")).to_be_visible()


@on_phone
def test_mail_with_a_long_link_is_as_wide_as_a_phone(page, article, mails):
    page.goto("/tags/chips/follow/")
    page.get_by_label("E-mail").fill("carol@example.com")
    page.get_by_role("main").get_by_role("button", name="Follow").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Look into your mail")
    page.goto("about:blank")  # whose policy allows the styles of mails
    page.set_content(mails()[0].get_body(["html"]).get_content())
    expect(page.get_by_role("link").first).to_contain_text("/following/confirm/")
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]


def test_editor_looks_at_the_next_digest(page, article, editor, sign_in):
    sign_in(editor)
    page.goto("/admin/following/digest/?rhythm=weekly")
    expect(page.get_by_role("link", name="Chips forget")).to_be_visible()


@pytest.mark.parametrize("viewport", [PHONE, SMALLEST], ids=["phone", "smallest"], indirect=True)
def test_pages_have_no_fault(page_for_axe, article, bob, editor, sign_in):
    page, follower = page_for_axe, Follower.objects.create(email="carol@example.com")
    tag = article.tags.get()
    follower.follow(tag)
    Follower.objects.of_user(bob).follow(tag)
    links = [
        Wish("new@example.com", "daily", "tag", tag.pk).address(),
        manage_address(follower),
        stop_address(follower),
    ]
    paths = [re.sub(r"^https?://[^/]+", "", link) for link in links]
    for path in ["/tags/chips/follow/", "/following/", "/following/sent/", *paths]:
        page.goto(path)
        assert faults(page) == []
    sign_in(bob, page.context)
    for path in ("/following/", "/tags/chips/follow/", "/authors/alice/follow/"):
        page.goto(path)
        assert faults(page) == []
    sign_in(editor, page.context)
    page.goto("/admin/following/digest/?rhythm=weekly")
    assert faults(page) == []
