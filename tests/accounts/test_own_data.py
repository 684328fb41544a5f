import io
import json
import uuid
from datetime import timedelta
from zipfile import ZipFile

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from django.core import mail
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from accounts.jinja import how_long
from accounts.leaving import forget, leave
from accounts.models import EXPORT_KEPT, GRACE, Export, Ignored, User
from accounts.personal import parts
from accounts.retention import cookies, rules
from accounts.tasks import make_export
from articles.models import AuditEntry, Note, Stats
from comments.models import Comment, Report, Sanction
from pages.models import Page
from reactions.models import DISLIKE, Person, Reaction
from tests.accounts.mails import last_mail
from tests.factories import PASSWORD, make_article, make_comment, make_image, make_reaction, make_upload, make_user

DATA, LEAVE = "/accounts/data/", "/accounts/leave/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(bob, mallory):
    """Bob, with something of every kind."""
    bob.bio, bob.website = "Reads a lot.", "https://bob.example"
    bob.avatar = make_upload("bob.png")
    bob.save()
    article = make_article("Chips")
    comment = make_comment(article, bob, body="A *fine* piece.")
    make_comment(article, mallory, parent=comment, body="An answer.")
    make_comment(article, mallory, body="Another.").report(by=bob, reason="spam", text="Buy!")
    make_reaction(article, user=bob)
    Reaction.objects.set_on_comment(article.comments.get(body="Another."), bob, DISLIKE)
    bob.ignore(mallory)
    mallory.ignore(bob)
    TOTP.activate(bob, "A" * 32)
    SocialAccount.objects.create(user=bob, provider="github", uid="7", extra_data={"login": "bobby"})
    Client(headers={"User-Agent": "Firefox"}).force_login(bob)
    UserSession.objects.create(user=bob, ip="192.0.2.7", session_key="x", user_agent="Firefox")
    return bob


def confirmed(client, person):
    client.force_login(person)
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def unpacked(content):
    archive = ZipFile(io.BytesIO(content))
    return json.loads(archive.read("data.json")), archive.read("index.html").decode(), archive.namelist()


