from allauth.account import auth_backends
from django.db import models

from .models import User


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Who may not sign in has no session either: Django asks again at every request."""

    def user_can_authenticate(self, user: User) -> bool:  # type: ignore[override]
        return user.can_sign_in

    def has_perm(self, user_obj: User, perm: str, obj: models.Model | None = None) -> bool:  # type: ignore[override]
        """Rights are for who may enter the desk; readers need not be asked for theirs, which takes two queries."""
        return user_obj.is_staff and super().has_perm(user_obj, perm, obj=obj)
