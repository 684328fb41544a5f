"""What an editor puts among the paragraphs: by the tools, by keyboard, and by pasting an address."""

import pytest
from playwright.sync_api import expect

from tests.factories import make_article, make_image, make_upload

from .screens import faults
from .test_desk_paste import PASTE
from .test_desk_writing import open_desk, save

VIDEO = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
EMBED = f'<figure class="embed"><a href="{VIDEO}" rel="noopener">{{}}</a></figure>'
EVERYTHING = (
    '<p>It began<small class="footnote">In <strong>1971</strong>.</small> with a chip.</p>'
    '<figure class="pull-quote"><blockquote><p>So it is.</p></blockquote><figcaption>Ada</figcaption></figure>'
    '<aside class="tip"><header>First</header><p>Unplug it.</p></aside>'
    f"{EMBED.format('A talk')}"
    "<table><tbody><tr><td><p>a</p></td><td></td></tr></tbody></table>"
)


@pytest.fixture
def desk(page, sign_in, editor):
    """Opens a draft with the body at the desk; `stored()` saves it and gives back what the body is then."""

    def desk(written=""):
        article = make_article(status="draft", body=written)
        body, press = open_desk(page, sign_in, editor, article)

        def stored():
            save(page)
            article.refresh_from_db()
            return article.body

        body.click()
        return body, press, stored

    return desk


def answer(page, **fields):
    dialog = page.locator(".prose-editor-dialog")
    for label, value in fields.items():
        field = dialog.get_by_label(label)
        field.select_option(value) if label == "Kind" else field.fill(value)
    dialog.get_by_role("button", name="Save").click()


def move(body, key):
    """A caret that the browser moves is where the editor believes it one event later, sooner than anybody types."""
    body.press(key)
    body.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


def test_editor_writes_notes_quotes_and_boxes_by_keyboard(page, desk):
    body, press, stored = desk()
    body.press_sequentially("It began")
    press("Footnote")
    answer(page, Footnote="In\n1971.")
    body.press_sequentially(" with a chip.")
    body.press("Enter")
    body.press_sequentially("So it is.")
    press("Pull quote")
    move(body, "ArrowDown")
    body.press_sequentially("Ada")
    body.press("Enter")
    body.press_sequentially("Unplug it.")
    press("Box")
    answer(page, Kind="Tip")
    body.press_sequentially("First")
    move(body, "ArrowDown")
    move(body, "End")
    body.press("Enter")
    body.press("Enter")
    body.press_sequentially("After it.")
    assert stored() == (
        '<p>It began<small class="footnote">In 1971.</small> with a chip.</p>'
        '<figure class="pull-quote"><blockquote><p>So it is.</p></blockquote><figcaption>Ada</figcaption></figure>'
        '<aside class="tip"><header>First</header><p>Unplug it.</p></aside>'
        "<p>After it.</p>"
    )


def test_empty_line_ends_a_pull_quote_and_leads_to_who_said_it(page, desk):
    body, press, stored = desk()
    press("Pull quote")
    for line in ["So it is.", "Always.", "", "Ada", "After it."]:
        body.press_sequentially(line)
        body.press("Enter")
    assert stored().startswith(
        '<figure class="pull-quote"><blockquote><p>So it is.</p><p>Always.</p></blockquote>'
        "<figcaption>Ada</figcaption></figure><p>After it.</p>"
    )


def test_elements_are_changed_and_taken_away(page, desk):
    body, press, stored = desk(EVERYTHING)
    body.get_by_text("Unplug it.").click()
    press("Box")
    answer(page, Kind="Warning")
    body.get_by_text("So it is.").click()
    press("Pull quote")
    body.locator("small strong").click()
    press("Footnote")
    body.get_by_text("A talk").click()
    press("Embed")
    answer(page, Title="Another talk")
    assert stored() == (
        "<p>It beganIn <strong>1971</strong>. with a chip.</p><p>So it is.</p><p>Ada</p>"
        '<aside class="warning"><header>First</header><p>Unplug it.</p></aside>'
        f"{EMBED.format('Another talk')}<table><tbody><tr><td><p>a</p></td><td></td></tr></tbody></table>"
    )


def test_box_is_taken_off_and_its_words_stay(page, desk):
    body, press, stored = desk(EVERYTHING)
    body.get_by_text("Unplug it.").click()
    press("Box")
    answer(page, Kind="No box")
    assert "<p>First</p><p>Unplug it.</p>" in stored()


def test_selected_words_become_a_footnote(page, desk):
    body, press, stored = desk("<p>It began in 1971.</p>")
    move(body, "End")
    for _ in "in 1971.":
        body.press("Shift+ArrowLeft")
    press("Footnote")
    assert stored() == '<p>It began <small class="footnote">in 1971.</small></p>'


