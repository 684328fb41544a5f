"""A rendered page as it is kept: its body in every encoding that was asked for, its headers ready to be sent."""

import gzip
import re
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import blake2b

import brotli

try:
    from compression import zstd  # Python 3.14
except ModuleNotFoundError:
    from backports import zstd

from .key import LONGEST_HEADER, Environ

type Headers = list[tuple[str, str]]
type StartResponse = Callable[[str, Headers], object]

# Best first. Levels at which a page of 60 KB takes about a millisecond: it is compressed once and sent many times.
ENCODINGS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, mode=brotli.MODE_TEXT, quality=5),
    "zstd": lambda body: zstd.compress(body, 9),
    "gzip": lambda body: gzip.compress(body, 6, mtime=0),
}
SMALLEST = 200  # bytes; below that compression gains nothing
COMPRESSIBLE = re.compile(r"text/|application/(?!octet-stream)|image/svg")
MADE_ANEW = {"content-length", "content-encoding", "etag", "vary"}
NOT_MODIFIED = {"cache-control", "cache-tag", "content-location", "date", "expires", "surrogate-key", "vary"}


@dataclass(eq=False)
class Page:
    """An answer of the magazine without compression; `seen` and `horizon` say which purges it has seen (`Ledger`)."""

    status: str
    headers: Headers
    body: bytes
    tags: frozenset[str] = frozenset()
    seen: int = 0
    horizon: int = 0
    made_at: float = field(default_factory=time.time)
    bodies: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.etag = f'W/"{blake2b(self.body, digest_size=12).hexdigest()}"'
        given = {name.lower(): value for name, value in self.headers}
        self.last_modified = given.get("last-modified", "")
        self.compresses = len(self.body) >= SMALLEST and bool(COMPRESSIBLE.match(given.get("content-type", "")))
        vary = [word for word in re.split(r",\s*", given.get("vary", "")) if word and word != "Accept-Encoding"]
        kept = [(name, value) for name, value in self.headers if name.lower() not in MADE_ANEW]
        validators = [("ETag", self.etag)] if self.status.startswith("200") else []
        self.headers = [*kept, *validators, ("Vary", ", ".join([*vary, "Accept-Encoding"]))]
        self._not_modified = [(name, value) for name, value in self.headers if name.lower() in NOT_MODIFIED | {"etag"}]
        self._ready: dict[str, Headers] = {}

    @property
    def size(self) -> int:
        """Bytes, about: the encodings that are made later come to less than the body itself."""
        return 2 * len(self.body) + 2000

    def answer(self, environ: Environ, start_response: StartResponse, cache_status: str) -> Iterable[bytes]:
        """`cache_status` as in RFC 9211."""
        if self._is_known(environ):
            start_response("304 Not Modified", [*self._not_modified, ("Cache-Status", cache_status)])
            return []
        encoding = preferred(environ.get("HTTP_ACCEPT_ENCODING", "")) if self.compresses else ""
        body, headers = self._encoded(encoding)
        start_response(self.status, [*headers, ("Cache-Status", cache_status)])
        return [body] if environ["REQUEST_METHOD"] == "GET" else []

    def _encoded(self, encoding: str) -> tuple[bytes, Headers]:
        if encoding not in self._ready:
            body = self.bodies[encoding] = ENCODINGS[encoding](self.body) if encoding else self.body
            content_encoding = [("Content-Encoding", encoding)] if encoding else []
            self._ready[encoding] = [*self.headers, *content_encoding, ("Content-Length", str(len(body)))]
        return self.bodies[encoding], self._ready[encoding]

    def _is_known(self, environ: Environ) -> bool:
        """Whether the reader has this very page; the tag is looked at first (RFC 9110, 13.2.2)."""
        if not self.status.startswith("200"):
            return False
        if asked := environ.get("HTTP_IF_NONE_MATCH"):
            return asked.strip() == "*" or self.etag[2:] in asked.replace("W/", "").replace(" ", "").split(",")
        return bool(self.last_modified) and environ.get("HTTP_IF_MODIFIED_SINCE") == self.last_modified


def preferred(accepted: str) -> str:
    """The best of our encodings that an Accept-Encoding header allows, "" for none."""
    return _preferred(accepted) if len(accepted) <= LONGEST_HEADER else ""


@lru_cache(maxsize=1000)
def _preferred(accepted: str) -> str:
    weights: dict[str, float] = {}
    for choice in accepted.lower().split(","):
        name, _, parameters = choice.partition(";")
        weight = re.search(r"q=(.*)", parameters)
        weights[name.strip()] = _number(weight[1]) if weight else 1.0
    allowed = [name for name in ENCODINGS if weights.get(name, weights.get("*", 0)) > 0]
    return max(allowed, key=lambda name: weights.get(name, weights.get("*", 0)), default="")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
