"""What helps while one writes at the desk: shortcuts, links, pictures that are dropped, the number of words."""

import base64

import pytest
from playwright.sync_api import expect

from articles.models import Image
from tests.factories import make_article, make_upload

from .screens import faults, on_phone
from .test_desk_writing import open_desk, save

HTML = "document.querySelector('.ProseMirror').editor.getHTML()"
EMPTY = "document.querySelector('.ProseMirror').editor.chain().setContent('<p></p>').focus().run()"
GIVE = """([event, files]) => {
    const data = new DataTransfer()
    const bytes = (content) => Uint8Array.from(atob(content), (character) => character.charCodeAt(0))
    for (const [name, type, content] of files) data.items.add(new File([bytes(content)], name, { type }))
    const editor = document.querySelector(".ProseMirror")
    const { left, bottom } = editor.querySelector("p").getBoundingClientRect()
    const options = { bubbles: true, cancelable: true, clientX: left + 1, clientY: bottom - 5, clipboardData: data, dataTransfer: data }
    editor.dispatchEvent(event === "paste" ? new ClipboardEvent(event, options) : new DragEvent(event, options))
}"""
SHORTCUTS = {
    "# Top": "<h2>Top</h2>",
    "## Two": "<h2>Two</h2>",
    "### Three": "<h3>Three</h3>",
    "> Said": "<blockquote><p>Said</p></blockquote>",
    "- One": "<ul><li><p>One</p></li></ul>",
    "1. One": "<ol><li><p>One</p></li></ol>",
    "```python x": '<pre><code class="language-python">x</code></pre>',
    "**b** x": "<p><strong>b</strong> x</p>",
    "*i* x": "<p><em>i</em> x</p>",
    "`c` x": "<p><code>c</code> x</p>",
    "~~s~~ x": "<p><s>s</s> x</p>",
    "[t](https://example.com/) x": '<p><a href="https://example.com/">t</a> x</p>',
    "---x": "<hr><p>x</p>",
}


@pytest.fixture
def draft():
    return make_article("A draft", status="draft", body="<p>Before.</p>")


def content(upload) -> str:
    return base64.b64encode(upload.read()).decode()


def test_markdown_becomes_what_it_means_while_it_is_typed(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    found = {}
    for typed in SHORTCUTS:
        page.evaluate(EMPTY)
        body.press_sequentially(typed)
        found[typed] = page.evaluate(HTML)
    assert found == SHORTCUTS


def test_undo_gives_the_typed_characters_back(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    for typed in ["## ", "1. ", "**b**", "[t](https://example.com/)"]:
        page.evaluate(EMPTY)
        body.press_sequentially(typed)
        assert page.evaluate(HTML) != f"<p>{typed}</p>"
        body.press("ControlOrMeta+z")
        assert page.evaluate(HTML) == f"<p>{typed}</p>"


def test_words_and_minutes_are_counted_as_the_server_counts_them(page, sign_in, editor):
    draft = make_article(status="draft", body=f"<h2>Two words</h2><ul><li><p>{'word ' * 1148}</p></li></ul>")
    body, _ = open_desk(page, sign_in, editor, draft)
    count = page.locator(".word-count")
    expect(count).to_have_text(f"1,150 words · {draft.reading_minutes} min read")
    assert draft.words == 1150
    body.locator("h2").click(click_count=3)
    expect(count).to_have_text("2 words of 1,150 selected")
    body.press("End")
    body.press_sequentially(" more")
    expect(count).to_have_text("1,151 words · 5 min read")
    expect(page.get_by_role("status").filter(has_text="1,151 words")).to_be_attached()


def test_article_is_linked_by_keyboard_and_the_link_changed_and_removed(page, sign_in, editor, draft):
    target = make_article("What a wafer costs")
    make_article("Wafers to come", status="draft")
    body, _ = open_desk(page, sign_in, editor, draft)
    body.click()
    body.press("ControlOrMeta+a")
    body.press("ControlOrMeta+k")
    field = page.get_by_role("combobox", name="Article or address")
    expect(field).to_be_focused()
    field.press_sequentially("wafer")
    options = page.get_by_role("listbox", name="Suggestions").get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.filter(has_text="to come")).to_contain_text("Draft")
    expect(page.get_by_text("2 suggestions")).to_be_attached()
    field.press("ArrowDown")
    second = options.nth(1)
    expect(second).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", second.get_attribute("id"))
    (field.press("ArrowUp") if "costs" in options.nth(0).inner_text() else None)
    field.press("Enter")
    expect(body.get_by_role("link", name="Before.")).to_have_attribute("href", target.get_absolute_url())
    body.press_sequentially(" After")
    expect(body.get_by_role("link")).to_have_text("Before.")

    body.get_by_role("link").click()
    expect(page.get_by_role("button", name="remove link", exact=True)).to_be_visible()
    body.press("ControlOrMeta+k")
    expect(field).to_have_value(target.get_absolute_url())
    field.fill("no such thing")
    expect(page.get_by_text("No suggestions")).to_be_attached()
    field.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="whole address")).to_be_visible()
    field.fill("https://example.com/report")
    field.press("Enter")
    expect(body.get_by_role("link")).to_have_attribute("href", "https://example.com/report")
    body.press("ControlOrMeta+k")
    page.get_by_role("dialog", name="Link").get_by_role("button", name="Remove link").click()
    expect(body.get_by_role("link")).to_have_count(0)
    expect(body).to_contain_text("Before. After")


