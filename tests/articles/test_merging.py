"""Two people's changes of one text: what can be brought together is, and nothing is lost where it cannot."""

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.merging import Clash, Merge, merge, merge_blocks, merge_bodies

BASE = {
    "title": "Chips", "slug": "chips", "lead": "", "body": "<p>One.</p><p>Two.</p><p>Three.</p>", "category": 1, "tags": [1, 2],
    "byline": [1], "cover": None, "source_name": "", "source_url": "", "seo_title": "", "seo_description": "", "canonical_url": "",
}  # fmt: skip
texts = st.lists(st.sampled_from("abcdef"), max_size=7)
contents = st.fixed_dictionaries(
    {
        "title": st.sampled_from(["x", "y", "z"]),
        "tags": st.sets(st.integers(1, 5)).map(sorted),
        "body": texts.map(lambda blocks: "".join(f"<p>{block}</p>" for block in blocks)),
    }
)


def joined(parts):
    """The blocks on which all agree."""
    return [block for part in parts if isinstance(part, list) for block in part]


def clashes(parts):
    return [part for part in parts if isinstance(part, tuple)]


def body(base, mine, theirs):
    return "".join(str(part) if isinstance(part, str) else "!" for part in merge_bodies(base, mine, theirs))


def test_fields_that_only_one_changed_are_taken_from_each():
    merged = merge(BASE, BASE | {"title": "Wafers", "tags": [1, 2, 3]}, BASE | {"lead": "New", "tags": [2, 4]})
    assert merged.clashes == []
    assert merged.settled({}) == BASE | {"title": "Wafers", "lead": "New", "tags": [2, 3, 4]}


def test_field_that_both_changed_waits_for_a_choice():
    merged = merge(BASE, BASE | {"title": "Wafers"}, BASE | {"title": "Dies"})
    assert (
        merged.clashes == [clash] == [Clash("title", "Chips", "Wafers", "Dies")] if (clash := merged.clashes[0]) else 0
    )
    assert clash.choices == ["mine", "theirs"]
    assert merged.settled({clash.key: "theirs"})["title"] == "Dies"


def test_neighbouring_paragraphs_do_not_clash():
    mine, theirs = "<p>1.</p><p>Two.</p><p>Three.</p>", "<p>One.</p><p>2.</p><p>Three.</p><p>Four.</p>"
    assert body(BASE["body"], mine, theirs) == "<p>1.</p><p>2.</p><p>Three.</p><p>Four.</p>"


def test_one_paragraph_that_both_changed_clashes_alone():
    mine, theirs = "<p>One.</p><p>2.</p><p>3.</p>", "<p>0.</p><p>II.</p><p>Three.</p>"
    merged = Merge({}, merge_bodies(BASE["body"], mine, theirs))
    (clash,) = merged.clashes
    assert clash == Clash("body", "<p>Two.</p>", "<p>2.</p>", "<p>II.</p>")
    assert merged.settled({clash.key: "both"})["body"] == "<p>0.</p><p>2.</p><p>II.</p><p>3.</p>"


@pytest.mark.parametrize(
    ("base", "mine", "theirs", "merged"),
    [
        ("ab", "axb", "aby", "axby"),
        ("abc", "ac", "abcd", "acd"),
        ("abc", "bc", "aBc", "Bc"),
        ("abc", "", "aBc", "!"),
        ("ab", "abx", "aby", "ab!"),
        ("ab", "abx", "abx", "abx"),
        ("ab", "xyb", "aBb", "xyBb"),
        ("", "x", "y", "!"),
    ],
)
def test_bodies_are_merged_block_by_block(base, mine, theirs, merged):
    parts = merge_blocks(list(base), list(mine), list(theirs))
    assert "".join("!" if isinstance(part, tuple) else "".join(part) for part in parts) == merged


def test_form_in_which_the_editor_writes_lists_is_no_change():
    base, edited = "<ul><li>a</li><li>b</li></ul>\n<p>x</p>\n", "<ul><li><p>a</p></li><li><p>b</p></li></ul><p>x</p>"
    assert body(base, edited + "<p>y</p>", base.replace("b", "c")) == "<ul><li>a</li><li>c</li></ul><p>x</p><p>y</p>"


def test_choice_is_for_these_two_texts_only():
    one, other = Clash("title", "a", "b", "c"), Clash("title", "a", "b", "d")
    assert one.key != other.key


def test_same_clash_in_two_places_is_asked_once():
    clash = Clash("body", "a", "b", "c")
    assert Merge({}, [clash, "<p>x</p>", clash]).clashes == [clash]


@given(texts, texts)
def test_what_one_changed_is_taken_whole(base, changed):
    assert joined(merge_blocks(base, changed, base)) == changed
    assert joined(merge_blocks(base, base, changed)) == changed


@given(texts, texts)
def test_what_both_changed_alike_does_not_clash(base, changed):
    assert clashes(merge_blocks(base, changed, changed)) == []
    assert joined(merge_blocks(base, changed, changed)) == changed


@given(texts, texts, texts)
def test_sides_may_change_places(base, mine, theirs):
    swapped = [
        (part[0], part[2], part[1]) if isinstance(part, tuple) else part for part in merge_blocks(base, theirs, mine)
    ]
    assert merge_blocks(base, mine, theirs) == swapped


@given(texts, texts, texts)
def test_choosing_one_side_everywhere_loses_nothing_of_it(base, mine, theirs):
    """Its own blocks all stand in the result, in their order, but for what the other one took away."""
    for side, text, other in ((1, mine, theirs), (2, theirs, mine)):
        chosen = [
            block
            for part in merge_blocks(base, mine, theirs)
            for block in (part[side] if isinstance(part, tuple) else part)
        ]
        for block in set(text) - set(base):
            assert chosen.count(block) >= text.count(block)
        for block in set(base) - set(text):
            assert block not in chosen or block in other


@given(contents, contents, contents)
def test_every_clash_can_be_settled_and_no_other_is_asked(base, mine, theirs):
    merged = merge(base, mine, theirs)
    choices = {clash.key: "theirs" for clash in merged.clashes}
    settled = merged.settled(choices)
    assert settled.keys() == base.keys()
    assert bool(merged.clashes) <= (base not in (mine, theirs) and mine != theirs)


def test_text_of_the_same_paragraphs_is_merged_in_seconds():
    began = process_time()
    merge_blocks(["a"] * 1900, ["a", "b"] * 950, ["a", "c"] * 950)
    assert process_time() - began < 5
