"""The writing desk in a real browser: every tool used, nothing blocked by the Content-Security-Policy."""

from playwright.sync_api import expect

from articles.models import Article, Image
from tests.factories import PASSWORD, make_article, make_category, make_image, make_tag, make_upload

from .screens import forget_what_was_said


def open_desk(page, sign_in, user, article=None):
    sign_in(user)
    page.goto(f"/admin/articles/article/{article.pk}/change/" if article else "/admin/articles/article/add/")
    body = page.get_by_role("textbox", name="Body")
    tools = page.get_by_role("toolbar", name="Body tools")
    expect(tools).to_be_visible()
    return body, lambda name: tools.get_by_role("button", name=name, exact=True).click()


def save(page, button="Save draft"):
    forget_what_was_said(page)
    page.get_by_role("button", name=button, exact=True).click()
    if not button.startswith("Save"):
        page.get_by_role("button", name=f"{button} anyway").click()
    expect(page.locator(".messagelist")).to_be_visible()


def test_editor_signs_in_and_gets_to_the_desk(page, editor):
    page.goto("/admin/articles/article/add/")
    page.get_by_label("E-mail").fill("editor")
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("input[type=password]").press("Enter")
    expect(page).to_have_url("/admin/articles/article/add/")


def test_editor_writes_with_every_tool_and_publishes(page, sign_in, editor):
    make_category("Technologies")
    body, press = open_desk(page, sign_in, editor)
    page.get_by_label("Headline").fill("Chips for everyone")
    page.get_by_label("Headline").press("Tab")
    expect(page.get_by_label("Address", exact=True)).to_have_value("chips-for-everyone")
    page.get_by_label("Category").select_option("Technologies")
    body.click()
    body.press_sequentially("Plain words, ")
    press("bold")
    body.press_sequentially("heavy words")
    press("bold")
    body.press("Enter")
    press("heading 2")
    body.press_sequentially("A section")
    body.press("Enter")
    press("unordered list")
    body.press_sequentially("first")
    body.press("Enter")
    body.press_sequentially("second")
    body.press("Enter")
    body.press("Enter")
    press("blockquote")
    body.press_sequentially("Said somebody")
    body.press("Enter")
    body.press("Enter")
    press("Code block")
    body.press_sequentially("print(1)")
    press("Language of the code")
    page.get_by_role("dialog").get_by_label("Language", exact=True).select_option("python")
    page.get_by_role("dialog").get_by_role("button", name="Save").click()
    body.press("ControlOrMeta+Enter")
    press("Insert table")
    body.press_sequentially("Year")
    save(page, "Publish")
    expect(page.locator(".messagelist")).to_contain_text("Published: Chips for everyone")

    article = Article.objects.get(slug="chips-for-everyone")
    assert article.body.startswith("<p>Plain words, <strong>heavy words</strong></p><h2>A section</h2><ul><li><p>first")
    assert "<blockquote><p>Said somebody</p></blockquote>" in article.body
    assert '<pre><code class="language-python">print(1)</code></pre>' in article.body
    assert "<th" in article.body
    assert article.byline_authors == [editor]
    page.reload()
    expect(page.get_by_role("textbox", name="Body").locator("table")).to_contain_text("Year")
    page.goto(article.get_absolute_url())
    expect(page.locator("pre .nb")).to_have_text("print")


def test_figure_is_uploaded_described_and_shown_to_readers(page, sign_in, editor, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(make_upload("photo.jpg", size=(640, 480)).read())
    article = make_article(status="draft", body="<p>Before.</p>")
    body, press = open_desk(page, sign_in, editor, article)
    body.locator("p").click()
    body.press("End")
    body.press("Enter")
    press("figure")
    library = page.get_by_role("dialog", name="Choose a picture")
    library.get_by_label("Picture", exact=True).set_input_files(__file__)
    library.get_by_label("Alternative text").fill("A wafer of chips")
    library.get_by_label("Caption").fill("Ten thousand of them")
    library.get_by_role("button", name="Upload and use it").click()
    expect(library.get_by_text("This is not a picture we can use")).to_be_visible()
    expect(library.get_by_label("Caption")).to_have_value("Ten thousand of them")
    library.get_by_label("Picture", exact=True).set_input_files(photo)
    library.get_by_role("button", name="Upload and use it").click()
    expect(body.locator("figure img")).to_have_attribute("alt", "A wafer of chips")
    save(page, "Publish")

    image = Image.objects.get()
    article.refresh_from_db()
    assert f'<figure><img src="{image.file.url}" alt="A wafer of chips"><figcaption>Ten thousand' in article.body
    assert image.uploaded_by == editor
    assert image.renditions["widths"]
    page.goto(article.get_absolute_url())
    expect(page.get_by_role("img", name="A wafer of chips")).to_be_visible()
    assert page.locator("figure picture source").count() == 2


def test_cover_is_chosen_from_the_library_and_taken_away(page, sign_in, editor):
    make_image(alt="Blue")
    image = make_image(alt="Green", file=make_upload(size=(120, 80)))
    article = make_article(status="draft")
    open_desk(page, sign_in, editor, article)
    page.get_by_role("button", name="Choose a picture").click()
    library = page.get_by_role("dialog", name="Choose a picture")
    library.get_by_label("Search the pictures").fill("green")
    library.get_by_role("button", name="Search").click()
    expect(library.locator(".library__item")).to_have_count(1)
    library.get_by_role("button", name="Green").click()
    expect(page.locator(".picture-chooser img")).to_have_attribute("alt", "")
    save(page)
    article.refresh_from_db()
    assert article.cover == image
    page.get_by_role("button", name="Remove it").click()
    save(page)
    article.refresh_from_db()
    assert article.cover is None


def test_byline_keeps_the_order_of_choosing(page, sign_in, editor, alice):
    article = make_article(status="draft", authors=[editor])
    open_desk(page, sign_in, editor, article)
    field = page.locator(".field-byline")
    field.get_by_role("searchbox").fill("Ashby")
    page.get_by_role("option", name="Alice Ashby").click()
    field.get_by_title("Eddie Editor").locator(".select2-selection__choice__remove").click()
    field.get_by_role("searchbox").fill("Eddie")
    page.get_by_role("option", name="Eddie Editor").click()
    save(page)
    assert [byline.author for byline in article.bylines.all()] == [alice, editor]


def test_tags_are_found_by_typing(page, sign_in, editor):
    make_tag("Chips")
    make_tag("Robots")
    article = make_article(status="draft")
    open_desk(page, sign_in, editor, article)
    page.locator(".field-tags").get_by_role("searchbox").fill("robo")
    page.get_by_role("option", name="Robots").click()
    save(page)
    assert [tag.name for tag in article.tags.all()] == ["Robots"]


def test_button_says_schedule_for_a_moment_to_come(page, sign_in, editor):
    article = make_article(status="draft", published_at=None)
    open_desk(page, sign_in, editor, article)
    page.get_by_label("Publish at").fill("2099-05-03T10:00")
    save(page, "Schedule")
    expect(page.locator(".messagelist")).to_contain_text("Scheduled for 3 May 2099 10:00")


def test_leaving_unsaved_words_asks_first(page, sign_in, editor):
    article = make_article(status="draft")
    open_desk(page, sign_in, editor, article)
    page.get_by_label("Lead").press_sequentially("More")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    with page.expect_event("dialog"):
        page.get_by_role("link", name="Today").first.click()
    assert asked == ["beforeunload"]
