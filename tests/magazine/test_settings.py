"""The magazine starts with safe settings or says which variable is wrong."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SAFE = {
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "BASE_URL": "https://magazine.example",
    "EMAIL_URL": "submission://user:p%40ss@smtp.example.com",
}
DEBUG_KEY = "debug-only-and-refused-in-production-0123456789-abcdefghij"


@pytest.fixture
def start(tmp_path):
    """Run Python with nothing but these variables around it; gives back what it said on standard error."""

    def start(code="import magazine.settings", *, fails=True, **variables):
        told = {"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path), "ENV_FILE": str(tmp_path / ".env")} | variables
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-c", code], env=told, cwd=ROOT, capture_output=True, text=True, check=False
        )
        assert bool(done.returncode) == fails, done.stderr
        return done.stderr if fails else done.stdout

    return start


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", DEBUG_KEY),
        ("SECRET_KEY", "a" * 67),
        ("BASE_URL", ""),
        ("BASE_URL", "magazine.example"),
        ("BASE_URL", "https://"),
        ("BASE_URL", "https://magazine.example/below/"),
        ("BASE_URL", "https://magazine.example:port"),
        ("BASE_URL", "http://magazine.example"),
        ("ALLOWED_HOSTS", "*"),
        ("ALLOWED_HOSTS", "magazine.example, *"),
        ("ALLOWED_HOSTS", "other.example"),
        ("ALLOWED_HOSTS", "https://magazine.example"),
        ("TRUSTED_PROXIES", "0.0.0.0/0"),
        ("TRUSTED_PROXIES", "127.0.0.1, ::/0"),
        ("TRUSTED_PROXIES", "nginx"),
        ("TRUSTED_PROXIES", "10.0.0.1/8"),
        ("DATABASE_URL", "mysql://user:password@host/name"),
        ("DATABASE_URL", "garbage"),
        ("DATABASE_URL", "postgres://host:port/name"),
        ("DATABASE_URL", "postgres://"),
        ("DATABASE_URL", "sqlite://:memory:"),
        ("CACHE_URL", "garbage"),
        ("CACHE_URL", "redis://host:port/0"),
        ("CACHE_URL", "memcached://host"),
        ("CACHE_URL", "valkey://"),
        ("STAFF_SECOND_FACTOR", "perhaps"),
        ("GOOGLE_LOGIN", "id without a secret"),
        ("GITHUB_LOGIN", ":secret"),
        ("APPLE_LOGIN", "client:team:key:/no/such/file"),
        ("OIDC_LOGIN", "https://login.example.com"),
        ("DATABASE_POOL_SIZE", "1"),
        ("DATABASE_POOL_SIZE", "many"),
        ("DATABASE_REPLICA_URL", "garbage"),
        ("DATABASE_REPLICA_URL", "postgres://user@replica/name"),
        ("STORAGE_URL", "garbage"),
        ("STORAGE_URL", "s3://"),
        ("STORAGE_URL", "s3://key:sec/ret@bucket"),
        ("STORAGE_URL", "s3://key:secret@bucket?endpiont=https://s3.example.com"),
        ("CDN_URL", "akamai://token@zone"),
        ("CDN_URL", "varnish://"),
        ("CDN_URL", "varnish://10.0.0.5:6081, varnish://10.0.0.6:port"),
        ("EMAIL_SENDER", "A <a@example.com>\nBcc: b@example.com"),
        ("TIME_ZONE", "Mars/Base"),
        ("MASTODON_INSTANCES", "mastodon.social; script-src *"),
        ("EMAIL_URL", ""),
        ("EMAIL_URL", "garbage"),
        ("EMAIL_URL", "smtp://host:port"),
        ("EMAIL_URL", "pigeon://coop"),
        ("DATA_DIR", "/proc/nowhere"),
        ("TASKS", "celery"),
        ("TASKS_LEASE", "0"),
        ("TASKS_LEASE", "soon"),
        ("DEBUG", "perhaps"),
    ],
)
def test_unsafe_or_unreadable_variable_is_named(start, variable, value):
    assert variable in start(**SAFE | {variable: value}).splitlines()[-1]


def test_nothing_set_is_refused_one_variable_at_a_time(start):
    given = {}
    while set(given) < set(SAFE):
        said = start(**given).splitlines()[-1]
        missing = next(name for name in SAFE if said.startswith(f"django.core.exceptions.ImproperlyConfigured: {name}"))
        given[missing] = SAFE[missing]
    start(fails=False, **given)


def test_safe_settings_pass_the_deployment_checks(start):
    run = """import sys; sys.argv = ['manage.py', 'check', '--deploy', '--fail-level', 'WARNING']
