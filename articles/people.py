from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User

from .models import Article


def people() -> QuerySet:
    """Who has a public page: everybody with a confirmed account, and who signed something that is published."""
    signed = Article.objects.published().filter(bylines__author=OuterRef("pk"))
    return User.objects.confirmed() | User.objects.filter(Exists(signed))
