"""What the settings make of the addresses of services. A wrong one is refused by the name of its variable."""

import re
from importlib.util import find_spec
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

CACHE_EXAMPLE = "locmem:// or redis://host:6379/0"
STORAGE_EXAMPLE = "s3://key:secret@bucket?endpoint=https://s3.example.com&region=eu-west-1, with / in the secret as %2F"
OPENSEARCH_EXAMPLE = (
    "https://user:password@search.example:9200/techymag?ca=/path/of/ca.pem, its path what indexes are called"
)
CDN_EXAMPLE = "varnish://host:6081, fastly://token@service or cloudflare://token@zone"

SQLITE_OPTIONS = {
    # Measured: without WAL and IMMEDIATE, concurrent writers get "database is locked".
    "transaction_mode": "IMMEDIATE",
    "timeout": 5,
    "init_command": (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=134217728; "
        "PRAGMA cache_size=-20000; PRAGMA journal_size_limit=67108864; PRAGMA temp_store=MEMORY;"
    ),
}


def pooled(database: dict, size: int, *, wait: int) -> dict:
    """PostgreSQL with connections that are kept, tested before each request and made again soon after an outage.

    A page waits this many seconds for a connection, not psycopg's thirty, and as long for a machine that has vanished.
    """
    pool = {"min_size": 2, "max_size": size, "timeout": wait, "reconnect_timeout": 2 * wait}
    options = {"tcp_user_timeout": wait * 1000} | database.get("OPTIONS", {}) | {"pool": pool}
    return database | {"OPTIONS": options, "CONN_MAX_AGE": 0, "CONN_HEALTH_CHECKS": True}


def cache(url: str) -> dict:
    """Django's own limit of 300 entries would forget whose view was counted and how often a password was tried."""
    scheme, _, rest = url.partition("://")
    if scheme == "locmem":
        options = {"MAX_ENTRIES": 100_000} | {key.upper(): value for key, value in parse_qsl(rest.lstrip("?"))}
        return {"BACKEND": "magazine.localcache.LocalCache", "OPTIONS": options}
    _split("CACHE_URL", url, {"redis", "rediss", "valkey", "valkeys"}, CACHE_EXAMPLE)
    return {"BACKEND": "magazine.cache.SteadyRedisCache", "LOCATION": f"{scheme.replace('valkey', 'redis')}://{rest}"}


def storage(url: str) -> dict:
    if not url:
        return {"BACKEND": "magazine.folder.Folder"}
    parts = _split("STORAGE_URL", url, {"s3"}, STORAGE_EXAMPLE)
    query = dict(parse_qsl(parts.query))
    if not query.keys() <= {"endpoint", "region"}:
        raise ImproperlyConfigured(f"STORAGE_URL must be like {STORAGE_EXAMPLE}.")
    return {
        "BACKEND": "magazine.bucket.Bucket",
        "OPTIONS": {
            "bucket_name": parts.hostname,
            "access_key": unquote(parts.username or "") or None,
            "secret_key": unquote(parts.password or "") or None,
            "endpoint_url": query.get("endpoint"),
            "region_name": query.get("region"),
        },
    }


def cdn(urls: list[str]) -> list[str]:
    for url in urls:
        _split("CDN_URL", url, {"varnish", "fastly", "cloudflare"}, CDN_EXAMPLE)
    return urls


def hub(variable: str, url: str) -> str:
    """Who is told of what is new; "" for nobody."""
    if url:
        _split(variable, url, {"https", "http"}, "https://hub.example/")
    return url


def opensearch(url: str) -> str:
    """The server that searches, or "": the database does then."""
    if not url:
        return ""
    parts = _split("OPENSEARCH_URL", url, {"https", "http"}, OPENSEARCH_EXAMPLE)
    is_named = re.fullmatch(r"/?|/[a-z0-9][a-z0-9_.-]*", parts.path) and dict(parse_qsl(parts.query)).keys() <= {"ca"}
    if not is_named or bool(parts.username) != bool(parts.password):
        raise ImproperlyConfigured(f"OPENSEARCH_URL must be like {OPENSEARCH_EXAMPLE}.")
    if not find_spec("opensearchpy"):
        raise ImproperlyConfigured(
            "OPENSEARCH_URL needs one more package: deploy/environment --no-dev --extra opensearch."
        )
    return url


def _split(variable: str, url: str, schemes: set[str], example: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        if parts.scheme in schemes and parts.hostname and parts.port != 0:
            return parts
    except ValueError as error:
        raise ImproperlyConfigured(f"{variable} must be like {example}: {error}.") from error
    raise ImproperlyConfigured(f"{variable} must be like {example}.")