@on_phone
def test_link_is_put_in_with_its_headline_on_a_phone(page, page_for_axe, sign_in, editor, draft):
    target = make_article("What a wafer costs")
    body, press = open_desk(page, sign_in, editor, draft)
    body.click()
    body.press("End")
    press("insert link")
    field = page.get_by_role("combobox", name="Article or address")
    field.press_sequentially("wafer")
    page.get_by_role("option", name="What a wafer costs").click()
    expect(body.get_by_role("link", name=target.title)).to_have_attribute("href", target.get_absolute_url())
    sign_in(editor, page_for_axe.context)
    open_desk(page_for_axe, lambda _: None, editor, draft)[1]("insert link")
    expect(page_for_axe.get_by_role("option", name="What a wafer costs")).to_be_visible()
    assert not faults(page_for_axe)


def test_dropped_pictures_are_uploaded_described_and_saved(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    one, two = (content(make_upload(size=size)) for size in [(90, 60), (60, 90)])
    page.evaluate(GIVE, ["drop", [["one.jpg", "image/jpeg", one], ["notes.pdf", "application/pdf", one]]])
    expect(body.get_by_text("notes.pdf: It is not a picture.")).to_be_visible()
    expect(body.locator("figure img")).to_have_count(1)
    page.get_by_role("button", name="Leave it out").click()
    body.locator("p").first.click()
    page.evaluate(GIVE, ["paste", [["two.jpg", "image/jpeg", two]]])
    expect(body.locator("figure img")).to_have_count(2)
    for words in ["Second", "First"]:
        field = body.get_by_label("Needs a description").first
        field.fill(words)
        field.press("Enter")
    expect(body.get_by_label("Needs a description")).to_have_count(0)
    save(page)
    draft.refresh_from_db()
    assert draft.body.startswith("<p>Before.</p><figure><img")
    assert draft.body.count("<figure>") == 2
    assert {image.alt for image in Image.objects.all()} == {"First", "Second"}


def test_picture_that_cannot_be_sent_waits_and_is_sent_again(page, sign_in, editor, draft):
    body, _ = open_desk(page, sign_in, editor, draft)
    body.click()
    picture = content(make_upload())
    session = [cookie for cookie in page.context.cookies() if cookie["name"] == "sessionid"]
    page.context.clear_cookies(name="sessionid")
    page.evaluate(GIVE, ["paste", [["one.jpg", "image/jpeg", picture]]])
    expect(body.get_by_text("You are signed out")).to_be_visible()
    page.context.add_cookies(session)
    page.context.set_offline(True)
    page.get_by_role("button", name="Try again").click()
    expect(body.get_by_text("Are you offline?")).to_be_visible()
    body.press_sequentially("I go on. ")
    page.context.set_offline(False)
    page.get_by_role("button", name="Try again").click()
    expect(body.locator("figure img")).to_be_visible()
    expect(body).to_contain_text("I go on.")