def test_what_is_stored_passes_through_the_editor_unchanged(page, desk):
    body, _, stored = desk(EVERYTHING)
    body.press("ControlOrMeta+End")
    body.press("ControlOrMeta+Home")
    body.press_sequentially("x")
    body.press("Backspace")
    assert stored() == EVERYTHING


def test_pictures_of_the_library_make_a_gallery(page, desk):
    for alt, size in (("Blue", (96, 64)), ("Green", (120, 80))):
        make_image(alt=alt, caption=f"{alt} it is", file=make_upload(size=size))
    body, press, stored = desk("<p>Before.</p>")
    dialog = page.get_by_role("dialog", name="Choose a picture")
    for tool, alt in (("Gallery", "Blue"), ("Add to gallery", "Green")):
        press(tool)
        dialog.get_by_role("button", name=alt).click()
        dialog.get_by_role("button", name="Add 1 picture").click()
        expect(body.locator(f"img[alt={alt}]")).to_be_visible()
    written = stored()
    assert written.count("<figure>") == 2
    assert written.startswith('<p>Before.</p><figure class="gallery"><figure><img src="/media/')
    assert written.endswith('alt="Green"><figcaption>Green it is</figcaption></figure></figure>')


def test_many_pictures_are_chosen_at_once_for_a_gallery(page, desk):
    for number, alt in enumerate(("Blue", "Green", "Red", "Grey")):
        make_image(alt=alt, file=make_upload(size=(90 + number, 60)))
    body, press, stored = desk("<p>Before.</p>")
    press("Gallery")
    dialog = page.get_by_role("dialog", name="Choose a picture")
    for alt in ("Green", "Red", "Blue"):
        dialog.get_by_role("button", name=alt).click()
    dialog.get_by_label("Search the pictures").fill("Grey")
    dialog.get_by_label("Search the pictures").press("Enter")
    expect(dialog.get_by_role("button", name="Blue")).to_have_count(0)
    dialog.get_by_role("button", name="Grey").click()
    dialog.get_by_label("Search the pictures").fill("")
    dialog.get_by_label("Search the pictures").press("Enter")
    expect(dialog.get_by_role("button", name="Red", pressed=True)).to_be_visible()
    dialog.get_by_role("button", name="Red").click()
    expect(dialog.get_by_role("button", name="Red", pressed=False)).to_be_visible()
    dialog.get_by_role("button", name="Add 3 pictures").click()
    expect(body.locator(".gallery img")).to_have_count(3)
    written = stored()
    assert [part.split('"')[0] for part in written.split('alt="')[1:]] == ["Green", "Blue", "Grey"]
    assert written.count('class="gallery"') == 1


def test_address_alone_in_a_paragraph_becomes_an_embed_when_it_is_typed(page, desk):
    body, _, stored = desk()
    body.press_sequentially(VIDEO)
    body.press("Enter")
    expect(body.locator(".embed")).to_contain_text(VIDEO)
    body.press_sequentially("More words.")
    assert stored() == f"{EMBED.format(VIDEO)}<p>More words.</p>"


def test_address_alone_becomes_an_embed_when_it_is_pasted(page, desk):
    body, _, stored = desk()
    body.evaluate(PASTE.replace('"plain"', "html"), VIDEO)
    expect(body.locator(".embed")).to_contain_text(VIDEO)
    assert stored() == EMBED.format(VIDEO)


def test_other_address_stays_a_link_where_it_is_typed(page, desk):
    body, _, stored = desk()
    body.press_sequentially("https://elsewhere.example/")
    body.press("Enter")
    body.press_sequentially("More.")
    assert "<figure" not in stored()


def test_address_is_asked_for(page, desk):
    _, press, stored = desk()
    press("Embed")
    answer(page, Address="nonsense")
    expect(page.locator(".prose-editor-dialog")).to_be_visible()
    answer(page, Address=VIDEO, Title="A talk")
    assert stored() == EMBED.format("A talk")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_dialogs_of_the_tools_are_accessible(page_for_axe, sign_in, editor, scheme):
    article = make_article(status="draft", body="<p>Words.</p><pre><code>print(1)</code></pre>")
    page = page_for_axe
    page.emulate_media(color_scheme=scheme)
    sign_in(editor, page.context)
    body, press = open_desk(page, lambda _: None, editor, article)
    dialog = page.get_by_role("dialog")
    for tool, place in [("Footnote", "p"), ("Embed", "p"), ("Box", "p"), ("Language of the code", "pre")]:
        body.locator(place).first.click()
        press(tool)
        expect(dialog).to_be_visible()
        assert faults(page) == [], tool
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
