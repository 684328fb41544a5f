from typing import ClassVar

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import models as auth
from django.core.validators import URLValidator
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

import pictures

from .names import display_name_validators, username_validators

DEMO_DOMAIN = "demo.techymag.invalid"  # addresses of the demo's accounts; they cannot sign in outside debug mode


class UserManager(auth.UserManager["User"]):
    def confirmed(self) -> models.QuerySet["User"]:
        """Who has proved an address. Others are not shown, or a sign-up would tell whether an address is known."""
        proved = EmailAddress.objects.filter(user=models.OuterRef("pk"), verified=True)
        return self.filter(models.Exists(proved), is_active=True)

    @classmethod
    def normalize_email(cls, email: str | None) -> str:
        """All in lower case: allauth looks addresses up that way, and so does the constraint."""
        return super().normalize_email(email).lower()


class User(auth.AbstractUser):
    """A person with an account: reader, author, editor or moderator, told apart by groups."""

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

    objects: ClassVar[UserManager] = UserManager()

    class Meta(auth.AbstractUser.Meta):
        indexes = [
            models.Index(fields=["is_staff", "display_name", "username"], name="user_newsroom"),
            models.Index(fields=["is_active"], name="user_is_active"),
        ]
        constraints = [
            models.UniqueConstraint(Lower("username"), name="user_username_unique_whatever_the_case"),
            models.UniqueConstraint(Lower("email"), name="user_email_unique_whatever_the_case"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.username

    def get_absolute_url(self) -> str:
        return reverse("articles:author", args=[self.username])

    def get_full_name(self) -> str:
        return str(self)

    def get_short_name(self) -> str:
        return str(self)

    @property
    def can_sign_in(self) -> bool:
        """Inactive people cannot; nor can the demo's, whose password everybody knows, outside debug mode."""
        return self.is_active and (settings.DEBUG or not self.email.endswith(f"@{DEMO_DOMAIN}"))

    @property
    def initials(self) -> str:
        """One or two letters for the drawn avatar of somebody without a picture."""
        words = str(self).replace(".", " ").split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()
