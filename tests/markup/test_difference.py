"""What differs between two texts, as the history shows it."""

import re
from html import unescape
from random import Random
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from markup import Change, compare_blocks, compare_bodies, compare_text

NUMBERS = [f"w{number}" for number in range(80)]
sample = Random(1).sample


def test_words_are_marked_one_by_one():
    assert compare_text("The brown fox jumps.", "The red fox leaps.") == (
        "The <del>brown</del> <ins>red</ins> fox <del>jumps</del><ins>leaps</ins>."
    )


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("<p>a &lt;b&gt; c</p>", "<p>a &lt;i&gt; c</p>", "<p>a &lt;<del>b</del><ins>i</ins>&gt; c</p>"),
        ("<p>one two</p>", "<p>one <strong>three</strong></p>", "<p>one <del>two</del><strong><ins>three</ins></strong></p>"),
        ("<ul><li>a</li></ul>", "<ul><li>a</li><li>b</li></ul>", "<ul><li>a</li><li><ins>b</ins></li></ul>"),
        ("<pre><code>a\n  b</code></pre>", "<pre><code>a\n  c</code></pre>", "<pre><code>a\n  <del>b</del><ins>c</ins></code></pre>"),
        ("<p><del>gone</del> x</p>", "<p><del>gone</del> y</p>", "<p><s>gone</s> <del>x</del><ins>y</ins></p>"),
    ],
)  # fmt: skip
def test_tags_stay_around_the_marks(old, new, marked):
    assert compare_blocks(old, new) == marked


def test_blocks_are_told_apart():
    old = "<p>The same.</p><p>One long sentence about chips.</p><p>Gone.</p>"
    new = "<p>The same.</p><p>Something entirely new.</p><p>One long sentence about wafers.</p>"
    assert compare_bodies(old, new) == [
        Change("same", "<p>The same.</p>"),
        Change("added", "<p>Something entirely new.</p>"),
        Change("changed", "<p>One long sentence about <del>chips</del><ins>wafers</ins>.</p>"),
        Change("removed", "<p>Gone.</p>"),
    ]


def test_text_is_no_markup():
    assert compare_text("", "<script>alert(1)</script>").count("<script") == 0


@given(*[st.text(st.characters(exclude_categories=["C"]))] * 2)
def test_both_texts_can_be_read_out_of_the_difference(old, new):
    marked = compare_text(old, new)
    for text, gone in ((old, "ins"), (new, "del")):
        words = unescape(re.sub(rf"<{gone}>.*?</{gone}>|</?(?:ins|del)>", "", marked, flags=re.DOTALL)).split()
        assert "".join(words) == "".join(text.split())


def paragraphs(words) -> str:
    return "".join(f"<p>{word}</p>" for word in words)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("<p>" + "a " * 1900 + "</p>", "<p>" + "a b " * 950 + "</p>"),
        (paragraphs(["a " * 99] * 100), paragraphs(["a b " * 49] * 100)),
        (paragraphs(["a"] * 1900), paragraphs(["a", "b"] * 950)),
        (paragraphs(" ".join(sample(NUMBERS, 40)) for _ in range(1900)), paragraphs(" ".join(sample(NUMBERS, 40)) for _ in range(1900))),
    ],
    ids=["one paragraph", "many paragraphs", "the same paragraph", "all paragraphs"],
)  # fmt: skip
def test_texts_that_are_hard_to_compare_take_seconds_at_most(old, new):
    began = process_time()
    changes = compare_bodies(old, new)
    assert process_time() - began < 8
    assert {change.kind for change in changes} - {"same"}
