"""Who may do what at the desk: every role at every address, with every button, on what is theirs and what is not.

`permissions.txt` says it: a line for each thing that is asked, a column for each role. A cell is the answer's status, with
`+` where rows were changed. `in`: sent to sign in; `out`: back to the first page, as if there were no such thing. Two
with `|` between: on one's own, and on another's.
"""

from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.redirects.models import Redirect
from django.db import connection, transaction
from django.test import Client, RequestFactory
from django.urls import URLResolver, reverse
from django.utils import timezone

from articles.models import Edition, Note, PreviewLink
from comments.models import Comment, ModerationRules, Sanction
from pages.models import Page
from reactions.bursts import Burst
from sitesettings.models import SiteSettings
from tasks.models import Task
from tests.articles.desk import fields_of
from tests.corrections.reports import make_correction
from tests.factories import make_article, make_category, make_comment, make_image, make_tag, make_user

pytestmark = pytest.mark.django_db
FILE = Path(__file__).with_name("permissions.txt")
ROLES = {
    "guest": None,
    "reader": {},
    "moderator": {"groups": ["Moderators"]},
    "author": {"groups": ["Authors"]},
    "editor": {"groups": ["Editors"]},
    "admin": {"is_staff": True, "is_superuser": True},
}
HAVE_SOMETHING = ("author", "editor")
OURS = (
    *("articles", "comments", "corrections", "accounts", "auth", "account", "usersessions"),
    *("pages", "redirects", "reactions", "sitesettings", "tasks"),
)
# What is counted, seen or fixed by itself is nobody's doing.
ALIKE = {"Activity", "Delta", "Mention", "Permission", "Presence"}
MODELS = [model for model in apps.get_models() if model._meta.app_label in OURS and model.__name__ not in ALIKE]
# What has a name only to be found by Django's own pages, or belongs to the site's sign-in.
ELSEWHERE = {"login", "logout", "password_change", "password_change_done", "jsi18n", "autocomplete", "view_on_site"}
ON_A_DRAFT = ["_save", "_preview", "_submit", "_publish"]
IN_REVIEW = ["_save", "_publish", "_unpublish"]
ON_CHANGES = ["_save", "_submit", "_publish_changes", "_schedule_changes", "_unschedule_changes", "_unpublish"]
QUERIES = {"articles_article_compare": "?new=1"}


class Belongings:
    """What one person has: an article in each state that matters, with a note and earlier texts, and what hangs on it."""

    def __init__(self, person, other):
        self.draft = make_article(status="draft", published_at=None, authors=[person])
        self.draft.save_draft(self.draft.content | {"title": "Later"}, by=other)
        self.review = make_article(status="draft", published_at=None, authors=[person])
        self.submission = self.review.submit(by=person)
        self.changed = make_article(authors=[person], featured=True)
        self.changed.save_draft(self.changed.content | {"title": "Later"}, by=other)
        Edition.keep(self.changed)
        self.edition = self.changed.editions.get()
        self.aside = self.changed.set_aside(self.changed.content | {"title": "Else"}, by=other, based_on=1)
        self.planned = make_article(authors=[person], published_at=timezone.now() + timedelta(days=9))
        self.archived = make_article(authors=[person], status="archived")
        self.note = Note(article=self.draft, author=person, body="True?")
        self.note.post()
        self.link = PreviewLink.objects.make(self.draft, days=7, by=person)
        self.comment = make_comment(self.changed, person)
        self.comment.report(by=other, reason="spam")
        self.hidden = make_comment(self.changed)
        self.hidden.hide(by=other)
        now = timezone.now()
        self.burst = Burst.objects.create(article=self.changed, since=now, until=now, count=9)
        self.voided = Burst.objects.create(article=self.changed, since=now, until=now, count=9, state="voided")
        self.correction = make_correction(
            make_article(authors=[person]), other, exact="a chip", replacement="two chips"
        )
        self.newcomer = make_user()
        self.sanction = Sanction(person=self.newcomer, by=other, kind="banned", code="spam")
        self.sanction.impose()
        self.image = make_image(uploaded_by=person)
        self.person = person
        EmailAddress.objects.filter(user=person).update(verified=False)
        self.by_model = {
            "articles_category": make_category("Empty"),
            "articles_tag": make_tag("Empty"),
            "articles_article": self.draft,
            "articles_image": self.image,
            "articles_auditentry": self.draft.entries.first(),
            "comments_comment": self.comment,
            "reactions_burst": self.burst,
            "corrections_correction": self.correction,
            "comments_report": self.comment.reports.first(),
            "comments_moderationentry": self.hidden.log.first(),
            "comments_moderationrules": ModerationRules(),
            "comments_sanction": self.sanction,
            "accounts_user": self.person,
            "auth_user_password": self.person,
            "auth_group": Group.objects.first(),
            "pages_page": Page.objects.first(),
            "account_emailaddress": EmailAddress.objects.get(user=person),
            "usersessions_usersession": UserSession.objects.create(user=person, ip="::1", session_key=f"of {person}"),
            "redirects_redirect": Redirect.objects.create(site_id=1, old_path=f"/{person}/", new_path="/"),
            "sitesettings_sitesettings": SiteSettings(pk=SiteSettings.ONLY),
            "tasks_task": make_failed_task(),
        }

    def number_of(self, name):
        """The key of what an address such as `articles_image_change` is about; 0 where nothing of the kind is made."""
        about = self.by_model.get(name.rpartition("_")[0])
        return about.pk if about else 0


