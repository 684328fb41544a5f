"""The library of pictures in a real browser: dropped, described, cut, replaced and refused."""

import base64

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from articles.models import Image
from tests.factories import make_article, make_image, make_upload

from .screens import DESKTOP, PHONE, faults, on_phone, without_javascript

LIST = "/admin/articles/image/"
DROP = """([files]) => {
    const data = new DataTransfer();
    for (const { name, type, body } of files) {
        data.items.add(new File([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], name, { type }));
    }
    for (const kind of ["dragenter", "dragover", "drop"]) {
        document.querySelector("h1").dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer: data }));
    }
}"""


def file(name, upload=None, kind="image/jpeg"):
    body = upload.read() if upload else b"words"
    return {"name": name, "type": kind, "body": base64.b64encode(body).decode()}


def page_of(image, page="change"):
    return reverse(f"admin:articles_image_{page}", args=[image.pk])


def row(page, name):
    return page.locator(".upload-row").filter(has_text=name)


def on_disk(tmp_path, name, **options):
    path = tmp_path / name
    path.write_bytes(make_upload(name, **options).read())
    return path


def test_dropped_pictures_are_sent_one_by_one_and_described_in_a_row(page, sign_in, editor):
    sign_in(editor)
    page.goto(LIST)
    page.get_by_text("Credit and licence for all of them").click()
    page.get_by_label("Credit").fill("Ann Lee")
    page.get_by_label("Licence", exact=True).last.select_option("CC BY 4.0")
    files = [file(f"{name}.jpg", make_upload(size=(600 + place, 400))) for place, name in enumerate("abc")]
    page.evaluate(DROP, [[*files, file("words.jpg")]])
    for name in "abc":
        expect(row(page, f"{name}.jpg")).to_contain_text("Added")
    expect(row(page, "words.jpg")).to_contain_text("This is not a picture we can use")
    expect(row(page, "words.jpg").get_by_role("button", name="Try again")).to_be_visible()
    expect(page.get_by_text("3 added, 1 not.")).to_be_visible()
    page.get_by_role("link", name="Describe them").click()
    for left in ("2 more wait", "1 more waits"):
        expect(page.get_by_text(left)).to_be_visible()
        page.get_by_label("Alternative text").fill(f"Seen, {left}")
        page.get_by_role("button", name="Save and next").click()
    page.get_by_label("Alternative text").fill("The last one")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page).to_have_url(LIST)
    assert set(Image.objects.values_list("credit", "licence")) == {("Ann Lee", "CC BY 4.0")}
    assert Image.objects.undescribed().count() == 0


def test_picture_that_is_there_already_is_offered_instead(page, sign_in, editor):
    sign_in(editor)
    page.goto(LIST)
    picture = file("a.png", make_upload("a.png"), "image/png")
    page.evaluate(DROP, [[picture]])
    expect(row(page, "a.png")).to_contain_text("Added")
    page.evaluate(DROP, [[picture | {"name": "again.png"}]])
    expect(row(page, "again.png")).to_contain_text("In the library already")
    row(page, "again.png").get_by_role("link").click()
    expect(page).to_have_url(page_of(Image.objects.get()))


def test_upload_is_stopped_and_tried_again(page, sign_in, editor):
    sign_in(editor)
    page.goto(LIST)
    held = []

    def hold(route):  # Playwright cannot mark a method of a list as its handler
        held.append(route)

    page.route("**/image/add/", hold)
    page.evaluate(DROP, [[file(f"{name}.jpg", make_upload(size=(60 + place, 40))) for place, name in enumerate("abc")]])
    expect(row(page, "c.jpg")).to_contain_text("Waiting")
    row(page, "c.jpg").get_by_role("button", name="Cancel").click()
    row(page, "a.jpg").get_by_role("button", name="Cancel").click()
    for name in "ac":
        expect(row(page, f"{name}.jpg")).to_contain_text("Stopped")
    held[1].abort()
    expect(row(page, "b.jpg")).to_contain_text("It could not be sent.")
    page.unroute("**/image/add/")
    for name in "abc":
        row(page, f"{name}.jpg").get_by_role("button", name="Try again").click()
        expect(row(page, f"{name}.jpg")).to_contain_text("Added")
    assert Image.objects.count() == 3


