"""A quote finds its sentence again, whatever else is changed around it."""

from hypothesis import given
from hypothesis import strategies as st

import markup
from corrections.anchoring import Quote, Span

word = st.text("abcdefghij", min_size=1, max_size=7)
sentence = st.lists(word, min_size=4, max_size=12).map(lambda words: " ".join(words) + ".")
sentences = st.lists(sentence, min_size=1, max_size=6, unique=True)
MARKED = "The zebra xylophone 1956 stands alone here."


def text_of(*paragraphs):
    return markup.Passages("".join(f"<p>{words}</p>" for words in paragraphs)).text


@given(before=sentences, after=sentences, new_before=sentences, new_after=sentences)
def test_any_edit_elsewhere_keeps_the_anchor(before, after, new_before, new_after):
    old = text_of(*before, MARKED, *after)
    start = old.index(MARKED)
    quote = Quote.of(old, Span(start, start + len(MARKED)))
    new = text_of(*new_before, MARKED, *new_after)
    found = quote.find(new)
    assert found.is_exact
    assert new[found.start : found.end] == MARKED


@given(before=sentences, after=sentences, between=sentences, added=sentences)
def test_same_words_twice_are_told_apart_by_what_is_around_them(before, after, between, added):
    first, last = "alpha " * 9, "omega " * 9
    old = text_of(*before, f"{first}{MARKED}", *between, f"{last}{MARKED} kappa", *after)
    start = old.rindex(MARKED)
    quote = Quote.of(old, Span(start, start + len(MARKED)))
    new = text_of(*added, *before, f"{first}{MARKED}", *between, *added, f"{last}{MARKED} kappa", *after)
    assert quote.find(new).start == new.rindex(MARKED)


@given(words=sentences)
def test_sentence_that_is_gone_is_not_found(words):
    assert Quote(MARKED, "before", "after").find(text_of(*words)) is None


def test_sentence_that_was_changed_is_found_and_said_to_be_another():
    text = text_of("Before it.", "The zebra xylophone 1965 stands alone here.", "After it.")
    found = Quote(MARKED).find(text)
    assert not found.is_exact
    assert text[found.start : found.end] == "The zebra xylophone 1965 stands alone here."


def test_spaces_and_kinds_of_quotation_marks_do_not_count():
    found = Quote("“It's   a\nzebra”").find('He said: "It’s a zebra" - once.')
    assert (found.start, found.is_exact) == (9, True)


@given(text=st.text(max_size=200), exact=st.text(max_size=60), prefix=st.text(max_size=60), suffix=st.text(max_size=60))
def test_any_quote_finds_a_place_of_the_text_or_none(text, exact, prefix, suffix):
    if found := Quote(exact, prefix, suffix).find(text):
        assert 0 <= found.start < found.end <= len(text)
