from datetime import datetime
from functools import partial
from typing import Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

import markup
from purging.log import purge

from ..addresses import absolute
from ..rendering import pictures_in, render_body, with_present_files
from ..share_card import delete_share_cards
from .activity import Activity, Kind, Subject
from .audit import AuditEntry, as_words, written
from .edition import TEXT, Edition
from .image import Image, PictureUse
from .listing import Byline
from .note import Mention
from .reviewable import Reviewable
from .stats import Stats
from .submission import Submission
from .taxonomy import Category, Tag
from .telling import NOTHING
from .translated import Translated
from .vouched import Vouched

CARD_FIELDS = [
    "slug",
    "title",
    "lead",
    "category",
    "cover",
    "words",
    "featured",
    "status",
    "published_at",
    "expires_at",
    "language",
]
ABOUT = {"title", "lead", "body", "category", "status", "published_at"}  # by which related posts are found
# Cache tags of all pages that list articles. A list is made anew after any change: editors act some hundred times a
# day, and to know which lists an article was on would cost more than making them.
LISTS = ("home", "feeds", "listings")
Action = AuditEntry.Action
WORDS_PER_MINUTE = 230  # silent reading of English non-fiction: Brysbaert 2019, doi:10.1016/j.jml.2019.104047


class ArticleQuerySet(models.QuerySet["Article"]):
    def published(self) -> Self:
        """What everybody may see at this moment, by this machine's clock."""
        now = timezone.now()
        return self.filter(
            Q(expires_at__isnull=True) | Q(expires_at__gt=now), status=Article.Status.PUBLISHED, published_at__lte=now
        )

    def visible_to(self, user) -> Self:
        """What `user` may open: editors everything, authors also their own, everybody else what is published."""
        if user.has_perm("articles.publish_article"):
            return self
        if user.has_perm("articles.change_article"):
            return self.published() | self.filter(pk__in=Byline.objects.filter(author=user).values("article"))
        return self.published()

    def open_to(self, user) -> Self:
        """Whose drafts, history and notes `user` may read: editors all of them, authors what they sign."""
        if user.has_perm("articles.publish_article"):
            return self
        return self.written_by(user) if user.has_perm("articles.view_article") else self.none()

    def waiting_for(self, user) -> Self:
        """Those this editor is asked to review."""
        return self.filter(pk__in=Submission.objects.waiting_for(user).order_by().values("article"))

    def sent_back_to(self, user) -> Self:
        return self.filter(pk__in=Submission.objects.sent_back_to(user).order_by().values("article"))

    def calling(self, user) -> Self:
        """Those with a note that names `user`, who has not read it yet."""
        return self.filter(pk__in=Mention.objects.unseen_by(user).order_by().values("note__article"))

    def appearing(self, since: datetime, until: datetime) -> Self:
        """Scheduled for a moment after the first and up to the second."""
        return self.filter(status=Article.Status.PUBLISHED, published_at__gt=since, published_at__lte=until)

    def expiring(self, since: datetime, until: datetime) -> Self:
        return self.filter(status=Article.Status.PUBLISHED, expires_at__gt=since, expires_at__lte=until)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def newly_worded(self) -> Self:
        """What was written or rewritten last comes first."""
        return self.filter(text_changed_at__isnull=False).order_by("-text_changed_at", "-pk")

    def in_category(self, category: Category) -> Self:
        return self.filter(category=category)

    def written_by(self, author) -> Self:
        return self.filter(bylines__author=author)

    def in_month(self, year: int, month: int) -> Self:
        start = timezone.make_aware(datetime(year, month, 1))
        end = timezone.make_aware(datetime(year + month // 12, month % 12 + 1, 1))
        return self.filter(published_at__gte=start, published_at__lt=end)

    def as_cards(self) -> Self:
        """With what a card shows and nothing more: one query, without the body."""
        stats = [f"stats__{name}" for name in Stats.COUNTERS]
        cover = [f"cover__{name}" for name in Image.PICTURE_FIELDS]
        return self.select_related("category", "cover", "stats").only(
            *CARD_FIELDS, *stats, *cover, "category__name", "category__slug"
        )

    def as_page(self) -> Self:
        """With everything the article page and the feeds show; a history, which few have, is asked for by the page."""
        bylines = models.Prefetch("bylines", Byline.objects.select_related("author"))
        articles = self.annotate(was_edited=models.Exists(Edition.objects.filter(article=models.OuterRef("pk"))))
        return articles.select_related("category", "cover", "stats").prefetch_related("tags", bylines)

    def with_histories(self) -> Self:
        return self.prefetch_related(
            models.Prefetch("editions", Edition.objects.without_text().newest_first(), "public_history")
        )

    def newest_keys(self, start: int, stop: int) -> list[int]:
        """A slice of a list is cut from its keys alone, so that a far page walks an index and not the wide rows."""
        return list(self.newest_first().values_list("pk", flat=True)[start:stop])

    def cards_of(self, keys: list[int]) -> list["Article"]:
        return list(self.filter(pk__in=keys).as_cards().newest_first()) if keys else []


class Article(Reviewable, Translated, Vouched):
    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        IN_REVIEW = "in_review", _("In review")
        PUBLISHED = "published", _("Published")
        ARCHIVED = "archived", _("Archived")

    title = models.CharField(_("headline"), max_length=200)
    slug = models.SlugField(max_length=120, unique=True)
    lead = models.TextField(
        max_length=500, blank=True, help_text=_("One or two sentences below the headline and on cards.")
    )
    body = models.TextField(blank=True, help_text="The text as the editor wrote it, cleaned.")
    body_html = models.TextField(editable=False, help_text="Rendered from the body when it is saved.")
    body_text = models.TextField(editable=False, help_text="The words of the body, for search and counting.")
    words = models.PositiveIntegerField(default=0, editable=False)

    category = models.ForeignKey(Category, models.PROTECT, related_name="articles")
    tags = models.ManyToManyField(Tag, through="Tagging", related_name="articles", blank=True)
    authors = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Byline", related_name="articles")
    cover = models.ForeignKey(Image, models.PROTECT, null=True, blank=True, related_name="+")
    source_name = models.CharField(max_length=100, blank=True, help_text=_("Who reported it first."))
    source_url = models.URLField(_("source address"), max_length=500, blank=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(
        _("publish at"), null=True, blank=True, help_text=_("In the future: scheduled.")
    )
    expires_at = models.DateTimeField(
        _("expire at"), null=True, blank=True, help_text=_("From then on nobody sees it.")
    )
    created_at = models.DateTimeField(auto_now_add=True)
    modified_at = models.DateTimeField(auto_now=True)
    text_changed_at = models.DateTimeField(
        null=True, editable=False, help_text="When its words became different; None: not since this is noted."
    )
    related_at = models.DateTimeField(null=True, editable=False, help_text="None: its related posts are to be found.")
    featured = models.BooleanField(default=False, help_text=_("May lead the home page."))
    comments_open = models.BooleanField(default=True)

    seo_title = models.CharField(_("title for search engines"), max_length=70, blank=True)
    seo_description = models.CharField(_("description for search engines"), max_length=200, blank=True)
    canonical_url = models.URLField(
        _("canonical address"), max_length=500, blank=True, help_text=_("If it first appeared elsewhere.")
    )

    objects = ArticleQuerySet.as_manager()

    class Meta:
        permissions = [("publish_article", "Can publish and unpublish any article")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="published") | Q(published_at__isnull=False), name="article_published_has_a_date"
            ),
            models.CheckConstraint(
                condition=Q(expires_at__isnull=True)
                | Q(published_at__isnull=True)
                | Q(expires_at__gt=F("published_at")),
                name="article_expires_after_it_is_published",
            ),
        ]
        # Whole and not partial ones where a value is asked for: SQLite cannot match a bound parameter to a condition.
        indexes = [
            models.Index(fields=["status", "-published_at", "-id", "expires_at"], name="article_newest"),
            models.Index(
                fields=["category", "status", "-published_at", "-id", "expires_at"], name="article_newest_of_category"
            ),
            models.Index(fields=["featured", "status", "-published_at", "-id"], name="article_featured"),
            models.Index(fields=["status", "-modified_at"], name="article_desk"),
            models.Index(fields=["status", "-text_changed_at"], name="article_changed"),
            models.Index(fields=["-published_at", "-id"], name="article_by_date"),
            models.Index(fields=["draft"], condition=Q(draft__isnull=False), name="article_with_a_draft"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="article_expiring"),
            models.Index(
                fields=["status", "-published_at", "-id"], condition=Q(related_at=None), name="article_to_relate"
            ),
            models.Index(
                fields=["status", "vouched_at"], condition=Q(vouched_at__isnull=False), name="article_vouched"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("articles:detail", args=[self.slug])

    def save(self, *args, update_fields=None, **kwargs) -> None:
        """Derive what is rendered from the body; a new article gets its row of counters."""
        self.title, self.lead = markup.printable(self.title), markup.printable(self.lead)
        if update_fields is None or "body" in update_fields:
            self.render()
            update_fields = update_fields and {*update_fields, "body_html", "body_text", "words"}
        update_fields = self.note_vouched(update_fields)
        if self._has_other_words(update_fields):
            self.text_changed_at = timezone.now()
            update_fields = update_fields and {*update_fields, "text_changed_at"}
        if update_fields is None or ABOUT & {*update_fields}:
            self.related_at = None
            update_fields = update_fields and {*update_fields, "related_at"}
        if update_fields:
            update_fields = {*update_fields, "modified_at"}
        is_new = self._state.adding
        with transaction.atomic(savepoint=False):
            before = [] if is_new or (update_fields and "category" not in update_fields) else self._other_categories()
            super().save(*args, update_fields=update_fields, **kwargs)
            Activity.refile(self.pk, out_of=before, into=[Subject(Kind.CATEGORY, self.category_id)] if before else [])
            if is_new:
                self.stats = Stats.objects.create(article=self)
            if not update_fields or {"body", "cover"} & set(update_fields):
                self.note_pictures()
            self.purge_pages()

    def _has_other_words(self, update_fields) -> bool:
        """Than the row, if they are to be saved at all."""
        if update_fields and not {*TEXT} & {*update_fields}:
            return False
        words = {name: getattr(self, name) for name in TEXT}
        return self._state.adding or not Article.objects.filter(pk=self.pk, **words).exists()

    def delete(self, *args, by=None, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            self.purge_pages()
            list(
                Article.objects.select_for_update().filter(pk=self.pk).values_list("pk")
            )  # before the lock in `forget`
            self.hand_on_translations()
            Activity.forget(self.pk)
            self.record(Action.DELETED, by=by, before=self.status)
            transaction.on_commit(partial(delete_share_cards, self.pk), robust=True)
            return super().delete(*args, **kwargs)

    def _other_categories(self) -> list[Subject]:
        """The one that it was in, if it is not in that any more: what readers did is counted for where it is."""
        before = Article.objects.filter(pk=self.pk).exclude(category=self.category_id)
        return [Subject(Kind.CATEGORY, key) for key in before.values_list("category", flat=True)]

    def purge_pages(self, *, gone: bool = False) -> None:
        """Have every page made anew that shows it; no copy stays of one that is not to be seen any more."""
        if self.published_at:
            purge(*self.cache_tags, gone=gone or not self.is_published)

    def render(self) -> None:
        self.body = with_present_files(markup.clean_article(self.body))
        self.body_html = render_body(self.body)
        self.body_text = markup.text(self.body)
        self.words = len(self.body_text.split())

    def note_pictures(self) -> None:
        """Keep in step which pictures it shows, and which its changes to come or a text set aside would."""
        cover = {self.cover_id} - {None}
        body = {image.pk for image in pictures_in(self.body).values()}
        to_come = [self.draft, self.scheduled_changes] if self.status == self.Status.PUBLISHED else []
        to_come += self.revisions.set_aside()
        draft = set().union(*(text.pictures for text in to_come if text))
        PictureUse.objects.note(
            self.pk, {PictureUse.Place.COVER: cover, PictureUse.Place.BODY: body, PictureUse.Place.DRAFT: draft}
        )

    def publish(self, *, by=None, at: datetime | None = None) -> None:
        """Make it visible at a moment, else at `published_at` when that is in the future, else now."""
        with self.locked():
            before, self.status = self.status, self.Status.PUBLISHED
            self.published_at = at or self.published_at or timezone.now()
            self.save(update_fields={"status", "published_at"})
            self._keep_what_is_read()
            if self.is_published and self.editions.exists():  # it may say something else than before
                self._tell(self.revisions.filter(number=self.version).values(*NOTHING).first() or NOTHING)
            self.close_submission(Submission.Verdict.APPROVED, by=by)
            action = Action.SCHEDULED if self.is_scheduled else Action.PUBLISHED
            self.record(action, by=by, before=before, after=written(self.published_at), revision=self.version)

    def unpublish(self, *, by=None) -> None:
        """Also what was archived is a draft again."""
        self._withdraw(self.Status.DRAFT, Action.UNPUBLISHED, by)

    def archive(self, *, by=None) -> None:
        self._withdraw(self.Status.ARCHIVED, Action.ARCHIVED, by)

    def adjust(self, *, by=None, **settings) -> None:
        """Publishing settings, which act at once: dates, featured, comments open."""
        changed = {name: value for name, value in settings.items() if value != getattr(self, name)}
        if not changed:
            return
        before = {name: getattr(self, name) for name in changed}
        for name, value in changed.items():
            setattr(self, name, value)
        with transaction.atomic(savepoint=False):
            if {"published_at", "expires_at"} & changed.keys():
                Edition.keep(self)
            self.save(update_fields=changed.keys())
            self.record(Action.SETTINGS, by=by, before=as_words(before), after=as_words(changed))

    def _withdraw(self, status: str, action: str, by) -> None:
        """What readers do not see keeps its newest text in its columns."""
        with self.locked():
            Edition.keep(self)
            before, self.status = self.status, status
            self.save(update_fields={"status"})
            self.close_submission(Submission.Verdict.WITHDRAWN, by=by)
            self._take_up_draft(by=by)
            self.record(action, by=by, before=before, after=status)

    def is_open_to(self, user) -> bool:
        return Article.objects.open_to(user).filter(pk=self.pk).exists()

    @property
    def cache_tags(self) -> list[str]:
        """Of its own page, where its headline stands, what stood at its address, its translations, and all lists."""
        return [f"article-{self.pk}", f"card-{self.pk}", f"slug-{self.slug}", self.translations_tag, *LISTS]

    @property
    def is_published(self) -> bool:
        now = timezone.now()
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at <= now
            and (self.expires_at is None or now < self.expires_at)
        )

    @property
    def is_scheduled(self) -> bool:
        return (
            self.status == self.Status.PUBLISHED
            and self.published_at is not None
            and self.published_at > timezone.now()
        )

    @property
    def updated_at(self) -> datetime:
        """When readers could first see the words of now: a scheduled article is written before it appears."""
        changed_at = self.text_changed_at or self.modified_at
        return max(changed_at, self.published_at or changed_at)

    @cached_property
    def public_history(self) -> list[Edition]:
        """Its editions without their texts, the newest first; none as long as readers saw no change."""
        return list(self.editions.without_text().newest_first()) if getattr(self, "was_edited", True) else []

    @property
    def notes_for_readers(self) -> list[Edition]:
        """Editions of which readers were told something, the newest first."""
        return [edition for edition in self.public_history if edition.told]

    @property
    def reading_minutes(self) -> int:
        return max(1, round(self.words / WORDS_PER_MINUTE))

    @property
    def description(self) -> str:
        return self.seo_description or self.lead

    @property
    def public_url(self) -> str:
        """The absolute address that search engines should keep."""
        return self.canonical_url or absolute(self.get_absolute_url())
