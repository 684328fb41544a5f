from allauth.account import auth_backends
from django.db import models

from .models import User


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Who may not sign in has no session either: Django asks again at every request."""

    def user_can_authenticate(self, user: User) -> bool:  # type: ignore[override]
        return user.can_sign_in

    def _check_password(self, user: User | None, password: str) -> User | None:  # type: ignore[override]
        """Until its address is confirmed no password fits an account, or one would tell that the address was new."""
        found = super()._check_password(user, password)
        return None if found and found.is_unfinished else found

    def has_perm(self, user_obj: User, perm: str, obj: models.Model | None = None) -> bool:  # type: ignore[override]
        """Rights are for who may enter the desk; readers need not be asked for theirs, which takes two queries."""
        return user_obj.is_staff and super().has_perm(user_obj, perm, obj=obj)
