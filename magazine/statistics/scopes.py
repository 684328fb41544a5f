"""Whose numbers a page shows: those of the magazine, of a category, an author or an article; and who may see them."""

from dataclasses import dataclass, field

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from articles.models import Activity, Article, Byline, Category
from articles.models.activity import ActivityQuerySet, Kind, Subject

from .periods import COUNTERS

NEWEST = 500  # articles of a category or an author, of which the lists of its best are made


@dataclass(frozen=True)
class Scope:
    """`subject` is None for the whole magazine; `counters` are those that whoever asks may know."""

    title: str
    subject: Subject | None = None
    counters: list[str] = field(default_factory=lambda: list(COUNTERS))

    @property
    def rows(self) -> ActivityQuerySet:
        """All categories together are the magazine, as an article is in exactly one."""
        return Activity.objects.of(self.subject) if self.subject else Activity.objects.of_kind(Kind.CATEGORY)

    @property
    def has_lists(self) -> bool:
        return self.subject is None or self.subject.kind != Kind.ARTICLE

    @property
    def name(self) -> str:
        """For keys of the cache."""
        return "-".join(str(int(part)) for part in self.subject or ())

    def address_of(self, article: Article) -> str:
        """Where more stands about an article that is on a list."""
        if self.counters == COUNTERS:
            return reverse("admin:statistics-article", args=[article.pk])
        return article.get_absolute_url()

    def articles_among(self, candidates: QuerySet) -> QuerySet | set[int]:
        """Which of these belong here, and the newest that do: what is old and was not read much is on no list."""
        if self.subject is None:
            return candidates
        keys = [row["subject"] for row in candidates]
        if self.subject.kind == Kind.CATEGORY:
            here = Article.objects.filter(category=self.subject.key)
            newest = here.filter(status=Article.Status.PUBLISHED).newest_keys(0, NEWEST)
            return {*here.filter(pk__in=keys).values_list("pk", flat=True), *newest}
        bylines = Byline.objects.filter(author=self.subject.key)
        signed = bylines.filter(article__in=keys).values_list("article", flat=True)
        return {*signed, *bylines.published().newest_keys(0, NEWEST)}


def sees_everything(user) -> bool:
    return user.has_perm("articles.publish_article")


def own_scope(user) -> Scope | None:
    """Editors see the magazine, authors what they signed, moderators how much is being said."""
    if sees_everything(user):
        return Scope(_("The magazine"))
    if user.has_perm("articles.change_article"):
        return Scope(_("Your articles"), Subject(Kind.AUTHOR, user.pk))
    if user.has_perm("comments.change_comment"):
        return Scope(_("The magazine"), counters=["comments"])
    return None


def scope_of_category(user, category: Category) -> Scope:
    if not sees_everything(user):
        raise PermissionDenied(_("Only editors see the numbers of a category."))
    return Scope(category.name, Subject(Kind.CATEGORY, category.pk))


def scope_of_author(user, author: User) -> Scope:
    if author != user and not sees_everything(user):
        raise PermissionDenied(_("Only editors see the numbers of others."))
    if not user.has_perm("articles.change_article"):
        raise PermissionDenied(_("What readers do with articles is shown to authors and editors."))
    return Scope(str(author), Subject(Kind.AUTHOR, author.pk))


def scope_of_article(article: Article) -> Scope:
    return Scope(article.title, Subject(Kind.ARTICLE, article.pk))


def articles_seen_by(user) -> QuerySet[Article]:
    """Whose numbers `user` may ask for one by one."""
    if not user.has_perm("articles.change_article"):
        raise PermissionDenied(_("What readers do with an article is shown to its authors and to editors."))
    return Article.objects.all() if sees_everything(user) else Article.objects.written_by(user)
