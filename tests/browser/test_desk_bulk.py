"""Many articles at once: published, archived, filed and signed, in a real browser."""

from playwright.sync_api import expect

from articles.models import Article
from tests.factories import make_article, make_category, make_tag

from .screens import each_screen, faults, without_javascript

LIST = "/admin/articles/article/"


def choose(page, act):
    """Tick all that the list shows, and run the action."""
    page.goto(LIST)
    for box in page.get_by_role("checkbox", name="Select this object for an action").all():
        box.check()
    page.get_by_role("combobox", name="Action").select_option(act)
    page.get_by_role("button", name="Run").click()


def make_draft(title, **fields):
    return make_article(title, status="draft", published_at=None, **fields)


@without_javascript
def test_drafts_are_published_but_for_those_without_a_text(page, sign_in, editor):
    chips, _, empty = make_draft("Chips"), make_draft("Wafers"), make_draft("Nothing yet", body="")
    sign_in(editor)
    choose(page, "Publish")
    expect(page.get_by_role("heading", name="Publish 2 articles?")).to_be_visible()
    expect(page.get_by_text("1 left alone")).to_contain_text("have no text yet")
    assert not Article.objects.published().exists()
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("2 articles published.")).to_be_visible()
    assert not Article.objects.published().filter(pk=empty.pk).exists()
    page.goto(chips.get_absolute_url())
    expect(page.get_by_role("heading", level=1, name="Chips")).to_be_visible()


@without_javascript
def test_page_that_asked_before_others_acted_leaves_alone_what_they_did(page, sign_in, editor):
    chips, wafers, _ = make_draft("Chips"), make_draft("Wafers"), make_draft("Robots")
    sign_in(editor)
    other = page.context.new_page()
    for window in (page, other):
        choose(window, "Publish")
    Article.objects.get(pk=chips.pk).publish(by=editor)
    emptied = Article.objects.get(pk=wafers.pk)
    emptied.save_draft(emptied.content | {"body": ""}, by=editor)
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("1 article published. 2 left alone")).to_be_visible()
    assert {article.title for article in Article.objects.published()} == {"Chips", "Robots"}
    other.get_by_role("button", name="Publish").click()
    expect(other.get_by_text("0 articles published. 3 left alone")).to_be_visible()


@without_javascript
def test_article_deleted_while_the_page_asked_is_passed_over(page, sign_in, editor):
    chips, _ = make_article("Chips"), make_article("Wafers")
    sign_in(editor)
    choose(page, "Archive")
    Article.objects.get(pk=chips.pk).delete(by=editor)
    page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("1 article archived.")).to_be_visible()


@without_javascript
def test_articles_are_filed_and_what_is_wrong_is_said(page, sign_in, editor, alice):
    science, ai = make_category("Science"), make_tag("AI")
    for title in ("Chips", "Wafers"):
        make_article(title)
    sign_in(editor)
    choose(page, "File and sign")
    expect(page.get_by_role("heading", name="File and sign 2 articles?")).to_be_visible()
    page.get_by_label("Category").select_option("Science")
    page.get_by_label("Tags to add").fill("AI, Nonsense")
    page.get_by_label("New authors").fill("Alice Ashby")
    page.get_by_role("button", name="File and sign").click()
    expect(page.get_by_text("There is no tag “Nonsense”.")).to_be_visible()
    expect(page.get_by_label("Category")).to_have_value(str(science.pk))
    page.get_by_label("Tags to add").fill("AI")
    page.get_by_role("button", name="File and sign").click()
    expect(page.get_by_text("2 articles filed.")).to_be_visible()
    for article in Article.objects.all():
        assert (article.category, [*article.tags.all()], article.byline_authors) == (science, [ai], [alice])


@each_screen
def test_pages_that_ask_are_accessible_and_fit(page_for_axe, sign_in, editor):
    make_draft("Chips")
    sign_in(editor, page_for_axe.context)
    for act in ("Publish", "Archive"):
        choose(page_for_axe, act)
        expect(page_for_axe.get_by_role("heading", name=f"{act} 1 article?")).to_be_visible()
        assert faults(page_for_axe) == []
    choose(page_for_axe, "File and sign")
    page_for_axe.get_by_label("Tags to add").fill("Nonsense")
    page_for_axe.get_by_role("button", name="File and sign").click()
    expect(page_for_axe.get_by_text("There is no tag")).to_be_visible()
    assert faults(page_for_axe) == []
