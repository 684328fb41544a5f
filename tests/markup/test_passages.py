"""Words of a body are replaced inside the tags that they stand in, or not at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import markup

BODY = '<p>A <strong>bold</strong> start, <em>really</em>.</p><p>See <a href="/old/">the paper</a>.</p>'


def replaced(old, new, body=BODY):
    passages = markup.Passages(body)
    start = passages.text.index(old)
    return passages.replaced(start, start + len(old), new)


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("start", "begin", "<p>A <strong>bold</strong> begin, "),
        ("bold", "brave", "<p>A <strong>brave</strong> start"),
        ("A bold start", "A brave start", "<p>A <strong>brave</strong> start"),
        ("A bold start", "One bold beginning", "<p>One <strong>bold</strong> beginning, "),
        ("start, ", "start and end, ", "</strong> start and end, <em>"),
        ("start", "<b>x</b> & y", " &lt;b&gt;x&lt;/b&gt; &amp; y, <em>"),
    ],
)
def test_change_stays_inside_its_tags(old, new, expected):
    assert expected in replaced(old, new)


@pytest.mark.parametrize(
    ("old", "new"), [("A bold start", "Slowly"), ("really.\n\nSee the", "Look"), ("bold start", "mild")]
)
def test_change_across_tags_is_refused(old, new):
    assert replaced(old, new) is None


def test_only_link_of_a_passage_gets_another_address():
    passages = markup.Passages(BODY)
    start = passages.text.index("See the paper")
    assert '<a href="/new/">the paper</a>' in passages.relinked(start, start + 13, "/new/")
    assert markup.Passages(BODY).relinked(0, 5, "/new/") is None


def test_footnotes_come_last_as_readers_find_them():
    body = '<p>It began<small class="footnote">In 1971.</small> with a chip.</p><p>End.</p>'
    assert markup.Passages(body).text.split("\n") == ["", "It began with a chip.", "", "End.", "", "In 1971."]
    assert '<small class="footnote">In 1972.</small>' in replaced("1971", "1972", body)


@given(new=st.text("ab c,.<&", min_size=1, max_size=30))
def test_whatever_is_put_in_is_text_and_nothing_else_changes(new):
    changed = replaced("start", new)
    assert changed is None or markup.Passages(changed).text == markup.Passages(BODY).text.replace("start", new)
