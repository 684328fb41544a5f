import pytest

from search.words import Query, Term


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("AI", Term(("ai",))),
        ("passke", Term((), ("passke",))),
        ("computi", Term(("comput", "compute"), ("computi",))),
        ("мікросхемами", Term((), ("мікросхем",))),
        ('"As It stands"', Term(("As It stands",))),
    ],
)
def test_last_word_may_be_begun(typed, term):
    assert Query.of(typed).begun.terms == [term]


@pytest.mark.parametrize("typed", ["", '"', '""', "()*-^", "\0", "\ud800"])
def test_what_is_no_word_is_left_out(typed):
    assert Query.of(typed).terms == []
