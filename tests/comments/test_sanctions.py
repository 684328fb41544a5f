"""Who may not comment: until when, why, and who is not to notice."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from comments.models import Comment, ModerationEntry, Sanction, WatchedArticle

from ..factories import make_comment, make_user

CREATE = "/articles/chips/comments/"
DESK = "/admin/comments/comment/"


def sanction(person, kind, **fields):
    fields = {"code": "abuse", "by": make_user()} | fields
    sanction = Sanction(person=person, kind=kind, **fields)
    sanction.impose()
    return sanction


def tomorrow():
    return timezone.now() + timedelta(days=1)


@pytest.mark.parametrize(
    ("kind", "until", "words"),
    [("suspended", tomorrow, "You cannot comment until"), ("banned", lambda: None, "You cannot comment any more.")],
)
def test_restricted_person_reads_why_and_keeps_the_text(as_bob, bob, article, kind, until, words):
    sanction(bob, kind, until=until(), words="Third time")
    response = as_bob.post(CREATE, {"body": "Typed with care"})
    assert response.status_code == 422
    for told in [words, "Reason: abuse (Third time).", "Typed with care"]:
        assert told in response.text
    assert not Comment.objects.exists()


def test_restricted_person_reads_it_before_typing(as_bob, bob, article):
    sanction(bob, "suspended", until=tomorrow(), words="Third time")
    page = as_bob.get("/articles/chips/").text
    assert page.index("Reason: abuse (Third time).") < page.index("Post comment")
    assert as_bob.post(CREATE, {"body": "Typed"}).text.count("You cannot comment") == 1


def test_shadow_banned_person_reads_nothing_above_the_form(as_bob, bob, article):
    sanction(bob, "shadow")
    assert "You cannot comment" not in as_bob.get("/articles/chips/").text


def test_shadow_banned_person_is_counted_for_themselves(as_bob, client, bob, mallory, article):
    sanction(bob, "shadow")
    as_bob.post(CREATE, {"body": "Hello"})
    page = as_bob.get("/articles/chips/").text
    assert "Comments (1)" in page
    assert 'data-counter="comments">1<' in page
    assert "There are no comments" not in page
    liked = as_bob.post("/articles/chips/reactions/", {"value": "like"}, headers={"HX-Request": "true"})
    assert 'data-counter="comments">1<' in liked.text
    client.force_login(mallory)
    assert "Comments (0)" in client.get("/articles/chips/").text
    client.logout()
    assert "Comments (0)" in client.get("/articles/chips/").text


def test_restricted_person_does_not_edit_either(as_bob, bob, article):
    comment = make_comment(article, bob, body="As it was")
    sanction(bob, "banned")
    response = as_bob.post(f"/comments/{comment.pk}/edit/", {"body": "Worse"})
    assert response.status_code == 422
    assert Comment.objects.get().body == "As it was"


def test_restriction_ends_by_itself_and_by_lifting(as_bob, bob, article, mona):
    sanction(bob, "suspended", until=timezone.now() - timedelta(minutes=1))
    ban = sanction(bob, "banned")
    ban.lift(by=mona)
    ban.lift(by=mona)
    assert as_bob.post(CREATE, {"body": "Here again"}).status_code == 302
    assert list(ModerationEntry.objects.order_by("pk").values_list("act", flat=True)) == [
        "sanctioned",
        "sanctioned",
        "lifted",
    ]


@pytest.mark.parametrize(("domain", "is_refused"), [("example.com", True), ("com", False), ("le.com", False)])
def test_domain_is_banned_with_what_is_below_it(as_bob, bob, article, domain, is_refused):
    bob.email = "bob@mail.example.com"
    bob.save()
    sanction(None, "domain", email_domain=domain)
    assert (as_bob.post(CREATE, {"body": "Hello"}).status_code == 422) is is_refused


def test_shadow_banned_person_does_not_notice_and_nobody_else_reads(as_bob, client, bob, mallory, article):
    sanction(bob, "shadow")
    as_bob.post(CREATE, {"body": "Only for me"})
    comment = Comment.objects.get()
    assert (comment.status, comment.is_shadowed) == ("held", True)
    page = as_bob.get("/articles/chips/").text
    assert "Only for me" in page
    assert "aiting for review" not in page
    assert "Held" not in page
    client.force_login(mallory)
    assert "Only for me" not in client.get("/articles/chips/").text


@pytest.fixture
def shadowed(as_bob, bob, article):
    """A reply by somebody who does not know that nobody reads it."""
    root = make_comment(article)
    as_bob.get("/articles/chips/")  # which is kept from now on
    sanction(bob, "shadow")
    as_bob.post(CREATE, {"body": "Only for me", "parent": root.pk})
    return Comment.objects.get(body="Only for me")


def test_shadow_banned_person_changes_answers_quotes_and_deletes_as_everybody_does(as_bob, client, shadowed, mallory):
    edit = f"/comments/{shadowed.pk}/edit/"
    assert edit in as_bob.get("/articles/chips/").text
    assert as_bob.get(edit).status_code == 200
    page = as_bob.post(edit, {"body": "Still only for me"}, follow=True).text
    assert "Your comment is changed." in page
    assert "Still only for me" in page
    assert "&gt; Still only for me" in as_bob.get(f"/articles/chips/?reply={shadowed.pk}&quote=1").text
    page = as_bob.post(CREATE, {"body": "To myself", "parent": shadowed.pk}, follow=True).text
    assert "Your comment is posted." in page
    assert page.count("Only you see it") == page.count("badge--hidden") == 0
    assert "See it in its place" in as_bob.get("/comments/mine/").text
    client.force_login(mallory)
    for path in ("/articles/chips/", f"/comments/{shadowed.parent_id}/replies/"):
        assert "only for me" not in client.get(path).text.lower()
        assert "To myself" not in client.get(path).text
    assert client.get(f"/comments/{shadowed.pk}/").status_code == client.get(edit).status_code == 404


def test_shadow_banned_person_deletes_as_everybody_does(as_bob, shadowed):
    assert as_bob.post(f"/comments/{shadowed.pk}/delete/").status_code == 302
    assert "Only for me" not in as_bob.get("/articles/chips/").text


def test_held_reply_is_shown_to_its_author_at_once(as_bob, client, bob, mona, article):
    root = make_comment(article)
    as_bob.get("/articles/chips/")
    WatchedArticle.objects.create(article=article)
    page = as_bob.post(CREATE, {"body": "Patience", "parent": root.pk}, follow=True).text
    assert "Your comment waits for review." in page
    assert "Waiting for review. Only you see it." in page
    assert page.index(f'id="{root.anchor}"') < page.index("Patience")
    assert Comment.objects.get(body="Patience").get_absolute_url() in page
    client.logout()
    assert "Patience" not in client.get("/articles/chips/").text


@pytest.mark.parametrize(
    "fields", [{"kind": "domain"}, {"kind": "banned", "email_domain": "x.org"}, {"kind": "suspended"}]
)
def test_database_refuses_half_a_restriction(bob, fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        Sanction.objects.create(person=bob, code="spam", **fields)


def test_moderator_restricts_and_lifts_from_the_record(as_mona, bob, mona):
    page = as_mona.get(f"{DESK}people/{bob.pk}/")
    assert "Bob Brandt" in page.text
    sent = {"kind": "suspended", "code": "abuse", "words": "Cool down", "until": "2099-01-02T10:00"}
    assert as_mona.post(f"{DESK}people/{bob.pk}/restrict/", sent).status_code == 302
    ban = Sanction.objects.get()
    assert (ban.person, ban.by, ban.until.year) == (bob, mona, 2099)
    assert "Suspended until 2 January 2099" in as_mona.get(f"{DESK}people/{bob.pk}/").text
    as_mona.post(f"{DESK}restrictions/{ban.pk}/lift/")
    assert not Sanction.objects.active().exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"kind": "suspended", "code": "abuse"}, "Until when?"),
        ({"kind": "suspended", "code": "abuse", "until": "2001-01-01T10:00"}, "This date is over."),
        ({"kind": "banned"}, "This field is required."),
        ({"kind": "domain", "code": "spam", "words": "Kept words"}, "Too many people have an address at gmail.com."),
    ],
)
def test_restriction_that_is_no_good_comes_back(as_mona, bob, sent, said):
    bob.email = "bob@gmail.com"
    bob.save()
    response = as_mona.post(f"{DESK}people/{bob.pk}/restrict/", sent)
    assert response.status_code == 422
    assert said in response.text
    assert sent.get("words", "") in response.text
    assert not Sanction.objects.exists()


def test_moderators_restrict_neither_the_newsroom_nor_themselves(as_mona, mona, editor):
    for person in (mona, editor):
        response = as_mona.post(f"{DESK}people/{person.pk}/restrict/", {"kind": "banned", "code": "spam"})
        assert response.status_code == 403


def test_whoever_writes_a_note_knows_who_reads_it(as_mona, bob):
    assert "so does the person, in the file with their data" in as_mona.get(f"{DESK}people/{bob.pk}/").text


def test_note_is_read_by_the_next_moderator(as_mona, bob):
    as_mona.post(f"{DESK}people/{bob.pk}/note/", {"body": "Had a word\nwith him"})
    assert "Had a word<br>with him" in as_mona.get(f"{DESK}people/{bob.pk}/").text
    assert as_mona.post(f"{DESK}people/{bob.pk}/note/", {"body": ""}).status_code == 422


def test_domain_is_banned_after_the_number_of_people_was_read(as_mona, bob):
    for name in ("ann", "carl"):
        make_user(name, email=f"{name}@mail.club.example")
    bob.email = "bob@club.example"
    bob.save()
    sent = {"kind": "domain", "code": "spam"}
    response = as_mona.post(f"{DESK}people/{bob.pk}/restrict/", sent)
    assert response.status_code == 422
    assert "Ban all who have an address at club.example: 3 now" in response.text
    assert not Sanction.objects.exists()
    assert as_mona.post(f"{DESK}people/{bob.pk}/restrict/", sent | {"is_sure": "on"}).status_code == 302
    assert Sanction.objects.get().email_domain == "club.example"


def test_form_says_who_reads_the_reason(as_mona, bob):
    assert "unless it is a shadow ban" in as_mona.get(f"{DESK}people/{bob.pk}/").text
