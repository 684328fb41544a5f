import pytest

from magazine.statistics.charts import ceiling_of


@pytest.mark.parametrize(
    ("count", "ceiling"),
    [(0, 1), (1, 1), (2, 2), (3, 4), (7, 8), (9, 10), (10, 10), (11, 20), (1234, 2000), (99_999, 100_000)],
)
def test_axis_ends_at_the_next_round_number(count, ceiling):
    assert ceiling_of(count) == ceiling
