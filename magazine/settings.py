"""Every setting of the magazine; what varies comes from the environment (see `.env.example`)."""

import ipaddress
import re
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from django.utils.csp import CSP
from environs import Env

from . import engines, logs, signing_in

ROOT = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(env("ENV_FILE", str(ROOT / ".env")), recurse=False)


def words(name: str, default: list[str]) -> list[str]:
    """A comma-separated variable; spaces do not matter, and an empty one is the default."""
    return [word.strip() for word in env(name, "").split(",") if word.strip()] or default


def networks(name: str, default: list[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    try:
        return [ipaddress.ip_network(word) for word in words(name, default)]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a list of addresses or networks: {error}.") from error


DEBUG = env.bool("DEBUG", False)
DATA_DIR = Path(env("DATA_DIR", str(ROOT / "var"))).resolve()
try:
    DATA_DIR.mkdir(parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"DATA_DIR must be a folder that can be written: {error}.") from error

# What the magazine is called and where it lives

SITE_NAME = env("SITE_NAME", "TechyMag")
SITE_TAGLINE = env(
    "SITE_TAGLINE",
    "TechyMag.com - is an online magazine where you can find news and updates on modern technologies",
)
BASE_URL = env("BASE_URL", "http://127.0.0.1:8000" if DEBUG else "").rstrip("/")
if not (address := re.fullmatch(r"https?://(\[[\da-f:]+\]|[\w.-]+)(:\d{1,5})?", BASE_URL)):
    raise ImproperlyConfigured(
        "BASE_URL must be the public address of the magazine without a path, such as https://example.com."
    )
HTTPS = BASE_URL.startswith("https://")
if not DEBUG and not HTTPS:
    raise ImproperlyConfigured("BASE_URL must start with https:// when DEBUG is off.")
HOST = address[1]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

SECURITY_CONTACT = env("SECURITY_CONTACT", f"mailto:security@{HOST}")

# Secrets and hosts: safe, or no start

DEBUG_SECRET_KEY = "debug-only-and-refused-in-production-0123456789-abcdefghij"  # noqa: S105 (refused below)
SECRET_KEY = env("SECRET_KEY", DEBUG_SECRET_KEY if DEBUG else "")
if not DEBUG and (len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5 or SECRET_KEY == DEBUG_SECRET_KEY):
    raise ImproperlyConfigured(
        "SECRET_KEY must be set to a secret of at least 50 random characters: "
        "python3 -c 'import secrets; print(secrets.token_urlsafe(50))' makes one."
    )

ALLOWED_HOSTS = words("ALLOWED_HOSTS", [HOST, *(["localhost", "127.0.0.1", "[::1]"] if DEBUG else [])])
if not DEBUG and "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS must name the hosts of the magazine; '*' is only allowed in debug mode.")
if not validate_host(HOST, ALLOWED_HOSTS):
    raise ImproperlyConfigured(f"ALLOWED_HOSTS must contain {HOST}, the host of BASE_URL.")

# Networks whose X-Forwarded-For, X-Forwarded-Proto and X-Request-ID headers are believed.
TRUSTED_PROXIES = networks("TRUSTED_PROXIES", [])
if any(network.prefixlen == 0 for network in TRUSTED_PROXIES):
    raise ImproperlyConfigured("TRUSTED_PROXIES must not be everybody: anyone could then claim to be anyone.")

# The parts

INSTALLED_APPS = [
    "magazine.apps.MagazineAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_prose_editor",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.github",
    "allauth.socialaccount.providers.apple",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.sites",
    "django.contrib.redirects",
    "purging",
    "sitesettings",
    "accounts",
    "articles",
    "comments",
    "corrections",
    "reactions",
    "reading",
    "following",
    "search",
    "tasks",
    "pages",
    "moved",
    "magazine.apps.MagazineConfig",
]

MIDDLEWARE = [
    "magazine.middleware.client_address",
    "magazine.middleware.log_requests",
    "magazine.metrics.count_requests",
    "magazine.middleware.security_headers",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "magazine.middleware.CompressText",
    "django.middleware.http.ConditionalGetMiddleware",
    "magazine.middleware.cache_headers",
    "magazine.middleware.refuse_malformed",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "moved.middleware.lead_on",
    "magazine.middleware.OwnErrorPages",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
]

ROOT_URLCONF = "magazine.urls"
WSGI_APPLICATION = "magazine.wsgi.application"

CONTEXT_PROCESSORS = [
    "django.template.context_processors.request",
    "django.contrib.auth.context_processors.auth",
    "django.contrib.messages.context_processors.messages",
    "magazine.context.site",
]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "magazine.jinja.Jinja2",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "magazine.jinja.environment", "context_processors": CONTEXT_PROCESSORS},
    },
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates_desk"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": CONTEXT_PROCESSORS,
            "builtins": ["django.templatetags.static", "django.templatetags.i18n"],
        },
    },
]

# Data

database: dict[str, Any] = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(DATA_DIR / "db.sqlite3")}
if env("DATABASE_URL", ""):
    database = env.dj_db_url("DATABASE_URL")