def test_person_takes_along_all_that_is_kept(client, busy, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert confirmed(client, busy).post(f"{DATA}export/").url == DATA
    page = client.get(DATA).text
    export = Export.objects.get(user=busy)
    assert f"{DATA}{export.pk}/" in page
    answer = client.get(f"{DATA}{export.pk}/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Cache-Control"].startswith("max-age=0")
    found, html, names = unpacked(answer.content)
    assert found.keys() == {part.name for part in parts}
    assert found["profile"][0]["email"] == "bob@example.com"
    assert found["comments"][0]["text"] == "A *fine* piece."
    assert found["reports"][0]["text"] == "Buy!"
    assert [row["reaction"] for row in found["reactions"] + found["votes"]] == ["like", "dislike"]
    assert found["elsewhere"][0]["told"] == {"login": "bobby"}
    assert "192.0.2.7" in json.dumps(found["sign_ins"])
    assert found["ignored"][0]["person"] == "Mallory"
    assert "AAAA" not in json.dumps(found["factors"])
    assert "A *fine* piece." in html
    assert "picture.png" in names
    assert "/accounts/data/" in last_mail("bob@example.com").body


def test_what_somebody_wrote_cannot_break_the_page_of_the_export(client, bob, django_capture_on_commit_callbacks):
    make_comment(author=bob, body="<script>alert(1)</script>")
    export = Export.objects.create(user=bob)
    make_export.call(export.pk)
    export.refresh_from_db()
    assert "<script>" not in unpacked(bytes(export.content))[1]


def test_who_is_shadow_banned_does_not_learn_it_from_the_export(bob, mallory):
    moderator = make_user("mona", groups=["Moderators"])
    for kind in ("shadow", "banned"):
        Sanction(person=bob, kind=kind, code="spam", by=moderator).impose()
    make_comment(author=bob, body="Buy!")
    Comment.objects.update(is_shadowed=True, status="held")
    rows = {part.name: list(part.rows(bob)) for part in parts}
    assert [row["kind"] for row in rows["sanctions"]] == ["banned"]
    assert [row["status"] for row in rows["comments"]] == ["Visible"]
    assert "shadow" not in str(rows)


def exported(person):
    export = Export.objects.create(user=person)
    make_export.call(export.pk)
    export.refresh_from_db()
    return unpacked(bytes(export.content))


def test_file_speaks_of_articles_by_their_title_and_of_no_row_of_the_database(busy):
    found, html, _ = exported(busy)
    link = "http://127.0.0.1:8000/articles/chips/"
    assert f'<a href="{link}">Chips</a>' in html
    for name in ("comments", "reports", "reactions", "votes"):
        assert (found[name][0]["article"], found[name][0]["link"]) == ("Chips", link)
    columns = {column for rows in found.values() for row in rows for column in row}
    assert not [column for column in columns if column.endswith(("_id", "_at")) or column in ("id", "pk")]


def test_decision_about_a_comment_stays_in_the_file_whatever_followed(bob):
    mona, max_ = (make_user(name, groups=["Moderators"]) for name in ("mona", "max"))
    comment = make_comment(make_article("Chips"), bob, body="Buy!")
    comment.hide(by=mona, code="spam", reason="Third advert")
    comment.ask_for_another_look("Please")
    comment.decide_appeal(by=max_, is_upheld=False)
    comment.send_again("Do not buy!")
    found, html, _ = exported(bob)
    told = [(row["article"], row["decision"], row["reason"], row["in_words"]) for row in found["decisions-about-you"]]
    assert told == [
        ("Chips", "Not published", "Spam", "Third advert"),
        ("Chips", "Still not published", "", ""),
    ]
    for name in ("mona", "max"):
        assert name not in html


def test_decision_about_a_comment_tells_nothing_of_a_shadow_ban(bob):
    mona = make_user("mona", groups=["Moderators"])
    Sanction(person=bob, kind="shadow", code="spam", by=mona).impose()
    comment = Comment(article=make_article(), author=bob, body="Buy!")
    comment.post()
    rows = next(list(part.rows(bob)) for part in parts if part.name == "decisions-about-you")
    assert rows == []
    comment.hide(by=mona, code="spam")
    found, html, _ = exported(bob)
    assert [row["decision"] for row in found["decisions-about-you"]] == ["Not published"]
    assert "held" not in html.lower()
    assert "shadow" not in html.lower()


def test_notes_of_moderators_are_in_the_file_as_the_privacy_page_says(client, bob):
    bob.moderators_notes.create(author=make_user("mona"), body="Had a word with him")
    found, html, _ = exported(bob)
    assert found["moderators-notes"][0]["note"] == "Had a word with him"
    assert "mona" not in html
    assert "Notes of moderators about you, which you read too" in client.get("/pages/privacy/").text


def test_log_of_decisions_keeps_the_name_of_a_moderator_who_leaves_and_says_so(bob):
    moderator = make_user("mona", display_name="Mona", groups=["Moderators"])
    comment = make_comment(author=bob)
    comment.hide(by=moderator, code="spam", seen=comment.seen_as)
    forget(moderator)
    assert comment.log.get().moderator_name == "Mona"
    assert "with the name" in next(part.afterwards for part in parts if part.name == "decisions")


def test_newsroom_takes_along_its_work(editor):
    article = make_article(authors=[editor])
    note = Note(article=article, author=editor, body="True?")
    note.post()
    make_image(uploaded_by=editor)
    export = Export.objects.create(user=editor)
    make_export.call(export.pk)
    export.refresh_from_db()
    found, _, _ = unpacked(bytes(export.content))
    assert [found[name][0].get("text") or found[name][0].get("article") for name in ("articles", "notes")] == [
        article.title,
        "True?",
    ]
    assert found["log"][0]["action"] == "noted"
    assert found["pictures"]


def test_export_asks_for_the_password_first_and_is_made_then(client, bob, django_capture_on_commit_callbacks):
    client.force_login(bob)
    answer = client.post(f"{DATA}export/")
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert not Export.objects.exists()
    client.post(answer.url, {"password": PASSWORD, "next": f"{DATA}export/"})
    assert Export.objects.filter(user=bob).exists()


def test_one_export_is_made_at_a_time_and_the_page_says_how_far_it_is(client, bob):
    Export.objects.create(user=bob, parts_done=2)
    confirmed(client, bob).post(f"{DATA}export/")
    assert Export.objects.count() == 1
    page = client.get(DATA).text
    assert f"2 of {len(parts)} parts" in page
    assert 'http-equiv="refresh"' in page


def test_export_is_its_owners_only_and_expires(client, bob, mallory):
    export = Export.objects.create(user=bob, made_at=timezone.now(), content=b"PK")
    address = f"{DATA}{export.pk}/"
    assert client.get(address).url.startswith("/accounts/login/")
    client.force_login(mallory)
    assert client.get(address).status_code == 404
    client.force_login(bob)
    assert client.get(address).status_code == 200
    Export.objects.update(made_at=timezone.now() - EXPORT_KEPT)
    assert client.get(address).status_code == 404
    assert address not in client.get(DATA).text


def test_leaving_asks_for_the_password_and_signs_out_everywhere(client, bob, django_capture_on_commit_callbacks):
    other = Client()
    other.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    client.force_login(bob)
    assert "Deleted user" in client.get(LEAVE).text
    answer = client.post(LEAVE)
    assert answer.url.startswith("/accounts/reauthenticate/")
    assert User.objects.get(pk=bob.pk).leaving_since is None
    with django_capture_on_commit_callbacks(execute=True):
        client.post(answer.url, {"password": PASSWORD, "next": LEAVE})
    assert User.objects.get(pk=bob.pk).leaving_since
    assert other.get(DATA).status_code == client.get(DATA).status_code == 302
    assert "will be deleted" in last_mail(bob.email).subject


def test_signing_in_within_the_days_of_grace_takes_it_back(client, bob, django_capture_on_commit_callbacks):
    leave(bob)
    with django_capture_on_commit_callbacks(execute=True):
        page = client.post("/accounts/login/", {"login": "bob", "password": PASSWORD}, follow=True).text
    assert "Welcome back. Your account stays." in page
    assert User.objects.get(pk=bob.pk).leaving_since is None
    assert any("Your account stays" in message.subject for message in mail.outbox)
    call_command("tidy", verbosity=0)
    assert User.objects.get(pk=bob.pk).is_active


def test_nobody_is_forgotten_before_the_days_are_over(bob):
    leave(bob)
    User.objects.filter(pk=bob.pk).update(leaving_since=timezone.now() - GRACE + timedelta(minutes=5))
    call_command("tidy", verbosity=0)
    assert User.objects.get(pk=bob.pk).username == "bob"


def test_forgotten_person_is_in_no_table_any_more(client, busy, django_capture_on_commit_callbacks):
    picture = busy.avatar.name
    leave(busy)
    User.objects.filter(pk=busy.pk).update(leaving_since=timezone.now() - GRACE)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("tidy", verbosity=0)
    person = User.objects.get(pk=busy.pk)
    assert str(person) == "Deleted user"
    assert not person.is_active
    assert not person.has_usable_password()
    told = json.dumps(list(User.objects.filter(pk=busy.pk).values()), default=str)
    for word in ["bob", "Bob", "Reads a lot", "bob.example"]:
        assert word not in told
    for model in (EmailAddress, Authenticator, SocialAccount, UserSession, Export):
        assert not model.objects.filter(user=busy).exists()
    assert not Ignored.objects.exists()
    assert not Report.objects.exists()
    assert not default_storage.exists(picture)
    assert client.get("/authors/bob/").status_code == 404
    assert client.post("/accounts/login/", {"login": "bob", "password": PASSWORD}).status_code == 200


def test_threads_survive_and_every_counter_is_still_right(client, busy):
    article = busy.comments.get().article
    before = Stats.objects.values("likes", "dislikes", "comments").get(article=article)
    forget(busy)
    assert Stats.objects.values("likes", "dislikes", "comments").get(article=article) == before
    call_command("recount", check=True)
    page = client.get(article.get_absolute_url()).text
    assert "Deleted user" in page
    assert "An answer." in page
    assert "Bob" not in page
    assert Comment.objects.get(author=busy).body == "A *fine* piece."


def test_likes_of_a_forgotten_person_are_tied_to_nobody(busy):
    make_reaction(make_article(), user=busy)
    forget(busy)
    likes = Reaction.objects.filter(article__isnull=False)
    assert [like.user for like in likes] == [None, None]
    assert len({like.visitor for like in likes}) == 2


def test_author_keeps_the_name_on_what_they_signed(client):
    author = make_user("carla", display_name="Carla Cole", bio="Likes cats.", groups=["Authors"])
    article = make_article(authors=[author])
    Note(article=article, author=author, body="True?").post()
    forget(author)
    author.refresh_from_db()
    assert (str(author), author.username, author.bio) == ("Carla Cole", "carla", "")
    assert not author.is_staff
    assert not author.groups.exists()
    assert "Carla Cole" in client.get(article.get_absolute_url()).text
    assert client.get("/authors/carla/").status_code == 200
    assert not Note.objects.filter(author=author).exists()
    assert AuditEntry.objects.filter(actor_name="Carla Cole").exists()


def test_only_administrator_cannot_leave(client):
    boss = make_user("boss", is_staff=True, is_superuser=True)
    confirmed(client, boss)
    assert "only administrator" in client.get(LEAVE).text
    assert client.post(LEAVE).status_code in (200, 409)
    assert User.objects.get(pk=boss.pk).leaving_since is None
    make_user("second", is_staff=True, is_superuser=True)
    client.post(LEAVE)
    assert User.objects.get(pk=boss.pk).leaving_since


@pytest.mark.parametrize("address", [DATA, f"{DATA}1/", LEAVE])
def test_guest_is_sent_to_sign_in(client, address):
    assert client.get(address).url.startswith("/accounts/login/")


def test_sign_up_that_nobody_finished_goes_and_others_stay(bob):
    late = timezone.now() - timedelta(days=31)
    unfinished = User.objects.create_user("unfinished", "u@example.com", "x")
    EmailAddress.objects.create(user=unfinished, email=unfinished.email)
    by_desk = User.objects.create_user("by_desk", "d@example.com", "x")
    User.objects.update(date_joined=late)
    fresh = User.objects.create_user("fresh", "f@example.com", "x")
    EmailAddress.objects.create(user=fresh, email=fresh.email)
    call_command("tidy", verbosity=0)
    assert set(User.objects.values_list("username", flat=True)) == {"bob", by_desk.username, fresh.username}


def test_old_exports_and_ended_sessions_go(bob, client):
    old = timezone.now() - timedelta(days=100)
    Export.objects.create(user=bob, asked_at=old, made_at=old)
    client.post("/accounts/login/", {"login": "bob", "password": PASSWORD})
    UserSession.objects.create(user=bob, ip="192.0.2.7", session_key=uuid.uuid4().hex, user_agent="Gone")
    UserSession.objects.update(created_at=old)
    call_command("tidy", verbosity=0)
    assert not Export.objects.exists()
    assert list(UserSession.objects.values_list("user_agent", flat=True)) == [""]
    assert client.get(DATA).status_code == 200


def test_privacy_page_says_by_which_rules_things_go(client):
    page = client.get("/pages/privacy/").text
    assert "What goes by itself" in page
    for rule in rules:
        assert f"<td>{rule.what}</td><td>{how_long(rule.kept)}</td>" in page
    for part in parts:
        assert f"<td>{part.title}</td><td>{part.afterwards}</td>" in page
    for cookie in cookies:
        assert f"<code>{cookie.name}</code>" in page


def test_privacy_page_follows_a_rule_that_changes(client, monkeypatch):
    shorter = [type(rules[0])(rules[0].what, timedelta(days=3), rules[0].drop), *rules[1:]]
    monkeypatch.setattr("accounts.retention.rules", shorter)
    assert f"<td>{rules[0].what}</td><td>3 days</td>" in client.get("/pages/privacy/").text


def test_every_rule_is_kept_from_the_moment_that_it_names(monkeypatch):
    asked = []
    spies = [type(rule)(rule.what, rule.kept, lambda before, rule=rule: asked.append((rule, before))) for rule in rules]
    monkeypatch.setattr("accounts.retention.rules", spies)
    call_command("tidy", verbosity=0)
    now = timezone.now()
    assert [rule for rule, _ in asked] == rules
    assert all(abs(now - rule.kept - before) < timedelta(minutes=1) for rule, before in asked)


def test_other_pages_say_nothing_of_what_is_kept(client):
    assert "What goes by itself" not in client.get(Page.objects.get(slug="about").get_absolute_url()).text


def test_forgetting_is_done_once_for_all_tables(busy):
    """A second time finds nothing, and does no harm."""
    forget(busy)
    forget(busy)
    assert str(User.objects.get(pk=busy.pk)) == "Deleted user"
    assert Reaction.objects.filter(**Person(user=busy).lookup).count() == 1
