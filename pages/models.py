from typing import Self

from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

import markup
from articles.links import KINDS, NAMED
from articles.rendering import illustrated, render_body, with_present_files
from purging.log import EVERYTHING, purge

PRIVACY = "privacy"  # the page below whose text the program says what it keeps
COUNTING = "how-we-count"  # the page whose rules come from the code; editors write what stands above them


class PageQuerySet(models.QuerySet["Page"]):
    def published(self) -> Self:
        return self.filter(published=True)

    def visible_to(self, user) -> Self:
        """Who may change pages also opens those that readers do not see yet."""
        return self if user.has_perm("pages.change_page") else self.published()


class Page(models.Model):
    """What the magazine says about itself: About, Contact, Privacy and whatever else has no date."""

    title = models.CharField(max_length=120)
    slug = models.SlugField(max_length=80, unique=True)
    body = models.TextField(blank=True)
    body_html = models.TextField(editable=False, help_text="Rendered from the body when it is saved.")
    seo_description = models.CharField(_("description for search engines"), max_length=200, blank=True)
    published = models.BooleanField(default=False, help_text=_("Readers see it, and it stands in the footer."))
    modified_at = models.DateTimeField(auto_now=True)
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every save at the desk.")

    objects = PageQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("how-we-count") if self.is_counting else reverse("pages:detail", args=[self.slug])

    def save(self, *args, **kwargs) -> None:
        self.title = markup.printable(self.title)
        self.render()
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            self.purge_pages()

    def delete(self, *args, **kwargs) -> tuple[int, dict[str, int]]:
        with transaction.atomic(savepoint=False):
            self.purge_pages()
            return super().delete(*args, **kwargs)

    def render(self) -> None:
        self.body = with_present_files(markup.clean_article(self.body))
        self.body_html = render_body(self.body)

    def purge_pages(self) -> None:
        """Its title is in the frame of every page; what readers saw here before goes at once."""
        purge(EVERYTHING)
        purge(f"page-{self.pk}", gone=True)

    @property
    def is_counting(self) -> bool:
        return self.slug == COUNTING

    @property
    def is_about_privacy(self) -> bool:
        return self.slug == PRIVACY


illustrated.append(Page)
KINDS["pages:detail"] = lambda slugs: [Page.objects.published().filter(slug__in=slugs).values_list("slug", flat=True)]
NAMED["page"] = lambda start: Page.objects.published().filter(title__istartswith=start).order_by("title")
