"""Taking one's data along and leaving, as a person would."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.leaving import forget_due
from accounts.models import User
from tests.factories import PASSWORD, make_comment

from .screens import each_screen, with_and_without_javascript
from .test_accounts import field, fill_sign_in, send

pytestmark = pytest.mark.django_db(transaction=True)


@each_screen
@with_and_without_javascript
def test_reader_takes_their_data_along_leaves_and_comes_back(page, bob):
    page.goto("/accounts/login/?next=/accounts/data/")
    fill_sign_in(page, "bob", PASSWORD)
    send(page, "Put my data together")
    field(page, "Password").fill(PASSWORD)
    send(page, "Go on")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert re.fullmatch(r"bob-\d{4}-\d\d-\d\d\.zip", download.value.suggested_filename)

    page.get_by_role("link", name="Delete my account").click()
    send(page, "Delete my account")
    expect(page.get_by_text("your account will be deleted")).to_be_visible()
    assert User.objects.get(username="bob").leaving_since
    page.goto("/accounts/login/")
    fill_sign_in(page, "bob", PASSWORD)
    expect(page.get_by_text("Welcome back. Your account stays.")).to_be_visible()


def test_who_is_gone_is_a_deleted_user_below_the_article(page, bob):
    comment = make_comment(author=bob, body="First!")
    page.goto(comment.article.get_absolute_url())
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("Bob Brandt")
    User.objects.filter(pk=bob.pk).update(leaving_since=timezone.now() - timedelta(days=8))
    forget_due(timezone.now())
    page.reload()
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("Deleted user")
    expect(page.locator(f"#comment-{comment.pk}")).to_contain_text("First!")
    expect(page.get_by_text("Bob Brandt")).to_have_count(0)
