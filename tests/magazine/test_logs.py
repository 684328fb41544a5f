"""What the log says of a request, and what it never says."""

import io
import json
import logging
import subprocess
import sys
from ipaddress import ip_network

import pytest
from django.urls import reverse

from magazine.logs import JsonFormatter, LineFormatter, private

from ..factories import make_article
from .servers import ROOT


@pytest.fixture
def lines():
    """What is logged while the test runs, as production writes it."""
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(JsonFormatter())
    logging.getLogger().addHandler(handler)
    read = lambda: map(json.loads, out.getvalue().splitlines())  # noqa: E731
    yield lambda: [line for line in read() if line["logger"] != "psycopg.pool"]  # the test ends its transaction
    logging.getLogger().removeHandler(handler)


def test_request_is_one_line_with_the_id_that_the_reader_gets(client, db, lines):
    make_article("Chips")
    response = client.get("/articles/chips/?utm_source=mail")
    (line,) = lines()
    assert line["request_id"] == response.headers["X-Request-ID"] != "-"
    assert (line["method"], line["path"], line["status"]) == ("GET", "/articles/chips/", 200)
    assert (line["level"], line["logger"], line["user"]) == ("INFO", "magazine.middleware", None)
    assert line["duration_ms"] > 0
    assert line["time"].endswith("+00:00")


def test_two_requests_have_two_ids(client, db):
    first, second = (client.get("/how-we-count/").headers["X-Request-ID"] for _ in range(2))
    assert first != second


def test_person_is_a_number(client, bob, lines):
    client.force_login(bob)
    client.get(reverse("accounts:profile"))
    assert lines()[-1]["user"] == bob.pk
    assert "bob" not in str(lines())


@pytest.mark.parametrize("path", ["/healthz", "/static/css/site.css"])
def test_what_is_asked_all_the_time_is_not_logged(client, db, lines, path):
    response = client.get(path)
    response.close()
    assert response.status_code == 200
    assert response.headers["X-Request-ID"]
    assert not lines()


@pytest.mark.parametrize("path", ["/static/none.css", "/nowhere/"])
def test_what_is_missing_is_logged(client, db, lines, path):
    client.get(path)
    assert [line["status"] for line in lines()] == [404]


def test_id_of_a_trusted_proxy_is_kept(client, db, settings, lines):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    headers = {"x-request-id": "4bf92f3577b34da6-a3ce929d"}
    assert client.get("/how-we-count/", headers=headers).headers["X-Request-ID"] == "4bf92f3577b34da6-a3ce929d"
    assert lines()[-1]["request_id"] == "4bf92f3577b34da6-a3ce929d"


@pytest.mark.parametrize(
    "given", ["short", "a" * 101, "with space here", "new\nline-here", "<script>alert", "ümläutümläut"]
)
def test_id_that_is_none_is_replaced(client, db, settings, given):
    settings.TRUSTED_PROXIES = [ip_network("127.0.0.1")]
    assert client.get("/how-we-count/", headers={"x-request-id": given}).headers["X-Request-ID"] != given


def test_id_of_a_stranger_is_replaced(client, db):
    headers = {"x-request-id": "4bf92f3577b34da6-a3ce929d"}
    assert client.get("/how-we-count/", headers=headers).headers["X-Request-ID"] != headers["x-request-id"]


def test_crash_and_its_request_share_an_id(client, db, broken_database, lines):
    client.raise_request_exception = False
    response = client.get("/articles/chips/")
    crash, request = [line for line in lines() if line["logger"] in ("django.request", "magazine.middleware")]
    assert crash["request_id"] == request["request_id"] == response.headers["X-Request-ID"]
    assert "OperationalError: the database is away" in crash["exception"]
    assert request["status"] == 503


def test_lines_outside_of_a_request_have_no_id(lines):
    logging.getLogger("articles").warning("A picture could not be read.")
    assert [(line["message"], line["request_id"]) for line in lines()] == [("A picture could not be read.", "-")]


def test_mailed_key_is_not_logged(client, db, lines):
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "1", "key": "d3f-secret"})
    client.get(path)
    assert lines()[-1]["path"] == "/accounts/password/reset/key/…/"
    assert "secret" not in str(lines())


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("DETAIL: Key (email)=(bob@example.com) already exists.", "DETAIL: Key (email)=(…@…) already exists."),
        ('"Bob <b.o+b@mail.example.co.uk>"', '"Bob <…@…>"'),
        ("GET /accounts/confirm-email/MQ:1abc:x_y/ 200", "GET /accounts/confirm-email/…/ 200"),
        *(
            (f"GET /following/{kind}/MQ:1abc:x_y/ 200", f"GET /following/{kind}/…/ 200")
            for kind in ("by-link", "confirm", "stop")
        ),
        ("GET /preview/aB-3_x.c4_d-E/ 200", "GET /preview/…/ 200"),
        ("GET /admin/articles/article/1/preview/links/ 200", "GET /admin/articles/article/1/preview/links/ 200"),
        ("GET /authors/@bob/ 404", "GET /authors/@bob/ 404"),
    ],
)
def test_addresses_and_keys_are_taken_out(said, kept):
    assert private(said) == kept


def test_address_at_the_beginning_of_a_line_leaves_the_log_readable():
    record = logging.LogRecord(
        "articles", logging.WARNING, "", 0, "Refused:\nbob@example.com, müller@example.com", (), None
    )
    assert json.loads(JsonFormatter().format(record))["message"] == "Refused:\n…@…, …@…"


@pytest.mark.parametrize("character", ["\x9b", "\x85", "\u2028", "\u202e", "\x1b"])
def test_no_character_moves_the_terminal_or_ends_the_line(character):
    record = logging.LogRecord("articles", logging.WARNING, "", 0, f"Mail to {character}2J failed", (), None)
    line = JsonFormatter().format(record)
    assert line.isascii()
    assert line.isprintable()
    assert json.loads(line)["message"] == f"Mail to {character}2J failed"


def test_long_path_is_cut(client, db, lines):
    client.get("/" + "a" * 60_000)
    assert lines()[-1]["path"] == "/" + "a" * 499


@pytest.mark.parametrize("part", ["a", "a@", "a.", "@a", "a@a.", "/key/", "/following/stop/", "/preview/a", "-"])
def test_work_for_a_text_grows_as_its_length_does(part):
    """Counted in a process that ends when it has computed for much longer than that takes."""
    code = (
        "import resource, sys; resource.setrlimit(resource.RLIMIT_CPU, (20, 20));"
        "from magazine.logs import private; private(sys.argv[1] * 300_000)"
    )
    subprocess.run([sys.executable, "-c", code, part], cwd=ROOT, check=True)  # noqa: S603


def test_line_for_people_has_the_same_parts():
    record = logging.LogRecord("articles", logging.WARNING, "", 0, "Mail to %s failed", ("bob@example.com",), None)
    assert LineFormatter("%(levelname)s %(request_id)s %(name)s %(message)s").format(record) == (
        "WARNING - articles Mail to …@… failed"
    )


def test_newline_in_an_address_starts_no_new_line(client, db, caplog):
    client.get("/no%0Awhere/")
    assert not [record for record in caplog.records if "\n" in record.getMessage()]
