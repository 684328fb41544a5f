"""CDNs are told which cache tags to forget: `CDN_URL` says where, one function for each kind does it.

Varnish is tried in the tests. Fastly and Cloudflare are spoken to as their documents say, and were not tried for real.
"""

import json
import re
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import batched
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from django.conf import settings

WAIT_SECONDS = 5
FASTLY_BATCH = 256  # https://www.fastly.com/documentation/reference/api/purging/
CLOUDFLARE_BATCH = 100  # https://developers.cloudflare.com/cache/how-to/purge-cache/
VARNISH_BATCH = 64  # far below the 8 KB that Varnish takes as one header


class PurgeError(Exception):
    """A CDN did not answer, or not with yes. Purging again is safe."""


def purge_cdn(tags: list[str]) -> None:
    """Ask every CDN of `CDN_URL`, the others too when one fails; then PurgeError says which and why."""
    failures = []
    for address in map(urlsplit, settings.CDN_URL):
        try:
            PURGES[address.scheme](address, tags)
        except (OSError, HTTPException, PurgeError) as error:
            failures.append(f"{address.scheme} {_place(address)}: {error}")
    if failures:
        raise PurgeError("; ".join(failures))


def _purge_varnish(address: SplitResult, tags: list[str]) -> None:
    for batch in batched(tags, VARNISH_BATCH):
        headers = {"X-Ban-Tags": "|".join(map(re.escape, batch))}
        _ask(f"http://{address.netloc}", "BAN", "/", headers)


def _purge_fastly(address: SplitResult, tags: list[str]) -> None:
    for batch in batched(tags, FASTLY_BATCH):
        headers = {"Fastly-Key": _token(address), "Surrogate-Key": " ".join(batch)}
        _ask(_api(address, "https://api.fastly.com"), "POST", f"/service/{_place(address)}/purge", headers)


def _purge_cloudflare(address: SplitResult, tags: list[str]) -> None:
    headers = {"Authorization": f"Bearer {_token(address)}", "Content-Type": "application/json"}
    path = f"/client/v4/zones/{_place(address)}/purge_cache"
    for batch in batched(tags, CLOUDFLARE_BATCH):
        body = json.dumps({"tags": batch})
        answer = _ask(_api(address, "https://api.cloudflare.com"), "POST", path, headers, body)
        if not json.loads(answer)["success"]:
            raise PurgeError(answer)


PURGES: dict[str, Callable[[SplitResult, list[str]], None]] = {
    "varnish": _purge_varnish,
    "fastly": _purge_fastly,
    "cloudflare": _purge_cloudflare,
}


def _ask(base: str, method: str, path: str, headers: dict[str, str], body: str = "") -> str:
    address = urlsplit(base)
    connect = HTTPSConnection if address.scheme == "https" else HTTPConnection
    connection = connect(address.hostname, address.port, timeout=WAIT_SECONDS)
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        answer = response.read().decode(errors="replace")
    finally:
        connection.close()
    if response.status != 200:
        raise PurgeError(f"{response.status} {response.reason} {answer[:200]}")
    return answer


def _place(address: SplitResult) -> str:
    """The service, zone or host as it was written: Fastly's names have capitals."""
    return address.netloc.rpartition("@")[2]


def _token(address: SplitResult) -> str:
    return unquote(address.username or "")


def _api(address: SplitResult, usual: str) -> str:
    """Another address of the API, which tests give as `?api=`."""
    return parse_qs(address.query).get("api", [usual])[0]
