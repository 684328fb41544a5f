"""Whom a writer may mean by the beginning of a name: those who take part in the talk, then anybody."""

from django.db.models import QuerySet
from django.db.models.functions import Lower

from accounts.models import User
from articles.models import Article

MOST = 8
LATEST = 200  # comments whose authors take part
SHORTEST = 2  # letters by which somebody is found who does not


def names_like(begun: str, article: Article) -> list[User]:
    begun = begun.lower()
    near = [person for person in _talking(article) if _is_meant(person, begun)]
    far = _beginning(begun) if len(begun) >= SHORTEST else []
    return [*near, *(person for person in far if person not in near)][:MOST]


def _is_meant(person: User, begun: str) -> bool:
    return any(word.startswith(begun) for word in [person.username.lower(), *str(person).lower().split()])


def _talking(article: Article) -> list[User]:
    """Who wrote last comes first."""
    latest = article.comments.visible().order_by("-created_at").values_list("author", flat=True)[:LATEST]
    keys = list(dict.fromkeys(latest))
    people = User.objects.confirmed().in_bulk(keys)
    return [people[key] for key in keys if key in people]


def _beginning(begun: str) -> QuerySet[User]:
    """As a range, which is a walk along the index of the constraint."""
    people = User.objects.confirmed().annotate(lower=Lower("username"))
    return people.filter(lower__gte=begun, lower__lt=f"{begun}\uffff").order_by("lower")[:MOST]