if not re.search(r"sqlite3$|postgresql$", database["ENGINE"]) or database["NAME"] in ("", ":memory:"):
    raise ImproperlyConfigured(
        "DATABASE_URL must be sqlite:////absolute/path/to/file or postgres://user:password@host/name."
    )
POOL_SIZE = env.int("DATABASE_POOL_SIZE", 16)  # as many connections as a process has threads
if POOL_SIZE < 2:
    raise ImproperlyConfigured("DATABASE_POOL_SIZE must be 2 or more.")
if database["ENGINE"] == "django.db.backends.sqlite3":
    database |= {"OPTIONS": engines.SQLITE_OPTIONS, "CONN_MAX_AGE": 60}
else:
    database = engines.pooled(database, POOL_SIZE, wait=5) | {"ENGINE": "magazine.postgresql"}
DATABASES = {"default": database}
if env("DATABASE_REPLICA_URL", ""):
    replica = env.dj_db_url("DATABASE_REPLICA_URL")
    if "sqlite" in database["ENGINE"] or replica["ENGINE"] != "django.db.backends.postgresql":
        raise ImproperlyConfigured("DATABASE_REPLICA_URL must be a PostgreSQL standby of DATABASE_URL.")
    DATABASES["replica"] = engines.pooled(replica, POOL_SIZE, wait=1) | {"TEST": {"MIRROR": "default"}}
    DATABASE_ROUTERS = ["magazine.routers.ReplicaRouter"]
    MIDDLEWARE.append("magazine.routers.ReadFromReplica")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_ID = 1  # the only one: Django's redirects want to know which site they belong to

CACHES = {"default": engines.cache(env("CACHE_URL", "") or "locmem://")}
CDN_URL = engines.cdn(words("CDN_URL", []))
WEBSUB_HUB = engines.hub("WEBSUB_HUB", env("WEBSUB_HUB", ""))
OPENSEARCH_URL = engines.opensearch(env("OPENSEARCH_URL", ""))
INDEXNOW_URL = engines.hub("INDEXNOW_URL", env("INDEXNOW_URL", ""))

# Pages that are kept in front of everything else; 0 MB of memory means none
PAGE_CACHE_MB, PAGE_CACHE_DISK_MB = env.int("PAGE_CACHE_MB", 64), env.int("PAGE_CACHE_DISK_MB", 512)
PAGE_PIECES_MB = env.int("PAGE_PIECES_MB", 16)  # what pages are made of, for those that are not kept whole

# Views are written together this often; 0 writes each at once
VIEWS_FLUSH_SECONDS = env.float("VIEWS_FLUSH_SECONDS", 1)
BURST_REACTIONS, BURST_MINUTES = env.int("BURST_REACTIONS", 20), env.int("BURST_MINUTES", 10)

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(DATA_DIR / "static"))).resolve()
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
STORAGES = {
    "default": engines.storage(env("STORAGE_URL", "")),
    "staticfiles": {"BACKEND": "magazine.storage.StaticStorage"},
}
WHITENOISE_AUTOREFRESH = WHITENOISE_USE_FINDERS = False  # debug mode too serves what collectstatic made
WHITENOISE_MAX_AGE = 3600  # for unhashed names; pages use hashed ones, which are kept for ever
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024  # a form without its files; the longest article is far below
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o644, 0o755  # nginx reads them too

# People

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = signing_in.PASSWORD_VALIDATORS
PASSWORD_RESET_TIMEOUT = 2 * 60 * 60  # the mail says so
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = signing_in.ACCOUNT_FORMS
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*"]
ACCOUNT_USERNAME_MIN_LENGTH = 3
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True  # the code is typed where one signed up, so `next` survives
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT = {"numeric": True, "length": 6, "dashed": False}
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of every change to a password or address
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before an address is added, removed or made the main one
ACCOUNT_DEFAULT_HTTP_PROTOCOL = urlsplit(BASE_URL).scheme
ACCOUNT_RATE_LIMITS = signing_in.ACCOUNT_RATE_LIMITS
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60  # the mail says so
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_FORMAT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_FORMAT
MFA_ADAPTER = "accounts.factors.FactorAdapter"
MFA_FORMS = signing_in.MFA_FORMS
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG  # http://localhost
SOCIALACCOUNT_ADAPTER = "accounts.elsewhere.SocialAdapter"
SOCIALACCOUNT_FORMS = {"signup": "accounts.elsewhere.SocialSignupForm"}
SOCIALACCOUNT_PROVIDERS = signing_in.providers(
    env("GOOGLE_LOGIN", ""), env("GITHUB_LOGIN", ""), env("APPLE_LOGIN", ""), env("OIDC_LOGIN", "")
)
SOCIALACCOUNT_AUTO_SIGNUP = False  # people choose their name
SOCIALACCOUNT_EMAIL_AUTHENTICATION = SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True  # verified addresses only
STAFF_SECOND_FACTOR = env.bool("STAFF_SECOND_FACTOR", False)

