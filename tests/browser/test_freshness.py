"""Technical articles from a reader who finds that one fails to the editor who checks it; articles in other languages."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from articles.models import Article
from corrections.models import Mark
from sitesettings.models import SiteSettings

from ..factories import make_article, make_image
from .screens import each_screen, faults, with_and_without_javascript

HEBREW = (
    "<p>בשנת 1965 כתב גורדון מור מאמר קצר על מספר הרכיבים בשבב (Intel, <code>pip install chip</code>), והוא צדק.</p>"
    "<h2>מה קרה אחר כך?</h2><ul><li>ראשית, המחירים ירדו.</li><li>שנית, Moore הפך לחוק.</li></ul>"
    "<blockquote><p>המספר יוכפל מדי שנה!</p></blockquote>"
    '<pre><code class="language-python">print("שלום", 1 + 1)</code></pre>'
    "<table><thead><tr><th>שנה</th><th>רכיבים</th></tr></thead><tbody><tr><td>1965</td><td>64</td></tr></tbody></table>"
)


@pytest.fixture
def old(live_server, alice):
    at = timezone.now() - timedelta(days=700)
    return make_article("Threads", authors=[alice], tested_with="Python 3.12\nDjango 5.0", published_at=at)


@pytest.fixture
def hebrew(live_server, alice):
    original = make_article("Chips and law", authors=[alice])
    return make_article(
        "חוק מור והשבבים, שישים שנה אחרי",
        slug="moore",
        lead="איך ניחוש אחד של מהנדס הפך ללוח זמנים של תעשייה שלמה.",
        body=HEBREW,
        language="he",
        translation_of=original,
        authors=[alice],
        cover=make_image(),
    )


@each_screen
@with_and_without_javascript
def test_guest_marks_what_fails_and_others_are_told(page, old):
    SiteSettings(stale_marks=1).save()
    page.goto("/articles/threads/")
    expect(page.get_by_text("Tested with Python 3.12, Django 5.0")).to_be_visible()
    expect(page.get_by_text("Some of it may not work any more.")).to_be_visible()
    page.get_by_role("button", name="This no longer works").click()
    expect(page.get_by_text("You said that this no longer works.")).to_be_in_viewport()
    expect(page.get_by_text("1 reader found that it no longer works")).to_have_count(1)
    page.get_by_role("button", name="Take it back").click()
    expect(page.get_by_role("button", name="This no longer works")).to_be_visible()
    assert not Mark.objects.exists()


@with_and_without_javascript
def test_reader_says_what_fails_and_the_editor_checks_it(page, new_context, base_url, sign_in, old, bob, editor):
    sign_in(bob)
    page.goto("/articles/threads/")
    page.get_by_text("Something in it fails?").click()
    page.get_by_label("What, and with which version?").fill("Fails with Django 6.1")
    page.get_by_role("button", name="This no longer works").click()
    expect(page.get_by_text("You said that this no longer works.")).to_be_visible()
    sign_in(editor)
    page.goto("/admin/")
    page.get_by_role("link", name="Freshness").click()
    expect(page.get_by_text("Fails with Django 6.1")).to_be_visible()
    page.get_by_role("button", name="Still correct today: Threads").click()
    expect(page.get_by_text("Threads: still correct today.")).to_be_visible()
    assert Article.objects.get(pk=old.pk).verified_at


@each_screen
def test_editor_says_what_it_was_tested_with_and_what_it_translates(page, sign_in, editor, old, hebrew):
    sign_in(editor)
    page.goto(f"/admin/articles/article/{old.pk}/change/")
    page.get_by_role("heading", name="Language and versions").click()
    page.get_by_label("Tested with").fill("Python 3.14\nDjango 6.1")
    page.get_by_label("Language", exact=True).select_option("uk")
    page.locator("#id_translation_of + .select2").click()
    page.locator(".select2-search__field").last.fill("Chips")
    page.get_by_role("option", name="Chips and law").click()
    page.get_by_role("button", name="Publish changes").click()
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.get_by_text("Published:")).to_be_visible()
    old.refresh_from_db()
    assert (old.products, old.lang) == (["Python 3.14", "Django 6.1"], "uk")
    assert old.translation_of == hebrew.translation_of


@each_screen
def test_hebrew_begins_at_the_right_and_code_at_the_left(page, hebrew):
    page.goto("/articles/moore/")
    boxes = {
        name: page.locator(place).first.bounding_box()
        for name, place in {"title": "h1", "text": "[data-text]", "byline": ".byline", "lead": ".article__lead"}.items()
    }
    right = {name: box["x"] + box["width"] for name, box in boxes.items()}
    wide = page.viewport_size["width"] > 1152
    assert right["title"] == pytest.approx(right["byline" if wide else "text"], abs=1)
    assert right["lead"] == pytest.approx(right["text"], abs=1)
    if wide:
        assert boxes["byline"]["x"] > right["text"]
    style = "element => getComputedStyle(element).direction"
    assert page.locator("[data-text] p").first.evaluate(style) == "rtl"
    assert {page.locator(place).first.evaluate(style) for place in ("[data-text] pre", ".byline", "#comments")} == {
        "ltr"
    }
    expect(page.get_by_role("link", name="English", exact=True)).to_have_attribute("href", "/articles/chips-and-law/")


@each_screen
def test_pages_of_other_languages_and_old_ones_have_no_faults(page_for_axe, old, hebrew):
    SiteSettings(stale_marks=1).save()
    for path in ("/articles/moore/", "/articles/threads/", "/"):
        page_for_axe.goto(path)
        assert faults(page_for_axe) == []
