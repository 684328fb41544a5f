from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User

from .models import Byline


def people() -> QuerySet:
    """Who has a public page: everybody with a confirmed account, and who signed something that is published."""
    signed = Byline.objects.published().filter(author=OuterRef("pk"))
    return User.objects.confirmed() | User.objects.filter(Exists(signed))
