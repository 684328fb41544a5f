"""Two people at the desk: one asks for a review, the other sends it back, and then it is published."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_user

from .screens import AXE_COLOURS, each_screen, faults, with_and_without_javascript


@pytest.fixture
def draft(alice):
    return make_article("Chips", status="draft", published_at=None, authors=[alice])


@pytest.fixture
def desks(new_context, javascript, sign_in, alice, editor):
    """The author's page and the editor's, each in a browser of their own."""
    pages = []
    for person in (alice, editor):
        context = new_context(java_script_enabled=javascript)
        sign_in(person, context)
        pages.append(context.new_page())
    return pages


def talk(article):
    return f"/admin/articles/article/{article.pk}/conversation/"


@with_and_without_javascript
def test_piece_goes_back_and_forth_until_it_is_published(desks, draft):
    author, editor = desks
    author.goto(talk(draft))
    author.get_by_text("Ask for a review").click()
    author.get_by_label("Who should read it?").select_option("Eddie Editor")
    author.get_by_label("A word to them").fill("Is it too long?")
    author.get_by_role("button", name="Submit for review").click()
    expect(author.get_by_text("Sent for review.")).to_be_visible()

    editor.goto("/admin/")
    expect(editor.get_by_role("link", name="Today 1 for you")).to_be_visible()
    editor.get_by_role("link", name="Alice Ashby asks you to read Chips").click()
    expect(editor.get_by_text("Is it too long?")).to_be_visible()
    editor.get_by_label("What should change?").fill("Cut the second half.")
    editor.get_by_role("button", name="Send back").click()
    expect(editor.get_by_text("Sent back to Alice Ashby.")).to_be_visible()

    author.goto("/admin/")
    author.get_by_role("link", name="Eddie Editor sent back Chips").click()
    expect(author.get_by_text("Cut the second half.")).to_be_visible()
    author.get_by_role("link", name="Open the text").click()
    author.get_by_label("Headline").fill("Chips, shorter")
    author.get_by_role("button", name="Submit for review").click()
    expect(author.get_by_text("Sent to the editors for review")).to_be_visible()

    editor.goto(talk(draft))
    editor.get_by_role("button", name="Approve and publish").click()
    expect(editor.get_by_text("Approved and published.")).to_be_visible()
    draft.refresh_from_db()
    assert (draft.is_published, draft.title) == (True, "Chips, shorter")


def test_note_beside_the_text_leaves_the_text_alone(desks, draft):
    author, _ = desks
    author.goto(f"/admin/articles/article/{draft.pk}/change/")
    author.locator(".ProseMirror").click()
    author.keyboard.type("Not saved yet. ")
    author.get_by_text("Conversation", exact=True).click()
    author.get_by_label("Say something about it").fill("Needs a **number**, @editor.")
    author.get_by_role("button", name="Say it").click()
    expect(author.locator(".talk__words strong")).to_have_text("number")
    author.get_by_role("button", name="Settle").click()
    expect(author.get_by_text("Settled by Alice Ashby")).to_be_visible()
    expect(author.locator(".ProseMirror")).to_contain_text("Not saved yet.")
    expect(author.get_by_label("Say something about it")).to_have_value("")


def test_half_written_note_survives_what_else_is_done(desks, draft, editor):
    author, _ = desks
    author.goto(talk(draft))
    author.get_by_label("Say something about it").fill("First.")
    author.get_by_role("button", name="Say it").click()
    expect(author.locator(".talk__words")).to_have_text("First.")
    author.get_by_label("Say something about it").fill("Half a sent")
    author.get_by_text("Edit", exact=True).click()
    author.get_by_label("Your note").fill("First, corrected.")
    author.get_by_role("button", name="Change it").click()
    expect(author.locator(".talk__words")).to_have_text("First, corrected.")
    expect(author.get_by_label("Say something about it")).to_have_value("Half a sent")


@each_screen
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_conversation(page_for_axe, sign_in, draft, alice, editor, scheme):
    chief = make_user("chief", display_name="The Chief", groups=["Editors"])
    draft.submit(by=alice, note="Is it too long?").send_back("Yes.", by=chief)
    for body in ("@editor, is this true?", "And this?"):
        note = draft.notes.model(article=draft, author=alice, body=body)
        note.post()
    note.settle(by=chief)
    draft.refresh_from_db()
    draft.submit(by=alice, reviewer=editor)
    page = page_for_axe
    page.emulate_media(color_scheme=scheme)
    sign_in(editor, page.context)
    for path in ("/admin/", talk(draft), "/admin/articles/auditentry/"):
        page.goto(path)
        assert faults(page, *([AXE_COLOURS] if scheme == "dark" else [])) == []
    page.goto(f"/admin/articles/article/{draft.pk}/change/")
    page.locator(".talk-beside > summary").click()
    page.locator(".talk-beside .talk__lines").wait_for()
    assert faults(page, *([AXE_COLOURS] if scheme == "dark" else [])) == []
