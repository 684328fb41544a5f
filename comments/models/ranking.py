"""Which of two comments readers think better of, when a few have voted on the one and many on the other."""

from django.db.models import Case, FloatField, IntegerField, Value, When
from django.db.models.expressions import Combinable
from django.db.models.functions import Cast, Round, Sqrt
from django.db.models.lookups import GreaterThan

Z = 1.96  # of 95 % confidence
MILLION = 1_000_000.0  # whole numbers compare alike in every database


def lower_bound(score: Combinable, votes: Combinable) -> Case:
    """The least share of likes that the votes prove: the lower bound of the Wilson score interval, in millionths.

    With u likes of n votes: (u + z²/2 - z·√(u·(n - u)/n + z²/4)) / (n + z²); 0 without votes. E. B. Wilson, "Probable
    Inference, the Law of Succession, and Statistical Inference", JASA 22 (1927); for ranking by Evan Miller, "How Not
    To Sort By Average Rating" (2009), https://www.evanmiller.org/how-not-to-sort-by-average-rating.html
    """
    n = Cast(votes, FloatField())
    likes = (Cast(score, FloatField()) + n) / Value(2.0)
    doubt = Value(Z) * Sqrt(likes * (n - likes) / n + Value(Z**2 / 4))
    bound = (likes + Value(Z**2 / 2) - doubt) / (n + Value(Z**2))
    return Case(When(GreaterThan(votes, 0), then=Cast(Round(bound * Value(MILLION)), IntegerField())), default=0)
