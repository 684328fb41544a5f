from allauth.account import auth_backends

from .models import User


class AuthenticationBackend(auth_backends.AuthenticationBackend):
    """Who may not sign in has no session either: Django asks again at every request."""

    def user_can_authenticate(self, user: User) -> bool:  # type: ignore[override]
        return user.can_sign_in