def test_file_that_is_too_large_is_not_even_sent(page, sign_in, editor):
    sign_in(editor)
    page.goto(LIST)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    page.evaluate(
        """() => document.querySelector("[data-uploads]").dispatchEvent(
        new CustomEvent("library:files", { detail: [new File([new Uint8Array(16 * 2 ** 20)], "huge.jpg")] }))"""
    )
    expect(row(page, "huge.jpg")).to_contain_text("larger than 15 MB")
    assert asked == []


@without_javascript
def test_pictures_are_added_and_described_without_javascript(page, sign_in, editor, tmp_path):
    sign_in(editor)
    page.goto(LIST)
    chosen = [on_disk(tmp_path, f"{name}.jpg", size=(60 + place, 40)) for place, name in enumerate("ab")]
    page.get_by_label("Drop pictures here").set_input_files(chosen)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_text("1 more waits for a description.")).to_be_visible()
    page.get_by_label("Alternative text").fill("A chip")
    page.get_by_label("from the left, in %").fill("20")
    page.get_by_role("button", name="Save and next").click()
    first = Image.objects.order_by("pk").first()
    assert (first.alt, first.focal_x) == ("A chip", 20)


def test_focal_point_is_picked_by_click_drag_and_keys(page, sign_in, editor):
    image = make_image(file=make_upload(size=(900, 600)))
    sign_in(editor)
    page.goto(page_of(image))
    x, y = (page.get_by_role("spinbutton", name=f"from the {side}, in %") for side in ("left", "top"))
    area = page.locator("[data-focal-point]")
    box = area.bounding_box()
    area.click(position={"x": box["width"] * 0.25, "y": box["height"] * 0.75})
    expect(x).to_have_value("25")
    expect(y).to_have_value("75")
    page.mouse.move(box["x"] + box["width"] * 0.25, box["y"] + box["height"] * 0.75)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] * 0.3, steps=4)
    page.mouse.up()
    expect(x).to_have_value("60")
    expect(y).to_have_value("30")
    mark = page.get_by_role("button", name="Focal point, 60 % from the left")
    expect(mark).to_be_focused()
    for key in ("ArrowLeft", "ArrowDown", "Shift+ArrowDown", "Shift+ArrowUp", "Shift+ArrowRight"):
        mark = page.locator(".focal-mark")
        mark.press(key)
    expect(x).to_have_value("69")
    expect(y).to_have_value("31")
    square = page.locator(".crops__square img")
    expect(square).to_have_css("object-position", "70% 30%")
    y.fill("0")
    expect(square).to_have_css("object-position", "70% 0%")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_be_visible()
    image.refresh_from_db()
    assert image.focal_point == (69, 0)


def test_focal_point_is_kept_by_the_cards_of_the_site(page, sign_in, editor):
    image = make_image(file=make_upload(size=(900, 300)), focal_x=100, focal_y=20)
    make_article("Leads", cover=image, featured=True)
    make_article("Follows", cover=image)
    page.goto("/")
    cut = page.locator(".card__picture img")
    assert cut.count() >= 2
    for place in range(cut.count()):
        expect(cut.nth(place)).to_have_css("object-position", "100% 20%")


def test_file_is_replaced_and_readers_see_the_new_one(page, sign_in, editor, tmp_path):
    image = make_image(file=make_upload(size=(900, 600)))
    article = make_article(cover=image, body=f'<figure><img src="{image.file.url}" alt="x"></figure>')
    sign_in(editor)
    page.goto(page_of(image))
    page.get_by_role("link", name="Replace the file").click()
    page.get_by_label("Picture", exact=True).set_input_files(on_disk(tmp_path, "new.png", size=(640, 320)))
    page.get_by_role("button", name="Replace it").click()
    expect(page.locator(".messagelist")).to_contain_text("Is the focal point still right?")
    page.goto(article.get_absolute_url())
    image.refresh_from_db()
    for shown in (page.locator(".cover img"), page.locator(".prose figure img")):
        expect(shown).to_have_js_property("complete", True)
        assert shown.evaluate("image => image.naturalWidth / image.naturalHeight") == 2


def test_picture_in_use_is_not_deleted_and_says_where(page, sign_in, editor):
    image = make_image(alt="Teal")
    make_article("Shows it", cover=image)
    sign_in(editor)
    page.goto(page_of(image))
    page.get_by_role("link", name="Delete").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("“Teal” cannot be deleted")
    expect(page.get_by_role("button", name="Delete it")).to_have_count(0)
    page.get_by_role("link", name="Shows it").click()
    expect(page.get_by_label("Headline")).to_have_value("Shows it")


