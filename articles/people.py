from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import User

from .models import Byline


def people() -> QuerySet:
    """Who has a public page: everybody with a confirmed account, and who signed something that is published."""
    return User.objects.confirmed() | authors()


def authors() -> QuerySet:
    """Whose name the newsroom has put under something that is published."""
    return User.objects.filter(Exists(Byline.objects.published().filter(author=OuterRef("pk"))))
