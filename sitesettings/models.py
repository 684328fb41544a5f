from urllib.parse import urlsplit

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.fields.files import FieldFile
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

import pictures
from purging.kept import kept
from purging.log import EVERYTHING, purge

from .accent import ORIGINAL, is_colour
from .robots import RULES, TRAINING, check_rules

LONGEST_FRESH, MOST_MARKS = 600, 1000
SHIPPED_NAME = "TechyMag"  # which the picture for shared links shows
# Sizes come after the logo, which measures itself when it is set.
CHOSEN = ["name", "tagline", "logo", "logo_dark", "logo_width", "logo_height", "accent"]
CHOSEN += ["menu", "footer", "contact_email", "social_links", "robots", "refuses_training"]
CHOSEN += ["language", "stale_months", "stale_marks"]
NETWORKS = {
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "github.com": "GitHub",
    "instagram.com": "Instagram",
    "linkedin.com": "LinkedIn",
    "mastodon.social": "Mastodon",
    "t.me": "Telegram",
    "threads.net": "Threads",
    "x.com": "X",
    "youtube.com": "YouTube",
}


def logo_path(instance: "SiteSettings", filename: str) -> str:
    return pictures.content_path("site", instance.logo, f".{filename.rpartition('.')[2]}")


def dark_logo_path(instance: "SiteSettings", filename: str) -> str:
    return pictures.content_path("site", instance.logo_dark, f".{filename.rpartition('.')[2]}")


class SiteSettings(models.Model):
    """What editors decide about the magazine itself. One row; what it leaves empty is as the environment says."""

    ONLY = 1

    id = models.PositiveSmallIntegerField(primary_key=True, default=ONLY, editable=False)
    name = models.CharField(max_length=40, blank=True)
    tagline = models.CharField(max_length=160, blank=True)
    logo = models.ImageField(
        upload_to=logo_path, width_field="logo_width", height_field="logo_height", max_length=200, blank=True
    )
    logo_dark = models.ImageField(_("logo on dark pages"), upload_to=dark_logo_path, max_length=200, blank=True)
    logo_width = models.PositiveIntegerField(null=True, editable=False)
    logo_height = models.PositiveIntegerField(null=True, editable=False)
    accent = models.CharField(_("accent colour"), max_length=7, blank=True, validators=[is_colour])
    menu = models.JSONField(default=list, blank=True, help_text="Entries as `pages.menus` reads them.")
    footer = models.JSONField(default=list, blank=True)
    contact_email = models.EmailField(_("contact address"), blank=True)
    social_links = models.JSONField(default=list, blank=True)
    robots = models.TextField(
        "robots.txt", max_length=5000, blank=True, default="", db_default="", validators=[check_rules]
    )
    refuses_training = models.BooleanField(
        _("ask crawlers that train AI models to stay away"), default=False, db_default=False
    )
    language = models.CharField(max_length=12, blank=True, default="", db_default="")
    stale_months = models.PositiveSmallIntegerField(
        default=18, db_default=18, validators=[MaxValueValidator(LONGEST_FRESH)]
    )
    stale_marks = models.PositiveSmallIntegerField(default=3, db_default=3, validators=[MaxValueValidator(MOST_MARKS)])
    version = models.PositiveIntegerField(default=1, editable=False, help_text="Grows with every save at the desk.")

    class Meta:
        verbose_name = verbose_name_plural = _("site settings")
        default_permissions = ("view", "change")
        constraints = [models.CheckConstraint(condition=Q(id=1), name="site_settings_are_one_row")]

    def __str__(self) -> str:
        return gettext("Site settings")

    def save(self, *args, **kwargs) -> None:
        """They are in the frame of every page."""
        with transaction.atomic(savepoint=False):
            super().save(*args, **kwargs)
            purge(EVERYTHING)

    @property
    def choices(self) -> dict:
        """All that was decided, as the history keeps it."""
        return {name: str(value) if isinstance(value := getattr(self, name), FieldFile) else value for name in CHOSEN}

    def choose(self, choices: dict) -> None:
        """As `choices` gave it; what they do not know stays."""
        for name in CHOSEN:
            setattr(self, name, choices.get(name, getattr(self, name)))

    @property
    def accent_css(self) -> str:
        """The address of the stylesheet that a page needs for the accent; "" for the one it has."""
        return reverse("sitesettings:accent", args=[self.accent[1:]]) if self.accent not in ("", ORIGINAL) else ""

    @property
    def share_image(self) -> str:
        """What shows up beside a shared link; "" when there is nothing with the magazine's own name."""
        if self.logo:
            return self.logo.url
        return static("img/og.png") if self.name == SHIPPED_NAME else ""

    @property
    def robots_rules(self) -> str:
        return self.robots or RULES

    @property
    def refused_crawlers(self) -> list[str]:
        return TRAINING if self.refuses_training else []

    @property
    def social(self) -> list[tuple[str, str]]:
        return [(network(address), address) for address in self.social_links]


def network(address: str) -> str:
    """What readers call it: its name, else its host."""
    host = (urlsplit(address).hostname or address).removeprefix("www.")
    return NETWORKS.get(host, host)


def _completed(row: SiteSettings) -> SiteSettings:
    row.name, row.tagline = row.name or settings.SITE_NAME, row.tagline or settings.SITE_TAGLINE
    row.language = row.language or settings.LANGUAGE_CODE
    return row


class Known:
    """What this process has asked for last."""

    settings: SiteSettings | None = None


def _ask() -> SiteSettings:
    Known.settings = _completed(SiteSettings.objects.first() or SiteSettings())
    return Known.settings


def site_settings() -> SiteSettings:
    """For reading: name, tagline and language are never empty."""
    return kept("site settings", _ask, lambda settings: ())


def known_site_settings() -> SiteSettings:
    """Without the database, for pages that say it is away."""
    return Known.settings or _completed(SiteSettings())