COMMENT_EDIT_MINUTES = env.int("COMMENT_EDIT_MINUTES", 15)  # within which a change is not marked
AKISMET_KEY = env("AKISMET_KEY", "")
AKISMET_URL = env("AKISMET_URL", "https://rest.akismet.com/1.1/comment-check")

OFFLINE = env.bool("OFFLINE", True)  # browsers keep the articles that were read last
DEMO_PASSWORD = env("DEMO_PASSWORD", "techymag-demo")  # of the demo accounts, which work in debug mode only

# Mail

EMAIL_EXAMPLE = "submission://user:password@smtp.example.com:587"
EMAIL_SENDER = env("EMAIL_SENDER", f"{SITE_NAME} <no-reply@{HOST}>")
if re.search(r"[\r\n]", EMAIL_SENDER):
    raise ImproperlyConfigured("EMAIL_SENDER must be one line, such as TechyMag <hello@example.com>.")
DEFAULT_FROM_EMAIL = EMAIL_SENDER
if email_url := env("EMAIL_URL", ""):
    email = env.dj_email_url("EMAIL_URL")
    if urlsplit(email_url).scheme not in ("smtp", "submission"):
        raise ImproperlyConfigured(f"EMAIL_URL must start with smtp:// or submission://, such as {EMAIL_EXAMPLE}.")
    MAILERS = {
        "default": {
            "BACKEND": email["EMAIL_BACKEND"],
            "OPTIONS": {
                "host": email["EMAIL_HOST"],
                "port": email["EMAIL_PORT"],
                "username": email["EMAIL_HOST_USER"],
                "password": email["EMAIL_HOST_PASSWORD"],
                "use_tls": email["EMAIL_USE_TLS"],
                "use_ssl": email["EMAIL_USE_SSL"],
                "timeout": email["EMAIL_TIMEOUT"] or 10,
            },
        }
    }
elif DEBUG:
    MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": str(DATA_DIR / "mail")},
        }
    }
else:
    raise ImproperlyConfigured(f"EMAIL_URL must say how mail is sent, such as {EMAIL_EXAMPLE}.")

# Words and time

LANGUAGES = [("en", "English"), ("uk", "Українська")]  # those of `locale`
LANGUAGE_CODE = env("SITE_LANGUAGE", "en")
if LANGUAGE_CODE not in dict(LANGUAGES):
    raise ImproperlyConfigured(f"SITE_LANGUAGE must be one of {', '.join(dict(LANGUAGES))}.")
LOCALE_PATHS = [ROOT / "locale"]
TIME_ZONE = env("TIME_ZONE", "UTC")
if TIME_ZONE not in available_timezones():
    raise ImproperlyConfigured("TIME_ZONE must be the name of a time zone, such as Europe/Paris.")
FORMAT_MODULE_PATH = "magazine.formats"

# Whose posts articles may show in a frame; other services have one address for all (`markup.embeds`).
INSTANCES = ["mastodon.social", "mastodon.online", "mstdn.social", "fosstodon.org", "hachyderm.io", "infosec.exchange"]
MASTODON_INSTANCES = words("MASTODON_INSTANCES", INSTANCES)
if not all(re.fullmatch(r"(?:[a-z\d-]+\.)+[a-z\d-]+", name) for name in MASTODON_INSTANCES):
    raise ImproperlyConfigured("MASTODON_INSTANCES must be a list of host names: mastodon.social,fosstodon.org.")

# Security: nothing inline and no other host, but for the editor (`articles.editor`) and frames (`articles.rendering`)

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "data:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "worker-src": [CSP.SELF],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
# Dropped by client_address unless a trusted proxy sent it.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "magazine.errors.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

# Background work: at once, or by `manage.py worker`

TASK_BACKENDS = {"immediate": "tasks.backends.ImmediateBackend", "database": "django_tasks_db.DatabaseBackend"}
if (tasks := env("TASKS", "immediate")) not in TASK_BACKENDS:
    raise ImproperlyConfigured("TASKS must be immediate or database.")
TASKS = {"default": {"BACKEND": TASK_BACKENDS[tasks]}}
TASKS_LEASE = env.float("TASKS_LEASE", 30)  # seconds without a heartbeat after which a worker is dead
if TASKS_LEASE < 1:
    raise ImproperlyConfigured("TASKS_LEASE must be at least one second.")

# Operations: who may read /metrics besides those with the token, who is told of crashes, how the log is written

METRICS_ALLOW = networks("METRICS_ALLOW", ["127.0.0.0/8", "::1"])
METRICS_TOKEN = env("METRICS_TOKEN", "")
SENTRY_DSN = env("SENTRY_DSN", "")
if SENTRY_DSN and not find_spec("sentry_sdk"):
    raise ImproperlyConfigured("SENTRY_DSN needs one more package: deploy/environment --no-dev --extra sentry.")
LOG_FORMAT = env("LOG_FORMAT", "line" if DEBUG else "json")
if LOG_FORMAT not in ("json", "line"):
    raise ImproperlyConfigured("LOG_FORMAT must be json or line.")
LOGGING = logs.config(LOG_FORMAT)