def test_pictures_are_selected_in_a_row_and_deleted(page, sign_in, editor):
    for place in range(5):
        make_image(file=make_upload(size=(60 + place, 40)), alt=f"Number {place}")
    sign_in(editor)
    page.goto(LIST)
    expect(page.get_by_label("Action")).to_be_hidden()
    page.get_by_label("Select Number 4").check()
    page.get_by_label("Select Number 2").click(modifiers=["Shift"])
    expect(page.get_by_text("3 selected", exact=True)).to_be_visible()
    page.get_by_label("Action").select_option("Delete what is not used")
    page.get_by_role("button", name="Run").click()
    page.get_by_role("button", name="Delete them").click()
    expect(page.locator(".messagelist")).to_contain_text("3 pictures deleted.")
    page.get_by_label("Select all").check()
    expect(page.get_by_text("2 selected", exact=True)).to_be_visible()


def test_arrow_keys_walk_along_the_shelf(page, sign_in, editor):
    for place in range(3):
        make_image(file=make_upload(size=(60 + place, 40)), alt=f"Number {place}")
    sign_in(editor)
    page.goto(LIST)
    links = page.locator(".shelf__link")
    links.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(links.nth(1)).to_be_focused()
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    expect(links.nth(0)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page).to_have_url(page_of(Image.objects.get(alt="Number 2")))


@on_phone
def test_picture_is_added_and_found_on_a_phone(page, sign_in, editor, tmp_path):
    sign_in(editor)
    page.goto(LIST)
    page.get_by_label("Drop pictures here").set_input_files(on_disk(tmp_path, "phone.jpg"))
    expect(row(page, "phone.jpg")).to_contain_text("Added")
    page.get_by_role("link", name="Show them in the library").click()
    page.get_by_label("Search pictures").fill("phone")
    page.get_by_role("button", name="Search").click()
    expect(page.locator(".shelf__item")).to_have_count(1)


@pytest.mark.parametrize(("viewport", "scheme"), [(PHONE, "dark"), (DESKTOP, "light")], indirect=["viewport"])
def test_every_page_of_the_library_is_accessible(page_for_axe, sign_in, editor, scheme):
    image, spare = make_image(), make_image(file=make_upload(size=(60, 40)), alt="", licence="Ask Bob")
    make_article(cover=image)
    sign_in(editor, page_for_axe.context)
    page_for_axe.emulate_media(color_scheme=scheme)
    found = []
    queue = f"{page_of(image)}?queue={spare.pk}"
    for path in [LIST, f"{LIST}add/", page_of(spare), queue, page_of(image, "replace"), page_of(image, "delete")]:
        page_for_axe.goto(path)
        page_for_axe.wait_for_load_state("networkidle")
        found += faults(page_for_axe)
    page_for_axe.goto(LIST)
    page_for_axe.get_by_text("Credit and licence for all of them").click()
    page_for_axe.evaluate(DROP, [[file("words.jpg"), file("good.jpg", make_upload(size=(61, 40)))]])
    expect(row(page_for_axe, "good.jpg")).to_contain_text("Added")
    page_for_axe.get_by_label("Select all").check()
    found += faults(page_for_axe)
    for action in ("Set credit and licence", "Delete what is not used"):
        page_for_axe.goto(LIST)
        page_for_axe.get_by_label("Select all").check()
        page_for_axe.get_by_label("Action").select_option(action)
        page_for_axe.get_by_role("button", name="Run").click()
        found += faults(page_for_axe)
    assert found == []


def test_bar_shows_how_much_of_a_file_was_sent(page, sign_in, editor):
    sign_in(editor)
    page.goto(LIST)
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 200_000}
    page.context.new_cdp_session(page).send("Network.emulateNetworkConditions", slow)
    words = base64.b64encode(b"words" * 120_000).decode()
    page.evaluate(DROP, [[{"name": "words.jpg", "type": "image/jpeg", "body": words}]])
    bar = row(page, "words.jpg").locator("progress")
    expect(bar).to_have_attribute("aria-label", "words.jpg")
    page.wait_for_function("bar => bar.value > 0 && bar.value < bar.max", arg=bar.element_handle())
    expect(row(page, "words.jpg")).to_contain_text("This is not a picture we can use")
    assert bar.evaluate("bar => bar.value === bar.max")
