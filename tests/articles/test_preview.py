"""The page of an article before readers see it: at the desk, and by a link for people without an account."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.core.signing import Signer
from django.utils import timezone
from lxml import html

from articles.models import Article, PreviewLink
from articles.models.preview_link import MOST_OPEN
from magazine.pagecache.key import page_key
from tests.factories import make_article, make_image, make_tag, make_user


@pytest.fixture
def draft(alice):
    return make_article("Robots", status="draft", published_at=None, authors=[alice], body="<p>They walk.</p>")


@pytest.fixture
def link(draft, alice):
    return PreviewLink.objects.make(draft, days=7, by=alice)


def page(article, query=""):
    return f"/admin/articles/article/{article.pk}/preview/page/{query}"


def links(article):
    return f"/admin/articles/article/{article.pk}/preview/links/"


def end(link, **fields):
    PreviewLink.objects.filter(pk=link.pk).update(**fields)


# at the desk


def test_editor_sees_changes_of_every_kind_and_nothing_is_saved(client, editor, alice):
    article = make_article("Chips", authors=[alice], tags=[make_tag("Chips")], body="<p>Old.</p>")
    bob, image = make_user("bob", display_name="Bob Brandt"), make_image(caption="A new cover")
    changes = {"title": "Chips, baked", "body": "<h2>Part</h2><p>New.</p>", "cover": image.pk}
    changes |= {"byline": [bob.pk, alice.pk], "tags": [make_tag("Food").pk]}
    article.save_draft(article.content | changes, by=editor)
    before = Article.objects.values().get(), article.content
    client.force_login(editor)
    text = client.get(page(article)).text
    for shown in ["Chips, baked", '<h2 id="part">Part</h2>', "A new cover", ">Food</a>"]:
        assert shown in text
    assert text.index("Bob Brandt</a>") < text.index("Alice Ashby</a>")
    assert "/tags/chips/" not in text
    assert (Article.objects.values().get(), Article.objects.get().content) == before


def test_editor_sees_an_older_text_by_its_number(client, editor, draft):
    first = draft.begin(by=editor)
    draft.save_draft(draft.content | {"body": "<p>They run.</p>"}, by=editor)
    client.force_login(editor)
    assert "They run." in client.get(page(draft)).text
    assert "They walk." in client.get(page(draft, f"?revision={first.number}")).text
    for unknown in ["99", "x", "9" * 30]:
        assert client.get(page(draft, f"?revision={unknown}")).status_code == 404


def test_page_may_be_framed_by_the_desk_and_nobody_keeps_it(client, editor, draft):
    client.force_login(editor)
    headers = client.get(page(draft)).headers
    assert "frame-ancestors 'self'" in headers["Content-Security-Policy"]
    assert headers["X-Frame-Options"] == "SAMEORIGIN"
    assert "no-store" in headers["Cache-Control"]
    frame = client.get(f"/admin/articles/article/{draft.pk}/preview/").headers
    assert "frame-ancestors 'none'" in frame["Content-Security-Policy"]


def test_page_is_that_of_a_stranger_and_takes_no_reaction(client, editor):
    article = make_article("Chips", authors=[editor])
    client.force_login(editor)
    text = client.get(page(article)).text
    for absent in ["data-views", 'id="reactions"', 'id="comments"', "Sign out"]:
        assert absent not in text
    assert '<meta name="robots" content="noindex">' in text


@pytest.mark.parametrize(("asked", "shown"), [("dark", "dark"), ("light", "light"), ("pink", "light")])
def test_appearance_is_as_asked_and_not_as_in_the_cookie(client, editor, draft, asked, shown):
    client.force_login(editor)
    client.cookies["theme"] = "dark"
    assert f'data-theme="{shown}"' in client.get(page(draft, f"?theme={asked}")).text


@pytest.mark.parametrize("place", ["preview/", "preview/page/", "preview/links/"])
def test_others_have_no_preview_at_the_desk(client, draft, mallory, mona, place):
    address = f"/admin/articles/article/{draft.pk}/{place}"
    assert client.get(address).status_code == 302
    for stranger in [mallory, mona, make_user("ann", groups=["Authors"])]:
        client.force_login(stranger)
        assert client.get(address).status_code in (302, 403, 404)


# by a link


def test_stranger_reads_the_newest_text_with_a_banner(client, link, draft, alice):
    draft.save_draft(draft.content | {"body": "<p>They run.</p>"}, by=alice)
    response = client.get(link.get_absolute_url())
    assert response.status_code == 200
    assert "They run." in response.text
    assert "Preview, not published. You can read it until" in response.text
    assert "Alice Ashby" in response.text


def test_page_of_a_link_is_not_kept_nor_listed_nor_named(client, link):
    response = client.get(link.get_absolute_url())
    assert "no-store" in response.headers["Cache-Control"]
    assert "private" in response.headers["Cache-Control"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert link.get_absolute_url().split("/")[2] not in response.text
    assert not response.cookies


def test_page_cache_never_looks_at_a_link(client, link):
    home = {"REQUEST_METHOD": "GET", "HTTP_HOST": settings.BASE_URL.partition("//")[2], "QUERY_STRING": ""}
    assert page_key(home | {"PATH_INFO": "/how-we-count/"})
    assert page_key(home | {"PATH_INFO": link.get_absolute_url()}) is None


def test_log_does_not_tell_the_address_of_a_link(client, link, caplog):
    client.get(link.get_absolute_url())
    assert "GET /preview/-/ 200" in caplog.text
    assert link.name not in caplog.text


def test_opening_is_counted_and_is_no_view(client, link, draft):
    client.head(link.get_absolute_url())
    for _ in range(2):
        client.get(link.get_absolute_url())
    link.refresh_from_db()
    assert link.opened == 2
    assert link.opened_at
    assert Article.objects.get().stats.views == 0


@pytest.mark.parametrize("ended", ["archived", "expired", "revoked"])
def test_ended_link_says_so_and_whom_to_ask(client, link, draft, ended):
    if ended == "revoked":
        link.revoke()
    elif ended == "archived":
        draft.archive()
    else:
        end(link, expires_at=timezone.now())
    response = client.get(link.get_absolute_url())
    assert response.status_code == 410
    assert "This preview has ended" in response.text
    assert "please ask Alice Ashby" in response.text
    assert "Robots" not in response.text
    assert "no-store" in response.headers["Cache-Control"]


def test_token_that_was_not_given_opens_nothing(client, link):
    name = link.name
    for token in [name, f"{name}.x", f"{name}x.{'A' * 43}", Signer(sep=".").sign(name), "ä", "%00"]:
        assert client.get(f"/preview/{token}/").status_code in (400, 404)


def test_link_leads_to_the_article_once_it_is_published_and_stays_there(client, link, draft, editor):
    draft.publish()
    assert client.get(link.get_absolute_url()).headers["Location"] == draft.get_absolute_url()
    draft.save_draft(draft.content | {"title": "Secret"}, by=editor)
    response = client.get(link.get_absolute_url())
    assert (response.status_code, response.headers["Location"]) == (302, draft.get_absolute_url())


def test_link_made_for_changes_shows_them_until_they_are_published(client, alice, editor):
    article = make_article("Chips", slug="chips", authors=[alice])
    article.save_draft(article.content | {"title": "Crisps", "slug": "crisps"}, by=editor)
    address = PreviewLink.objects.make(article, days=1, by=editor).get_absolute_url()
    assert "Crisps" in client.get(address).text
    article.publish_changes()
    assert client.get(address).headers["Location"] == "/articles/crisps/"


def test_link_to_what_is_scheduled_shows_it(client, alice, editor):
    article = make_article("Soon", authors=[alice], published_at=timezone.now() + timedelta(days=1))
    address = PreviewLink.objects.make(article, days=1, by=editor).get_absolute_url()
    assert "Soon" in client.get(address).text


def test_link_goes_with_its_article(client, link, draft):
    draft.delete()
    assert client.get(link.get_absolute_url()).status_code == 404


# making and revoking links


@pytest.mark.parametrize("who", ["alice", "editor"])
def test_who_may_change_the_article_makes_and_revokes_a_link(client, draft, request, who):
    client.force_login(request.getfixturevalue(who))
    client.post(links(draft), {"days": "30"})
    link = PreviewLink.objects.get()
    assert timedelta(days=29) < link.expires_at - timezone.now() <= timedelta(days=30)
    assert link.get_absolute_url() in client.get(links(draft)).text
    client.post(f"{links(draft)}{link.pk}/revoke/")
    assert client.get(link.get_absolute_url()).status_code == 410
    assert link.get_absolute_url() not in client.get(links(draft)).text


def test_link_opens_for_seven_days_unless_others_are_chosen(client, draft, alice):
    client.force_login(alice)
    form = html.fromstring(client.get(links(draft)).text).xpath("//form[.//select[@name='days']]")[0]
    client.post(links(draft), dict(form.form_values()))
    left = PreviewLink.objects.get().expires_at - timezone.now()
    assert timedelta(days=7) - timedelta(minutes=1) < left <= timedelta(days=7)


@pytest.mark.parametrize("days", ["0", "2", "x", "", "9999999999"])
def test_other_times_are_refused(client, draft, alice, days):
    client.force_login(alice)
    assert client.post(links(draft), {"days": days}).status_code == 200
    assert not PreviewLink.objects.exists()


def test_article_has_so_many_open_links_and_no_more(client, draft, alice):
    for _ in range(MOST_OPEN):
        last = PreviewLink.objects.make(draft, days=1, by=alice)
    client.force_login(alice)
    assert "Please revoke one" in client.post(links(draft), {"days": "1"}, follow=True).text
    assert PreviewLink.objects.count() == MOST_OPEN
    last.revoke()
    assert PreviewLink.objects.make(draft, days=1, by=alice)


def test_link_of_another_article_is_not_revoked(client, link, editor):
    client.force_login(editor)
    assert client.post(f"{links(make_article())}{link.pk}/revoke/").status_code == 404
    assert client.get(f"{links(link.article)}{link.pk}/revoke/").status_code == 405
    link.refresh_from_db()
    assert link.is_open


def test_strangers_neither_make_nor_revoke(client, link, draft, mona):
    for stranger in [make_user("ann", groups=["Authors"]), mona]:
        client.force_login(stranger)
        assert client.post(links(draft), {"days": "1"}).status_code in (403, 404)
        assert client.post(f"{links(draft)}{link.pk}/revoke/").status_code in (403, 404)
    assert PreviewLink.objects.open().get() == link
