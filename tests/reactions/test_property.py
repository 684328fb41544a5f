"""Whatever people and editors do, in whatever order, the numbers are those of the rows."""

import uuid

from django.test import override_settings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from articles.models import Activity, Stats
from reactions.bursts import Burst
from reactions.days import wrong_days
from reactions.models import DISLIKE, LIKE, Person, Reaction
from reactions.recount import wrong_stats

from ..factories import make_article, make_user

VISITORS = [uuid.UUID(int=number) for number in range(5)]
REACT = st.tuples(st.just("react"), st.integers(0, 6), st.sampled_from([LIKE, DISLIKE, 0]))
ADOPT = st.tuples(st.just("adopt"), st.integers(0, 4), st.integers(0, 1))
JUDGE = st.tuples(st.sampled_from(["void", "clear", "reopen"]), st.integers(0, 3), st.none())


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(REACT, REACT, REACT, ADOPT, JUDGE), max_size=25))
@override_settings(BURST_REACTIONS=3)
def test_numbers_are_those_of_the_rows_whatever_happened(db, alice, steps):
    article, users = make_article(), [make_user(), make_user()]
    people = [*(Person(visitor=v, network="n") for v in VISITORS), *(Person(user=u, network="n") for u in users)]
    for act, who, what in steps:
        bursts = list(Burst.objects.filter(article=article).order_by("pk"))
        if act == "react":
            Reaction.objects.set_on_article(article, people[who], what)
        elif act == "adopt":
            Reaction.objects.adopt(VISITORS[who], users[what])
        elif bursts:
            getattr(bursts[who % len(bursts)], act)(by=alice)
    counting = Reaction.objects.filter(article=article, voided=False)
    stats = Stats.objects.get(article=article)
    assert stats.likes == counting.filter(value=LIKE).count()
    assert stats.dislikes == counting.filter(value=DISLIKE).count()
    Activity.settle()
    assert not wrong_stats().exists()
    assert list(wrong_days()) == []
    Reaction.objects.all().delete()
    article.delete()
