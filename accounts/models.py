from datetime import datetime, timedelta
from typing import ClassVar, Self

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth import models as auth
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property

import pictures

from .names import display_name_validators, skeleton, username_validators

GRACE = timedelta(days=7)  # between asking to be forgotten and being so
EXPORT_KEPT = timedelta(days=7)

DEMO_DOMAIN = "demo.techymag.invalid"  # addresses of the demo's accounts; they cannot sign in outside debug mode


class UserManager(auth.UserManager["User"]):
    def confirmed(self) -> models.QuerySet["User"]:
        """Who has proved an address. Others are not shown, or a sign-up would tell whether an address is known."""
        proved = EmailAddress.objects.filter(user=models.OuterRef("pk"), verified=True)
        return self.filter(models.Exists(proved), is_active=True)

    def never_confirmed(self, before: datetime) -> models.QuerySet["User"]:
        """Sign-ups that nobody finished. Whoever was made an account at the desk has no address to prove yet."""
        addresses = EmailAddress.objects.filter(user=models.OuterRef("pk"))
        return self.filter(
            models.Exists(addresses),
            ~models.Exists(addresses.filter(verified=True)),
            date_joined__lt=before,
            last_login=None,
            is_staff=False,
        )

    def at_domain(self, domain: str) -> models.QuerySet["User"]:
        """Who has an address at this domain or at one below it."""
        is_there = models.Q(email__iendswith=f"@{domain}") | models.Q(email__iendswith=f".{domain}")
        return self.filter(is_there, is_active=True)

    def staff_at(self, domain: str) -> models.QuerySet["User"]:
        """The newsroom's people there."""
        return self.at_domain(domain).filter(is_staff=True)

    def looks_like(self, name: str) -> models.QuerySet["User"]:
        return self.filter(look=skeleton(name))

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """All in lower case: allauth looks addresses up that way, and so does the constraint."""
        return super().normalize_email(email).lower()


class User(auth.AbstractUser):
    """A person with an account: reader, author, editor or moderator, told apart by groups."""

    class NoticeMails(models.TextChoices):
        INSTANT = "instant", "At once, one for each"
        DAILY = "daily", "Once a day, all in one"
        OFF = "off", "None"

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    username = models.CharField(max_length=40, unique=True, validators=username_validators)
    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField(
        max_length=60, blank=True, validators=display_name_validators, help_text="How your name appears on the site."
    )
    bio = models.TextField("about you", max_length=400, blank=True)
    avatar = models.ImageField("picture", upload_to=pictures.avatar_path, blank=True)
    website = models.URLField(blank=True, validators=[URLValidator(["http", "https"])])

    look = models.CharField(
        max_length=80, editable=False, default="", db_default="", help_text="The username, as it is seen."
    )
    leaving_since = models.DateTimeField(null=True, editable=False, help_text="They asked to be forgotten.")
    notice_mails = models.CharField(
        "mail about answers and decisions",
        max_length=10,
        choices=NoticeMails,
        default=NoticeMails.INSTANT,
        db_default="instant",
    )
    unread_notices = models.PositiveIntegerField(default=0, db_default=0, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    class Meta(auth.AbstractUser.Meta):
        indexes = [
            models.Index(fields=["is_staff", "display_name", "username"], name="user_newsroom"),
            models.Index(fields=["is_active"], name="user_is_active"),
            models.Index(fields=["look"], name="user_look"),
            models.Index(
                fields=["leaving_since"], name="user_leaving", condition=models.Q(leaving_since__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_unique_whatever_the_case"),
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_the_case"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.username])

    def save(self, *args, update_fields=None, **kwargs) -> None:
        if update_fields is None or "username" in update_fields:
            self.look = skeleton(self.username)
            update_fields = update_fields and {*update_fields, "look"}
        super().save(*args, update_fields=update_fields, **kwargs)

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def can_sign_in(self) -> bool:
        """Inactive people cannot; nor can the demo's, whose password everybody knows, outside debug mode."""
        return self.is_active and (settings.DEBUG or not self.email.endswith(f"@{DEMO_DOMAIN}"))

    def has_perm(self, perm: str, obj: models.Model | None = None) -> bool:
        """Before any backend is asked: administrators have every right, but not without their second factor."""
        return not self.lacks_second_factor and super().has_perm(perm, obj)

    def has_module_perms(self, app_label: str) -> bool:
        return not self.lacks_second_factor and super().has_module_perms(app_label)

    @cached_property
    def lacks_second_factor(self) -> bool:
        """Staff whose rights rest until they have set one up. Of readers nothing is asked."""
        return settings.STAFF_SECOND_FACTOR and self.is_staff and not self.has_second_factor

    @property
    def has_second_factor(self) -> bool:
        kinds = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
        return Authenticator.objects.filter(user=self, type__in=kinds).exists()

    @property
    def is_unfinished(self) -> bool:
        """Signed up, and the address not confirmed yet."""
        return User.objects.never_confirmed(timezone.now()).filter(pk=self.pk).exists()

    @cached_property
    def ignored_ids(self) -> frozenset[int]:
        """Whose comments they want to see collapsed; a page asks once."""
        return frozenset(Ignored.objects.filter(reader=self).values_list("person", flat=True))

    def ignore(self, person: "User") -> None:
        Ignored.objects.get_or_create(reader=self, person=person)

    def stop_ignoring(self, person: "User") -> None:
        Ignored.objects.filter(reader=self, person=person).delete()

    @property
    def leaves_at(self) -> datetime | None:
        """When they will be forgotten, unless they sign in before."""
        return self.leaving_since and self.leaving_since + GRACE

    @property
    def initials(self) -> str:
        """One or two letters for the drawn avatar of somebody without a picture."""
        words = str(self).replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


class Ignored(models.Model):
    """A reader does not want to read somebody's comments. Nobody else is told."""

    reader = models.ForeignKey(User, models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "person"], name="ignored_once"),
            models.CheckConstraint(condition=~models.Q(reader=models.F("person")), name="ignored_is_somebody_else"),
        ]

    def __str__(self) -> str:
        return str(self.person)


class ExportQuerySet(models.QuerySet["Export"]):
    def ready(self) -> Self:
        return self.filter(made_at__gt=timezone.now() - EXPORT_KEPT)


class Export(models.Model):
    """All that is kept about somebody, as a ZIP in the database: where backups go, and no public file ever is."""

    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    parts_done = models.PositiveSmallIntegerField(default=0)
    made_at = models.DateTimeField(null=True)
    content = models.BinaryField(default=b"")

    objects = ExportQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user}, {self.asked_at:%Y-%m-%d}"

    @property
    def expires_at(self) -> datetime | None:
        return self.made_at and self.made_at + EXPORT_KEPT