def make_failed_task():
    path, backend = "articles.tasks.make_renditions", "default"
    fields = {"args_kwargs": {"args": [0], "kwargs": {}}, "run_after": timezone.now(), "traceback": "Away"}
    return Task.objects.create(status="FAILED", task_path=path, backend_name=backend, **fields)


def bulk_actions():
    """Of every list of the desk, by its model: all that somebody may run who may do everything."""
    request = RequestFactory().get("/")
    request.user = get_user_model()(is_superuser=True, is_active=True)
    for model, model_admin in admin.site._registry.items():
        for act in model_admin.get_actions(request):
            yield f"{model._meta.app_label}_{model._meta.model_name}", act


def addresses():
    """The named addresses below /admin/, and whether each is about one thing."""
    for pattern in admin.site.get_urls():
        for leaf in pattern.url_patterns if isinstance(pattern, URLResolver) else [pattern]:
            if leaf.name and leaf.name not in ELSEWHERE:
                yield leaf.name, list(leaf.pattern.regex.groupindex)


def path_of(name, groups, belongings, article=None):
    """To a thing of theirs; articles are drafts where nothing else is said."""
    keys = {"pk": (article or belongings.draft).pk, "number": 1, "app_label": "articles", "entry": 0} | {
        "slug": "technologies",
        "username": belongings.person.username,
    }
    if name == "articles_article_revoke_preview_link":
        keys["number"] = belongings.link.pk
    if name == "articles_article_note":
        keys["number"] = belongings.note.pk
    if name == "articles_article_merge":
        keys |= {"pk": belongings.changed.pk, "number": belongings.aside.number}
    if name == "articles_article_edition":
        keys |= {"pk": belongings.changed.pk, "number": belongings.edition.pk}
    if name in ("comments_person", "comments_note", "comments_restrict"):
        keys["pk"] = belongings.newcomer.pk
    if name == "comments_lift":
        keys["pk"] = belongings.sanction.pk
    keys |= dict.fromkeys(["object_id", "id", "key"], article.pk if article else belongings.number_of(name))
    return reverse(f"admin:{name}", kwargs={group: keys[group] for group in groups}) + QUERIES.get(name, "")


def questions():
    """(what is asked, how): `ask(client, belongings)` answers with a response."""
    for name, groups in addresses():
        yield f"GET {name}", lambda client, own, name=name, groups=groups: client.get(path_of(name, groups, own))
        yield f"POST {name}", lambda client, own, name=name, groups=groups: client.post(path_of(name, groups, own))
    for state, buttons in {
        "draft": ON_A_DRAFT,
        "review": IN_REVIEW,
        "changed": ON_CHANGES,
        "archived": ["_save"],
    }.items():
        yield f"READ {state}", lambda client, own, state=state: client.get(getattr(own, state).get_absolute_url())
        yield f"OPEN {state}", lambda client, own, state=state: client.get(desk(getattr(own, state)))
        for button in buttons:
            yield f"WRITE {state} {button}", lambda *who, state=state, button=button: write(*who, state, button)
    for model, act in bulk_actions():
        yield f"BULK {model} {act}", lambda *who, model=model, act=act: bulk(*who, model, act)
    yield from conversations()
    yield from moderation()
    yield "DO autosave", lambda client, own: client.post(desk(own.draft, "autosave/"), WORDS | {"version": "2"})
    yield "DO autosave new", autosave_new
    yield "DO page", lambda *who: fill_in(*who, "pages_page_change", "page_form", title="Other")
    yield "DO page new", lambda *who: fill_in(*who, "pages_page_add", "page_form", title="Other", body="<p>Words</p>")
    yield "DO redirect", lambda *who: fill_in(*who, "redirects_redirect_change", "redirect_form", new_path="/search/")
    yield "DO redirect new", lambda *who: fill_in(*who, "redirects_redirect_add", "redirect_form", old_path="/x/")
    yield (
        "DO import redirects",
        lambda client, own: client.post("/admin/redirects/redirect/import/", {"text": "/x/,/search/", "_import": "1"}),
    )
    yield (
        "DO settings",
        lambda *who: fill_in(*who, "sitesettings_sitesettings_change", "sitesettings_form", tagline="Other"),
    )
    for button in ("_draft", "_publish", "_accept", "_decline"):
        yield f"CORRECT {button}", lambda *who, button=button: correct(*who, button)
    yield "DO tell", lambda *who: edition(*who, "_tell")
    yield "DO withhold", lambda *who: edition(*who, "_withhold")
    yield "DO restore", lambda client, own: client.post(desk(own.draft, "history/1/restore/"), {"yes": "1"})
    yield "DO move", lambda client, own: client.post(f"/admin/calendar/{own.planned.pk}/move/", {"day": "2099-01-02"})
    yield "DO discard", lambda client, own: client.post(desk(own.changed, "changes/discard/"), {"yes": "1"})
    yield "DO delete article", lambda client, own: client.post(desk(own.draft, "delete/"), {"post": "yes"})
    yield (
        "DO delete image",
        lambda client, own: client.post(f"/admin/articles/image/{own.image.pk}/delete/", {"post": "yes"}),
    )
    yield (
        "DO delete user",
        lambda client, own: client.post(f"/admin/accounts/user/{own.newcomer.pk}/delete/", {"post": "yes"}),
    )