exec(open('manage.py').read())"""
    assert "no issues" in start(run, fails=False, **SAFE)


def test_production_is_https_only_with_secure_cookies(start):
    run = """from magazine.settings import *
assert SECURE_SSL_REDIRECT and SECURE_HSTS_SECONDS >= 31536000
assert SESSION_COOKIE_SECURE and CSRF_COOKIE_SECURE and SESSION_COOKIE_HTTPONLY
assert ALLOWED_HOSTS == ["magazine.example"]
assert MAILERS["default"]["OPTIONS"] == {"host": "smtp.example.com", "port": 587, "username": "user",
    "password": "p@ss", "use_tls": True, "use_ssl": False, "timeout": 10}"""
    start(run, fails=False, **SAFE)


def test_mail_is_sent_with_the_settings_made_from_the_address(start):
    run = """import django; django.setup()
from django.core.mail import mailers
assert (mailers["default"].host, mailers["default"].port) == ("smtp.example.com", 587)"""
    start("import os; os.environ['DJANGO_SETTINGS_MODULE'] = 'magazine.settings'\n" + run, fails=False, **SAFE)


def test_engines_are_what_their_addresses_say(start):
    run = """from magazine.settings import *
assert DATABASES["default"]["OPTIONS"]["pool"]["max_size"] == DATABASES["replica"]["OPTIONS"]["pool"]["max_size"] == 4
assert DATABASES["replica"]["HOST"] == "two" and DATABASES["replica"]["OPTIONS"]["sslmode"] == "require"
assert CACHES["default"]["LOCATION"] == "rediss://user:p%40ss@host:6380/1"
assert STORAGES["default"]["OPTIONS"] == {"bucket_name": "media", "access_key": "key", "secret_key": "a/b+c",
    "endpoint_url": "https://s3.example.com", "region_name": "eu-west-1"}
assert CDN_URL == ["varnish://10.0.0.5:6081", "fastly://token@SU1Z"]"""
    engines = {
        "DATABASE_URL": "postgres://user:password@one/name",
        "DATABASE_REPLICA_URL": "postgres://user:password@two/name?sslmode=require",
        "DATABASE_POOL_SIZE": "4",
        "CACHE_URL": "valkeys://user:p%40ss@host:6380/1",
        "STORAGE_URL": "s3://key:a%2Fb+c@media?endpoint=https://s3.example.com&region=eu-west-1",
        "CDN_URL": "varnish://10.0.0.5:6081, fastly://token@SU1Z",
    }
    start(run, fails=False, **SAFE | engines)


def test_debug_mode_needs_nothing_else(start):
    start("from magazine.settings import *; assert not HTTPS and BASE_URL", fails=False, DEBUG="true")
    start(fails=False, DEBUG="true", SECRET_KEY="short", ALLOWED_HOSTS="*", BASE_URL="http://192.168.0.7:8000")


@pytest.mark.parametrize("folder", ["a b", "a#b", "a?b=c", "ä"])
def test_data_may_lie_in_any_folder(start, tmp_path, folder):
    run = "from magazine.settings import *; print(DATABASES['default']['NAME'])"
    said = start(run, fails=False, **SAFE | {"DATA_DIR": str(tmp_path / folder), "PYTHONUTF8": "1"})
    assert said == f"{tmp_path / folder / 'db.sqlite3'}\n"


def test_lists_may_have_spaces_and_be_empty(start):
    run = """from magazine.settings import *
assert ALLOWED_HOSTS == ['magazine.example', 'b.example'] and len(TRUSTED_PROXIES) == 2"""
    lists = {"ALLOWED_HOSTS": " magazine.example, b.example ", "TRUSTED_PROXIES": "127.0.0.1, 10.0.0.0/8,"}
    start(run, fails=False, **SAFE | lists)
    run = "from magazine.settings import *; assert ALLOWED_HOSTS == ['magazine.example'] and not TRUSTED_PROXIES"
    start(run, fails=False, **SAFE | {"ALLOWED_HOSTS": "", "TRUSTED_PROXIES": ""})


def test_the_environment_wins_over_the_file(start, tmp_path):
    (tmp_path / ".env").write_text("DEBUG=true\nSITE_NAME=From the file\nTIME_ZONE=Europe/Paris\n")
    run = "from magazine.settings import *; print(SITE_NAME, TIME_ZONE)"
    assert start(run, fails=False, SITE_NAME="From outside") == "From outside Europe/Paris\n"
