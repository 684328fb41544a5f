"""Footnotes: in the text as they are stored, below it for readers."""

import pytest

import markup
from markup.tree import parse

BODY = (
    '<p>It began<small class="footnote">In <em>1971</em>, says <a href="/articles/x/">x</a>.</small> with a chip'
    '<small class="footnote">Or two.</small>.</p><p>More.</p>'
)


def rendered(body):
    return markup.render_article(body, lambda *image: None)


def test_footnotes_are_stored_where_they_belong():
    assert markup.clean_article(BODY) == BODY


def test_marks_lead_to_the_notes_and_the_notes_back():
    root = parse(rendered(BODY))
    assert root[0].text_content() == "It began1 with a chip2."
    marks, backs = (root.xpath(f'.//a[@role="doc-{role}"]') for role in ("noteref", "backlink"))
    for number, (mark, back) in enumerate(zip(marks, backs, strict=True), 1):
        item = back.getparent()
        assert (mark.get("href"), mark.get("id")) == (f"#{item.get('id')}", f"fnref:{number}")
        assert back.get("href") == f"#{mark.get('id')}"
        assert back.get("aria-label") == f"Back to mark {number} in the text"
        assert mark.get("aria-describedby") == root.find(".//h2").get("id")
    assert root[-1].get("role") == "doc-endnotes"
    assert 'In <em>1971</em>, says <a href="/articles/x/">x</a>.' in rendered(BODY)


def test_heading_called_footnotes_has_another_id():
    html = rendered(f"<h2>Footnotes</h2>{BODY}")
    assert html.count('id="footnotes"') == 1
    assert '<h2 id="footnotes-2">Footnotes</h2>' in html


def test_text_without_footnotes_has_no_section():
    assert rendered("<p>a</p>") == "<p>a</p>"


def test_feeds_number_them_and_lead_to_the_page():
    html = markup.render_for_feeds(BODY, "https://magazine.example/articles/y/")
    assert 'href="https://magazine.example/articles/y/#fn:1"' in html
    assert '<li id="fn:2"><span>Or two.</span>' in html
    assert "<small" not in html


def test_words_of_notes_are_found_and_sentences_stay_whole():
    assert markup.text(BODY) == "It began with a chip. More. In 1971, says x. Or two."


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>a<small>b</small></p>", "<p>ab</p>"),
        ('<p>a<small class="print">b</small></p>', "<p>ab</p>"),
        ('<p>a<small class="footnote"> </small>b</p>', "<p>ab</p>"),
        ('<h2>a<small class="footnote">b</small></h2>', "<h2>ab</h2>"),
        ('<p><a href="/x/">a<small class="footnote">b</small></a></p>', '<p><a href="/x/">ab</a></p>'),
        ('<pre><code>a<small class="footnote">b</small></code></pre>', "<pre><code>ab</code></pre>"),
        (
            '<p>a<small class="footnote">b<small class="footnote">c</small></small></p>',
            '<p>a<small class="footnote">bc</small></p>',
        ),
        ('<small class="footnote"><ul><li>a</li></ul></small>', "<ul><li>a</li></ul>"),
        ('<small class="footnote">a<img src="/media/b.jpg"></small>', 'a<img src="/media/b.jpg">'),
    ],
)
def test_footnote_in_the_wrong_place_becomes_text(dirty, clean):
    assert markup.clean_article(dirty) == clean