def conversations():
    yield "SAY note", lambda client, own: client.post(desk(own.draft, "conversation/"), {"body": "Yes."})
    for button in ("_edit", "_settle"):
        yield (
            f"SAY note {button}",
            lambda client, own, button=button: client.post(
                desk(own.draft, f"notes/{own.note.pk}/"), {"body": "Yes.", button: "1"}
            ),
        )
    for state, button in [("draft", "_submit"), ("changed", "_submit"), *(("review", verb) for verb in DECISIONS)]:
        yield f"REVIEW {state} {button}", lambda *who, state=state, button=button: review(*who, state, button)


def moderation():
    """What the buttons of the moderators' desk send."""
    acts = {
        "hide": ("decide/", lambda own: {"reject": f"{own.comment.pk}:spam", **seen(own.comment)}),
        "restore": ("decide/", lambda own: {"approve": own.hidden.pk, **seen(own.hidden)}),
        "keep": ("decide/", lambda own: {"keep": own.comment.pk, **seen(own.comment)}),
        "hold": ("decide/", lambda own: {"hold": own.comment.pk, **seen(own.comment)}),
        "undo": ("undo/", lambda own: {"entries": own.hidden.log.get().pk}),
        "watch": ("articles/{own.changed.pk}/watch/", lambda own: {"watch": ""}),
        "note": ("people/{own.newcomer.pk}/note/", lambda own: {"body": "Hm."}),
        "restrict": ("people/{own.newcomer.pk}/restrict/", lambda own: {"kind": "shadow", "code": "spam"}),
        "lift": ("restrictions/{own.sanction.pk}/lift/", lambda own: {}),
    }
    for act, (route, fields) in acts.items():
        yield (
            f"MODERATE {act}",
            lambda client, own, route=route, fields=fields: client.post(
                f"/admin/comments/comment/{route.format(own=own)}", fields(own)
            ),
        )
    yield "MODERATE rules", lambda client, own: client.post(RULES, RULES_SENT)


RULES = "/admin/comments/moderationrules/1/change/"
RULES_SENT = {"version": "1", "first_comments": "2", "burst_count": "0", "burst_minutes": "9", "reports_to_hold": "3"}


def seen(comment):
    return {f"seen-{comment.pk}": Comment.objects.get(pk=comment.pk).seen_as}


WORDS = {"title": "Other words", "body": "<p>Words</p>"}
DECISIONS = ["_withdraw", "_send_back", "_approve"]


def desk(article, below="change/"):
    return f"/admin/articles/article/{article.pk}/{below}"


def autosave_new(client, own):
    fields = WORDS | {"version": "1", "page": "1", "category": own.number_of("articles_category_x")}
    return client.post("/admin/articles/article/autosave/", fields)


def fill_in(client, own, name, form_id, **words):
    """As its page offers it, or as somebody makes it up who is not let in."""
    path = path_of(name, ["object_id"] if name.endswith("_change") else [], own)
    page = client.get(path)
    fields = fields_of(page, form_id) if page.status_code == 200 else {"version": "1"}
    return client.post(path, fields | words)


