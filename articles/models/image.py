from collections.abc import Iterable
from typing import Self

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

import pictures

PERCENT = [MinValueValidator(0), MaxValueValidator(100)]


class ImageQuerySet(models.QuerySet["Image"]):
    def undescribed(self) -> Self:
        """Said as the index of these says it: SQLite cannot match a bound parameter to a condition."""
        return self.filter(RawSQL("articles_image.alt = ''", [], models.BooleanField()))

    def unused(self) -> Self:
        return self.filter(~Exists(PictureUse.objects.filter(image=OuterRef("pk"))))

    def changeable_by(self, user) -> Self:
        """Who may delete pictures changes all of them, the others what they uploaded and nobody has published yet."""
        if user.has_perm("articles.delete_image"):
            return self
        published = PictureUse.objects.filter(image=OuterRef("pk"), article__status="published")
        return self.filter(~Exists(published), uploaded_by=user)

    def at(self, addresses: Iterable[str]) -> dict[str, "Image"]:
        """Pictures by the addresses that texts know them by, those of files that were replaced since included."""
        names = {address.removeprefix(settings.MEDIA_URL): address for address in addresses}
        shown = self.filter(file__in=names) if names else self.none()
        found: dict[str, Image] = {names[image.file.name]: image for image in shown}
        if missing := names.keys() - {image.file.name for image in found.values()}:
            former = ReplacedFile.objects.filter(name__in=missing).select_related("image")
            found |= {names[replaced.name]: replaced.image for replaced in former}
        return found

    def like(self, name: str, digest: str) -> Self:
        """With this file in the storage, or uploaded from these very bytes."""
        return self.filter(Q(file=name) | Q(digest=digest))


class Image(models.Model):
    """A picture of the media library: checked and stripped when it came in, its renditions made once."""

    PICTURE_FIELDS = ["file", "alt", "focal_x", "focal_y", "width", "height", "renditions"]

    file = models.ImageField(
        upload_to=pictures.original_path, width_field="width", height_field="height", max_length=200, db_index=True
    )
    alt = models.CharField(
        _("alternative text"), max_length=300, blank=True, help_text=_("What somebody who cannot see it should know.")
    )
    caption = models.CharField(max_length=400, blank=True)
    credit = models.CharField(
        max_length=150, blank=True, help_text=_("Who made it. For what is no photo, say so: “Illustration: Ann Lee”.")
    )
    licence = models.CharField(max_length=100, blank=True)
    focal_x = models.PositiveSmallIntegerField(_("from the left, in %"), default=50, validators=PERCENT)
    focal_y = models.PositiveSmallIntegerField(_("from the top, in %"), default=50, validators=PERCENT)
    width = models.PositiveIntegerField(editable=False, default=0)
    height = models.PositiveIntegerField(editable=False, default=0)
    renditions = models.JSONField(
        editable=False, default=dict, help_text="What is ready to be shown: `pictures.Renditions`."
    )
    original_name = models.CharField(
        _("file name"),
        max_length=255,
        editable=False,
        default="",
        db_default="",
        help_text="As it was called on upload.",
    )
    digest = models.CharField(
        max_length=64, editable=False, default="", db_default="", db_index=True, help_text="SHA-256 of the upload."
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("picture")
        indexes = [
            models.Index(fields=["-id"], condition=Q(alt=""), name="image_undescribed"),
            models.Index(fields=["licence", "-id"], name="image_licence"),
            models.Index(fields=["-created_at", "-id"], name="image_by_date"),
            models.Index(fields=["original_name", "id"], name="image_by_name"),
        ]

    def __str__(self) -> str:
        return self.alt or self.caption or self.original_name or self.file.name

    def make_renditions(self) -> None:
        """Cut the widths that pages offer; safe to repeat, and kept only if this is still its file."""
        self.renditions = pictures.make_renditions(self.file.storage, self.file.name, self.focal_point)
        Image.objects.filter(pk=self.pk, file=self.file.name).update(renditions=self.renditions)

    def cut_crops(self) -> None:
        """Again around its focal point, unless they are."""
        old = {name: self.renditions[name] for name in pictures.CROPS if name in self.renditions}
        if not old or old.get("square") == pictures.crop_name(self.file.name, "square", self.focal_point):
            return
        crops = pictures.cut_crops(self.file.storage, self.file.name, self.focal_point)
        self.renditions = self.renditions | crops
        Image.objects.filter(pk=self.pk, file=self.file.name).update(renditions=self.renditions)
        for name in set(old.values()) - set(crops.values()):
            self.file.storage.delete(name)

    @property
    def focal_point(self) -> tuple[int, int]:
        return self.focal_x, self.focal_y

    @property
    def file_names(self) -> list[str]:
        """The original and every rendition, as the storage knows them."""
        return [self.file.name, *pictures.rendition_names(self.file.name, self.renditions)]


class ReplacedFile(models.Model):
    """A file that a picture had before: texts that were written then still find the picture by it."""

    name = models.CharField(max_length=200, unique=True)
    image = models.ForeignKey(Image, models.CASCADE, related_name="replaced_files")

    def __str__(self) -> str:
        return self.name


class PictureUseQuerySet(models.QuerySet["PictureUse"]):
    def note(self, article_id: int, shown: dict[str, Iterable[int]]) -> None:
        """Which pictures an article shows: their keys by place; places that are not named keep what they have.

        The pictures are held until the article is stored, so that nobody deletes one of them meanwhile.
        """
        wanted = {(place, image) for place, images in shown.items() for image in images}
        of_article = self.filter(article=article_id, place__in=shown)
        with transaction.atomic(savepoint=False):
            present = set(of_article.values_list("place", "image"))
            added, held = wanted - present, Image.objects.order_by("pk").select_for_update(no_key=True)
            there = set(held.filter(pk__in={key for _, key in added}).values_list("pk", flat=True)) if added else set()
            new = [PictureUse(article_id=article_id, place=place, image_id=key) for place, key in sorted(added)]
            self.bulk_create([use for use in new if use.image_id in there], ignore_conflicts=True)
            for place, key in present - wanted:
                of_article.filter(place=place, image=key).delete()


class PictureUse(models.Model):
    """An article shows a picture; written when the article or a draft of it is saved, never by hand."""

    class Place(models.TextChoices):
        COVER = "cover", _("cover")
        BODY = "body", _("in the text")
        DRAFT = "draft", _("in changes to come")

    article = models.ForeignKey("articles.Article", models.CASCADE, related_name="picture_uses")
    image = models.ForeignKey(Image, models.PROTECT, related_name="uses", db_index=False)
    place = models.CharField(max_length=5, choices=Place)

    objects = PictureUseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "article", "place"], name="picture_use_once_in_each_place")
        ]

    def __str__(self) -> str:
        return f"{self.article}, {self.get_place_display()}"
