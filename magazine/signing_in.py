"""How people sign in: the longer options of allauth, and the providers that the environment names."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 8}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "signup": "accounts.forms.SignupForm",
    "confirm_email_verification_code": "accounts.forms.ConfirmCodeForm",
    "request_login_code": "accounts.forms.RequestCodeForm",
    "confirm_login_code": "accounts.forms.LoginCodeForm",
    "add_email": "accounts.forms.AddEmailForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "set_password": "accounts.forms.SetPasswordForm",
    "reauthenticate": "accounts.forms.ReauthenticateForm",
}
MFA_FORMS = {
    "authenticate": "accounts.factors.AuthenticateForm",
    "reauthenticate": "accounts.factors.ReauthenticateForm",
    "activate_totp": "accounts.factors.ActivateForm",
    "add_webauthn": "accounts.factors.AddPasskeyForm",
    "edit_webauthn": "accounts.factors.RenamePasskeyForm",
    "authenticate_webauthn": "accounts.factors.PasskeyForm",
    "login_webauthn": "accounts.factors.PasskeyLoginForm",
    "reauthenticate_webauthn": "accounts.factors.PasskeyAgainForm",
}
ACCOUNT_RATE_LIMITS = {
    # Beside allauth's own defaults: amount/period/per.
    "confirm_email": "1/10s/key,20/d/key",  # with three tries a code, a guess takes decades
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    "profile": "30/m/user",
    "ignore": "30/m/user",
    "export": "5/h/user",
    "leave": "10/h/user",
    "react": "60/m/ip",
    "draft": "30/m/ip",
    "edit": "20/m/user",
    "preview": "60/m/user",
    "names": "120/m/user",
    "report": "20/m/user,60/d/user",
    "correct": "6/m/user,40/d/user",
    "mark": "20/m/ip",
    "theme": "60/m/ip",
    "save": "60/m/user",
    "follow": "20/h/ip",
    "follow_address": "3/h/key,8/d/key",  # mails that ask whether somebody wants them
    "follow_own": "60/m/user",
}


def providers(google: str, github: str, apple: str, oidc: str) -> dict:
    """What allauth calls SOCIALACCOUNT_PROVIDERS; who is not named has no button."""
    named = {
        "google": google and {"SCOPE": ["profile", "email"], "APPS": [_pair("GOOGLE_LOGIN", google)]},
        "github": github and {"SCOPE": ["user:email"], "APPS": [_pair("GITHUB_LOGIN", github)]},
        "apple": apple and {"APPS": [_apple(apple)]},
        "openid_connect": oidc and {"OAUTH_PKCE_ENABLED": True, "APPS": [_oidc(oidc)]},
    }
    return {name: options for name, options in named.items() if options}


def _pair(variable: str, value: str) -> dict:
    client_id, _, secret = value.partition(":")
    if not (client_id and secret):
        raise ImproperlyConfigured(f"{variable} must be the client's id and its secret, with a colon between them.")
    return {"client_id": client_id, "secret": secret}


def _apple(value: str) -> dict:
    parts = value.split(":", 3)
    if len(parts) != 4 or not Path(parts[3]).is_file():
        raise ImproperlyConfigured("APPLE_LOGIN must be client id:team id:key id:path of the .p8 file.")
    client_id, team, key, path = parts
    settings = {"certificate_key": Path(path).read_text()}
    return {"client_id": client_id, "secret": key, "key": team, "settings": settings}


def _oidc(value: str) -> dict:
    """An address such as https://client:secret@login.example.com/realms/staff?name=Example."""
    address = urlsplit(value)
    if not (address.scheme in ("http", "https") and address.hostname and address.username and address.password):
        raise ImproperlyConfigured("OIDC_LOGIN must be such as https://client:secret@login.example.com/?name=Example.")
    server = f"{address.scheme}://{address.netloc.rpartition('@')[2]}{address.path.rstrip('/')}"
    return {
        "provider_id": "oidc",
        "name": parse_qs(address.query).get("name", [address.hostname])[0],
        "client_id": unquote(address.username),
        "secret": unquote(address.password),
        "settings": {"server_url": server},
    }
