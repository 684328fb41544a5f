"""Somebody at a browser: keeps cookies, sends the token of forms along, follows no redirects, and has a clock."""

import http.client
import time
from contextlib import closing
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any

from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from lxml import html

from tests.factories import PASSWORD

HOST = "magazine.example"
PATIENCE = 60  # seconds


@dataclass
class Answer:
    status: int
    headers: Any
    content: bytes
    seconds: float

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def is_acknowledged(self) -> bool:
        return self.status < 400

    @property
    def comes_from_cache(self) -> bool:
        return "; hit" in self.headers.get("Cache-Status", "")

    @property
    def typed(self) -> list[str]:
        """What an error page gives back."""
        return [area.text.strip() for area in html.fromstring(self.text).xpath("//textarea[@readonly]")]

    def form(self, path: str) -> dict[str, list[str]]:
        """What the browser would send of the form on this page that posts to its own address."""
        page = html.fromstring(self.text)
        (form,) = page.xpath("//form[@method='post'][not(@action) or @action='' or @action=$path]", path=path)
        fields: dict[str, list[str]] = {}
        for name, value in form.form_values():
            fields.setdefault(name, []).append(value.removeprefix("\n"))
        return fields


class Browser:
    def __init__(self, port: int, address: str = "10.0.0.1"):
        self.port, self.address = port, address
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Answer:
        return self._ask("GET", path)

    def post(self, path: str, **fields) -> Answer:
        body = encode_multipart(BOUNDARY, fields)
        return self._ask("POST", path, body, {"Content-Type": MULTIPART_CONTENT})

    def sign_in(self, name: str) -> None:
        self.get("/accounts/login/")
        answer = self.post("/accounts/login/", login=name, password=PASSWORD)
        assert answer.status == 302, answer.text

    def form(self, path: str) -> dict[str, list[str]]:
        return self.get(path).form(path)

    def _ask(self, method: str, path: str, body: bytes | None = None, more: dict | None = None) -> Answer:
        began = time.monotonic()
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)) as connection:
            connection.request(method, path, body, self._headers() | (more or {}))
            response = connection.getresponse()
            content = response.read()
        for morsel in SimpleCookie("; ".join(response.headers.get_all("Set-Cookie", []))).values():
            self.cookies[morsel.key] = morsel.value
        return Answer(response.status, response.headers, content, time.monotonic() - began)

    def _headers(self) -> dict[str, str]:
        """As a proxy passes them on that has taken the request by HTTPS."""
        headers = {
            "Host": HOST,
            "Origin": f"https://{HOST}",
            "User-Agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "X-Forwarded-For": self.address,
            "X-Forwarded-Proto": "https",
        }
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
            headers["X-CSRFToken"] = self.cookies.get("csrftoken", "")
        return headers
