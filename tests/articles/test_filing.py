"""Many articles filed and signed at once: what readers see, what waits behind it, and what the page asks."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Activity, Article, Tag
from articles.models.activity import Kind
from purging.models import Purge
from tests.factories import make_article, make_category, make_tag, make_user

from .desk import fields_of, messages_of

pytestmark = pytest.mark.django_db
LIST = "/admin/articles/article/"
TOMORROW = timezone.now() + timedelta(days=1)


@pytest.fixture
def chips():
    return make_tag("Chips")


@pytest.fixture
def ai():
    return make_tag("AI")


@pytest.fixture
def science():
    return make_category("Science")


def again(article) -> Article:
    return Article.objects.get(pk=article.pk)


def save(article, by, **changes):
    article = again(article)
    return article.save_draft(article.newest_content | changes, by=by)


def names(article) -> list[str]:
    return [tag.name for tag in again(article).tags.all()]


def filed(article) -> list[tuple]:
    rows = article.revisions.order_by("number")
    return [(row.number, row.based_on, row.author, row.note) for row in rows if row.note.startswith("Filed")]


# the verb


def test_published_article_is_filed_and_signed_at_once(alice, bob, editor, chips, ai, science):
    article = make_article(authors=[alice], tags=[chips], body="<p>Kept.</p>")
    Purge.objects.all().delete()
    assert again(article).refile(by=editor, category=science, add=[ai], remove=[chips], authors=[bob, alice])
    article = again(article)
    assert (article.category, names(article), article.byline_authors) == (science, ["AI"], [bob, alice])
    assert (article.version, article.draft, article.body_html) == (2, None, "<p>Kept.</p>")
    assert filed(article) == [
        (2, 1, editor, "Filed: in Science, with AI, without Chips, signed by Bob Brandt and Alice Ashby")
    ]
    assert article.revisions.get(number=2).content == article.content
    entries = article.entries.order_by("pk").values_list("action", "actor", "revision", "after")
    assert list(entries) == [
        ("signed", editor.pk, None, "Bob Brandt, Alice Ashby"),
        ("saved", editor.pk, 2, filed(article)[0][3]),
    ]
    assert f"article-{article.pk}" in Purge.objects.get().tags.split()


@pytest.mark.parametrize("status", ["draft", "in_review", "archived"])
def test_unpublished_article_stays_so(editor, ai, status):
    article = make_article(status=status, published_at=None)
    assert again(article).refile(by=editor, add=[ai])
    article = again(article)
    assert (article.status, article.published_at, names(article)) == (status, None, ["AI"])
    assert (article.draft, article.newest_version) == (None, 2)


def test_article_that_is_filed_so_gets_no_revision(alice, editor, chips, ai):
    article = make_article(authors=[alice], tags=[chips])
    before = again(article)
    unchanged = {"category": article.category, "add": [chips], "remove": [ai], "authors": [alice]}
    assert not again(article).refile(by=editor, **unchanged)
    assert not again(article).refile(by=editor)
    assert again(article).modified_at == before.modified_at
    assert not article.revisions.exists()
    assert not article.entries.exists()


def test_draft_behind_a_published_article_is_filed_too_and_stays_one(alice, bob, editor, chips, ai, science):
    article = make_article("Old words", authors=[alice], tags=[chips])
    draft = save(article, alice, title="New words", tags=[chips.pk, make_tag("Robots").pk])
    again(article).refile(by=editor, category=science, add=[ai], remove=[chips], authors=[bob])
    article = again(article)
    assert (article.title, article.category, names(article)) == ("Old words", science, ["AI"])
    assert [number for number, *_ in filed(article)] == [article.version, article.newest_version] == [3, 4]
    assert article.draft.based_on == draft.number
    assert article.draft.content["title"] == "New words"
    article.publish_changes(by=editor)
    assert (again(article).title, again(article).category, names(article)) == ("New words", science, ["AI", "Robots"])
    assert again(article).byline_authors == [bob]


def test_only_what_is_filed_otherwise_changes_for_readers(alice, editor, chips):
    """The draft alone lacks the tag: readers see the same text under the same number."""
    article = make_article(tags=[chips])
    save(article, alice, title="New words", tags=[])
    before = again(article)
    again(article).refile(by=editor, add=[chips])
    article = again(article)
    assert (article.version, article.modified_at) == (before.version, before.modified_at)
    assert (article.draft.number, article.draft.content["tags"]) == (3, [chips.pk])


def test_draft_that_was_only_filed_otherwise_is_none_any_more(alice, editor, science):
    article = make_article()
    save(article, alice, category=science.pk)
    again(article).schedule_changes(TOMORROW, by=editor)
    again(article).refile(by=editor, category=science)
    article = again(article)
    assert (article.category, article.draft, article.scheduled_changes) == (science, None, None)
    assert article.version == article.newest_version == 4


def test_scheduled_changes_keep_their_moment_and_the_filing(alice, editor, ai, science):
    article = make_article("Old words")
    save(article, alice, title="Scheduled words")
    again(article).schedule_changes(TOMORROW, by=editor)
    again(article).refile(by=editor, category=science, add=[ai])
    article = again(article)
    assert (article.title, article.scheduled_changes, article.draft.goes_live_at) == (
        "Old words",
        article.draft,
        TOMORROW,
    )
    article.revisions.scheduled().update(goes_live_at=timezone.now())
    article.publish_due_changes()
    article = again(article)
    assert (article.title, article.category, names(article), article.draft) == (
        "Scheduled words",
        science,
        ["AI"],
        None,
    )


def test_draft_after_scheduled_changes_is_filed_apart(alice, editor, ai):
    article = make_article("Old words")
    save(article, alice, title="Scheduled words")
    again(article).schedule_changes(TOMORROW, by=editor)
    save(article, alice, title="Not approved")
    again(article).refile(by=editor, add=[ai])
    article = again(article)
    scheduled = article.scheduled_changes
    assert [number for number, *_ in filed(article)] == [article.version, scheduled.number, article.draft.number]
    assert (scheduled.content["title"], scheduled.goes_live_at) == ("Scheduled words", TOMORROW)
    assert (article.draft.content["title"], article.draft.goes_live_at) == ("Not approved", None)
    article.revisions.scheduled().update(goes_live_at=timezone.now())
    article.publish_due_changes()
    assert (again(article).title, names(article)) == ("Scheduled words", ["AI"])
    assert again(article).draft.content["title"] == "Not approved"


@pytest.mark.parametrize("has_draft", [False, True])
def test_form_that_was_open_meanwhile_is_merged(alice, bob, editor, chips, ai, science, has_draft):
    article = make_article(authors=[alice], tags=[chips])
    if has_draft:
        save(article, alice, lead="Of a draft")
    mine, based_on = again(article).newest_content, again(article).newest_version
    mine |= {"title": "Typed meanwhile", "tags": sorted([chips.pk, make_tag("Robots").pk])}
    again(article).refile(by=editor, category=science, add=[ai], remove=[chips], authors=[bob])
    saved = again(article).save_over(mine, by=alice, based_on=based_on)
    content = saved.revision.content
    assert not saved.clashes
    assert (content["title"], content["category"], content["byline"]) == ("Typed meanwhile", science.pk, [bob.pk])
    assert content["lead"] == mine["lead"]
    assert set(Tag.objects.filter(pk__in=content["tags"]).values_list("name", flat=True)) == {"AI", "Robots"}


def test_autosave_of_who_files_it_stays_what_it_was(editor, ai):
    """The page that it came from is merged with it, not with an older text."""
    article = make_article("Old words")
    again(article).save_draft(article.content | {"title": "Typing"}, by=editor, kind="autosaved")
    again(article).refile(by=editor, add=[ai])
    article = again(article)
    assert article.revisions.get(number=2).content["title"] == "Typing"
    mine = article.draft.content | {"title": "Typing on", "tags": []}
    assert article.autosave(mine, by=editor, based_on=2).settled({})["title"] == "Typing on"


def test_numbers_go_along_with_the_filing(alice, bob, editor, science):
    article = make_article(authors=[alice])
    hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    for kind, key in [(Kind.ARTICLE, article.pk), (Kind.CATEGORY, article.category_id), (Kind.AUTHOR, alice.pk)]:
        Activity.objects.create(kind=kind, subject=key, span=1, start=hour, views=7)
    again(article).refile(by=editor, category=science, authors=[bob])
    views = {(row.kind, row.subject): row.views for row in Activity.objects.all() if row.views}
    assert views == {(Kind.ARTICLE, article.pk): 7, (Kind.CATEGORY, science.pk): 7, (Kind.AUTHOR, bob.pk): 7}


def test_note_of_many_names_is_cut(editor):
    tags = [make_tag(f"{number} {'long ' * 10}") for number in range(9)]
    article = make_article()
    again(article).refile(by=editor, add=tags)
    assert len(article.revisions.get(number=2).note) == 200


# the desk


def act(client, articles, **fields):
    chosen = {"action": "refile", "_selected_action": [getattr(article, "pk", article) for article in articles]}
    return client.post(LIST, chosen | {"index": "0"} | fields, follow=True)


@pytest.fixture
def asked(client, editor, alice, chips):
    """The page that asks how to file two articles."""
    client.force_login(editor)
    return act(client, [make_article(authors=[alice], tags=[chips]), make_article(status="draft", published_at=None)])


def answer(client, asked, **fields):
    return client.post(LIST, fields_of(asked, form_id="confirm") | fields, follow=True)


def test_page_asks_how_and_then_files_all(client, asked, alice, bob, chips, ai, science):
    make_user("staff", is_staff=True, display_name="Sam Staff")
    assert "File and sign 2 articles?" in asked.text
    assert not Article.objects.filter(category=science).exists()
    answers = {"category": science.pk, "add": "ai, AI ,", "remove": " chips", "authors": "Sam Staff, @Alice"}
    assert messages_of(answer(client, asked, **answers)) == "2 articles filed."
    for article in Article.objects.all():
        assert (article.category, names(article)) == (science, ["AI"])
        assert [author.username for author in article.byline_authors] == ["staff", "alice"]


def test_what_is_left_empty_stays(client, asked, alice, ai):
    answer(client, asked, add="AI")
    published = Article.objects.get(status="published")
    assert (published.category, names(published), published.byline_authors) == (
        make_category(),
        ["AI", "Chips"],
        [alice],
    )


def test_article_that_is_filed_so_is_left_alone(client, asked):
    assert (
        messages_of(answer(client, asked, add="Chips")) == "1 article filed. 1 left alone: they are filed so already."
    )
    assert messages_of(answer(client, asked, category=make_category().pk)).startswith("0 articles filed.")


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({}, "Please say what should change."),
        ({"add": " , ,"}, "Please say what should change."),
        ({"add": "Chips, Nonsense, <b>"}, "There is no tag “Nonsense”.</li><li>There is no tag “&lt;b&gt;”."),
        ({"remove": "Nonsense", "add": "AI"}, "There is no tag “Nonsense”."),
        ({"add": "AI", "remove": "ai"}, "“AI” cannot be added and removed."),
        ({"add": ",".join(map(str, range(21)))}, "Please name up to 20."),
        ({"add": "x" * 501}, "at most 500 characters"),
        ({"add": "A\x00I"}, "Null characters are not allowed."),
        ({"authors": "alice, robin"}, "Nobody of the staff is called “robin”."),
        ({"authors": "Reader"}, "Nobody of the staff is called “Reader”."),
        ({"authors": "Twin"}, "Several people are called “Twin”: please give the user name."),
        ({"category": "x", "add": "AI"}, "Select a valid choice."),
        ({"category": "9" * 30, "add": "AI"}, "Select a valid choice."),
    ],
)
def test_answer_that_cannot_be_done_is_explained_and_changes_nothing(client, asked, ai, answers, said):
    make_user("reader", display_name="Reader")
    for name in ("twin1", "twin2"):
        make_user(name, is_staff=True, display_name="Twin")
    before = list(Article.objects.order_by("pk").values())
    page = answer(client, asked, **answers)
    assert said in page.text
    assert list(Article.objects.order_by("pk").values()) == before
    assert not Article.objects.filter(revisions__isnull=False).exists()
    for name, value in answers.items():
        if name != "category" and "\x00" not in value:
            assert fields_of(page, form_id="confirm")[name] == [value]  # nothing is typed twice


def test_name_as_it_is_written_comes_before_another_one(client, asked):
    for name, slug in [("Go", "go-game"), ("go", "go-language"), ("Baduk", "go")]:
        Tag.objects.create(name=name, slug=slug)
    answer(client, asked, add="go")
    assert "go" in names(Article.objects.first())
    answer(client, asked, add="go-game")
    assert names(Article.objects.filter(status="draft").get()) == ["Go", "go"]


def test_user_name_comes_before_a_name_like_it(client, asked, alice):
    make_user("other", is_staff=True, display_name="Alice")
    answer(client, asked, authors="alice")
    assert all(article.byline_authors == [alice] for article in Article.objects.all())


@pytest.mark.parametrize("key", ["abc", "9" * 30, "-1", "\x00"])
def test_selection_of_nonsense_is_refused(client, asked, key):
    assert act(client, [key], confirmed="yes", add="Chips").status_code == 400


def test_article_that_is_gone_is_passed_over(client, asked):
    assert messages_of(act(client, [10**9], confirmed="yes", add="Chips")) == "0 articles filed."


@pytest.mark.parametrize("who", ["alice", "mona"])
def test_who_does_not_publish_files_nothing(client, asked, request, who, science):
    client.force_login(request.getfixturevalue(who))
    act(client, Article.objects.all(), confirmed="yes", category=science.pk)
    assert not Article.objects.filter(category=science).exists()
