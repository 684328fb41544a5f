from django.contrib.auth import get_user_model
from django.db.models import Exists, OuterRef, Q, QuerySet

from .models import Article


def people() -> QuerySet:
    """Who has a public page: everybody with an account, and who is gone but has signed something that is published."""
    signed = Article.objects.published().filter(bylines__author=OuterRef("pk"))
    return get_user_model().objects.filter(Q(is_active=True) | Exists(signed))