def write(client, own, state, button):
    """Press a button of the writing desk, as its page offers it or as somebody makes up who is not offered it."""
    page = client.get(desk(getattr(own, state)))
    is_offered = page.status_code == 200 and b'name="_save"' in page.content
    fields = fields_of(page) if is_offered else {"body": "<p>Made up</p>", "version": "1"}
    words = {"title": "Other words", "changes_at": "2099-01-01T10:00", button: "anyway"}
    return client.post(desk(getattr(own, state)), fields | words)


def correct(client, own, button):
    address = f"/admin/corrections/correction/{own.correction.pk}/change/"
    return client.post(address, {button: "1", "reason": "It was one."})


def edition(client, own, button):
    path = desk(own.changed, f"history/public/{own.edition.pk}/")
    return client.post(path, {button: "1", "told": "It was wrong.", "told_as": "correction"})


def bulk(client, own, model, act):
    article = own.draft if act in ("publish", "archive", "feature") else own.changed
    about = {"articles_article": article}
    about |= {"reactions_burst": own.voided} if act == "reopen" else {}
    chosen = about[model].pk if model in about else own.number_of(f"{model}_x")
    fields = {"action": act, "_selected_action": [chosen], "index": "0", "confirmed": "yes", "post": "yes"}
    fields |= {"category": own.number_of("articles_category_x"), "credit": "Ann Lee"}  # where it is asked
    return client.post(reverse(f"admin:{model}_changelist"), fields)


def review(client, own, state, button):
    article = getattr(own, state)
    fields = {"submission": own.submission.pk, "comment": "Shorter.", "seen": article.newest_version, button: "1"}
    return client.post(desk(article, "review/"), fields)


@cache
def selects():
    """{model: what reads all of it but when somebody was last here}; put together once, for it is asked a thousand times."""
    fields = {
        model: [field.attname for field in model._meta.concrete_fields if field.name != "last_login"]
        for model in MODELS
    }
    querysets = {model: model._base_manager.order_by("pk").values_list(*fields[model]) for model in MODELS}
    return {model: str(queryset.query) for model, queryset in querysets.items()}


def rows():
    """Of all that somebody could change."""
    found = {}
    with connection.cursor() as cursor:
        for model, select in selects().items():
            cursor.execute(select)
            found[model] = cursor.fetchall()
    return found


def answer(ask, me, belongings, before):
    """What comes back, and whether anything was changed; whatever it was is taken back."""
    client = Client()
    with transaction.atomic():
        if me:
            client.force_login(me)
        response = ask(client, belongings)
        where = response.get("Location", "") if response.status_code == 302 else ""
        said = "in" if "/login/" in where else "out" if where == "/admin/" else str(response.status_code)
        changed = response.request["REQUEST_METHOD"] == "POST" and rows() != before
        transaction.set_rollback(True)
    return f"{said}+" if changed else said


def column_of(role):
    """{what is asked: cell} as it is."""
    me = make_user("me", **ROLES[role]) if ROLES[role] is not None else None
    other, third = make_user("other", groups=["Authors"]), make_user("third", groups=["Editors"])
    own, others = Belongings(me or make_user("writer", groups=["Authors"]), third), Belongings(other, third)
    before, cells = rows(), {}
    for question, ask in questions():
        mine = answer(ask, me, own, before)
        theirs = answer(ask, me, others, before) if role in HAVE_SOMETHING else mine
        cells[question] = mine if mine == theirs else f"{mine}|{theirs}"
    return cells


def table():
    """{role: {what is asked: cell}} as it should be."""
    lines = [line for line in FILE.read_text().splitlines() if line and not line.startswith("#")]
    split = [(" ".join(words[: -len(ROLES)]), words[-len(ROLES) :]) for words in map(str.split, lines)]
    return {role: {question: cells[place] for question, cells in split} for place, role in enumerate(ROLES)}


def test_every_address_of_the_desk_stands_in_the_table():
    known = table()["guest"].keys()
    assert [name for name, _ in addresses() if not {f"GET {name}", f"POST {name}"} <= known] == []


@pytest.mark.parametrize("role", ROLES)
def test_role_may_do_what_the_table_says(role, settings):
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}  # in which a task can be tried again
    is_so, should_be = column_of(role), table()[role]
    wrong = [
        f"{question}: {is_so.get(question, 'not asked')}, not {should_be.get(question, 'in the table')}"
        for question in {**is_so, **should_be}
        if is_so.get(question) != should_be.get(question)
    ]
    assert wrong == []


def test_somebody_changes_something_in_every_kind_of_question():
    """Else a button that does nothing would look like one that is refused."""
    asked = {question: [column[question] for column in table().values()] for question in table()["guest"]}
    acts = {
        question: cells for question, cells in asked.items() if not question.startswith(("GET", "POST", "READ", "OPEN"))
    }
    assert [question for question, cells in acts.items() if not any("+" in cell for cell in cells)] == []
