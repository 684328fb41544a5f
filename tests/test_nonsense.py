"""No address, method, form or cookie makes the magazine fail, whoever sends it: answers are always below 500."""

import re
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from comments.models import Comment
from corrections.models import Correction

from .factories import make_article, make_comment, make_image, make_tag, make_user

HUGE = 10**30
KNOWN = 424242  # the number of what `everything` makes, where no sequence gets
STRANGE = ["🙂", "نور", "a b", "%ff", "x" * 500, "'\"><script>", "..", "\u202e", "-1", "0", str(HUGE), "1.5", "é"]
VALUES = {
    "int": [str(KNOWN), "0", "-1", str(HUGE), "x"],
    "slug": ["one", "none", "x" * 300, "é", "-"],
    "year": ["2026", "1900", "0000", "9999"],
    "month": ["01", "12", "00", "13"],
    "hex": ["00ff7f", "000000", "xyz", "x" * 300],
    "path": [str(KNOWN), "../../etc/passwd", "x/y", "🙂", str(HUGE), f"{KNOWN}/change"],
    "str": ["alice", str(KNOWN), *STRANGE],
}
QUERIES = [
    *("page=0", "page=-1", f"page={HUGE}", "page=x", "page=٣", "page=1&page=2", "page=%ff", "page="),
    *("q=%22", "q=%ff", "q=" + "x" * 3000, "q=AND+OR+NOT+%2A", "q=(((", "q=%F0%9F%99%82", "q=%E2%80%AE"),
    *("next=//evil.example", "next=%5C%5Cevil", "order=x", "reply=x", f"reply={HUGE}", "reply=-1", "key=x", "code=%ff"),
]
DESK_QUERIES = [
    *("o=99.-1.x", "p=99999", "p=-1", "all=x", "e=1", "q=%F0%9F%99%82%22", "_popup=x", "_to_field=password"),
    *("status__exact=x", "pk__in=x", "category__id__exact=x", "published_at__gte=x", "created_at__year=x"),
    *(f"id__exact={HUGE}", "_changelist_filters=%ff", "app_label=x&model_name=x&field_name=x", "page=x", "page=0"),
    "app_label=articles&model_name=article&field_name=category&term=x",
]
FORMS = [
    {"value": "x", "body": "", "parent": str(HUGE), "reason": "x", "theme": "x", "next": "//evil.example"},
    {
        "value": "like",
        "body": "🙂 نور \u202e" * 50,
        "parent": "x",
        "text": "\ud83d".encode("utf-8", "replace").decode(),
    },
    {
        "body": "a\0b",
        "parent": "\0",
        "reason": "other",
        "text": "a\0b",
        "login": "a\0b",
        "password": "a\0b",
        "email": "a\0@b",
    },
    {
        "action": "delete_selected",
        "_selected_action": ["x", str(HUGE)],
        "select_across": "x",
        "index": "x",
        "post": "yes",
    },
    {
        "_save": "x",
        "title": "x" * 10_000,
        "slug": "\0",
        "status": "x",
        "published_at_0": "x",
        "version": "x",
        "category": "x",
    },
    {
        "code": "x" * 5000,
        "email": "x@" * 300,
        "username": "🙂" * 100,
        "password1": "x" * 5000,
        "session": "x",
        "id": "x",
    },
]


def routes(resolver=None, before=""):
    """Every pattern as a route such as `/comments/<int:pk>/edit/`; regular expressions are read too."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + as_route(str(pattern.pattern))
        if isinstance(pattern, URLPattern):
            yield f"/{route}"
        else:
            yield from routes(pattern, route)


def as_route(pattern):
    if not pattern.startswith("^"):
        return pattern.removesuffix(r"\Z")
    return re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<str:\1>", pattern[1:].removesuffix("$")).replace("\\", "")


def paths(route):
    """The route with ordinary and with strange values; each of its parts is varied in turn."""
    parts = re.findall(r"<(?:(\w+):)?(\w+)>", route)
    ordinary = [VALUES[kind or "str"][0] for kind, _ in parts]
    yield fill(route, ordinary)
    for place, (kind, _) in enumerate(parts):
        for value in VALUES[kind or "str"][1:]:
            yield fill(route, [*ordinary[:place], value, *ordinary[place + 1 :]])


def fill(route, values):
    for value in values:
        route = re.sub(r"<[^>]+>", lambda _, value=value: quote(value, safe="/%"), route, count=1)
    return route


ROUTES = sorted(set(routes()))


@pytest.fixture
def everything(alice, bob):
    """One of each, under the numbers and names that the routes are filled with."""
    article = make_article("One", pk=KNOWN, authors=[alice], tags=[make_tag()])
    make_article("Draft", status="draft", authors=[alice])
    make_comment(make_comment(article, bob, pk=KNOWN).article, alice, parent=article.comments.get())
    make_image(pk=KNOWN)
    Correction(pk=KNOWN, article=article, reader=bob, exact="It began", replacement="It started").post()
    return article


@pytest.fixture
def visitor(request, everything, bob):
    """A browser of `request.param`; what the server raises is raised in the test."""
    client = Client()
    if request.param == "bob":
        client.force_login(bob)
    elif request.param == "editor":
        client.force_login(request.getfixturevalue("editor"))
    elif request.param == "superuser":
        client.force_login(make_user("root", is_staff=True, is_superuser=True))
    return client


def check(response):
    assert response.status_code < 500
    assert response.getvalue() is not None  # to the end, so that files are closed
    return response


DESK = [route for route in ROUTES if route.startswith("/admin/")]
PUBLIC = [route for route in ROUTES if route not in DESK]
FOR_ACCOUNTS = [
    route for route in PUBLIC if route.startswith(("/accounts/", "/comments/", "/corrections/", "/articles/"))
]
VISITS = [
    *(("guest", route) for route in ROUTES),
    *(("bob", route) for route in FOR_ACCOUNTS),
    *(("editor", route) for route in [*FOR_ACCOUNTS, *DESK]),
    *(("superuser", route) for route in [*FOR_ACCOUNTS, *DESK]),
]


@pytest.mark.parametrize(("visitor", "route"), VISITS, indirect=["visitor"])
def test_no_address_or_method_fails(visitor, route):
    ordinary, *strange = paths(route)
    for path in strange:
        check(visitor.get(path))
    for method in ("head", "put", "delete", "options"):
        check(getattr(visitor, method)(ordinary))
    if check(visitor.post(ordinary)).status_code != 405:
        for form in FORMS:
            check(visitor.post(ordinary, form))
        check(visitor.post(ordinary, "{", content_type="application/json"))
        files = {"file": SimpleUploadedFile("x.jpg", b"x"), "avatar": SimpleUploadedFile("🙂.svg", b"")}
        check(visitor.post(ordinary, files))


@pytest.mark.parametrize(
    ("visitor", "route"),
    [*(("guest", route) for route in PUBLIC), *(("superuser", route) for route in DESK)],
    indirect=["visitor"],
)
def test_no_query_fails(visitor, route):
    path = next(paths(route))
    for query in DESK_QUERIES if route in DESK else QUERIES:
        check(visitor.get(f"{path}?{query}"))


@pytest.mark.parametrize("visitor", ["guest", "superuser"], indirect=True)
@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "visitor", "messages", "theme"])
def test_no_tampered_cookie_fails(visitor, name):
    for value in ("", "x", "x" * 3000, "é", '"\\303"', "a:b:c", "=;,", "null", "1", "[]", "__json_message"):
        visitor.cookies[name] = value
        for path in ("/articles/one/", "/accounts/profile/", "/admin/", "/accounts/login/"):
            check(visitor.get(path))
        check(visitor.post("/articles/one/reactions/", {"value": "like"}))
        check(visitor.post("/articles/one/comments/", {"body": "Some words"}))


@pytest.mark.parametrize(
    "name", ["referer", "origin", "user-agent", "accept", "accept-language", "if-none-match", "if-modified-since"]
)
@pytest.mark.parametrize("value", ["", "http://[", "🙂".encode().decode("latin-1"), "x" * 5000, "\xff", 'W/"x', "null"])
def test_no_strange_header_fails(client, everything, name, value):
    for path in ("/", "/articles/one/", "/search/?q=one"):
        check(client.get(path, headers={name: value}))
    check(client.post("/articles/one/reactions/", {"value": "like"}, headers={name: value}))
    check(client.post("/articles/one/views/", headers={name: value, "hx-request": "true", "hx-current-url": value}))


def test_every_part_is_among_the_routes():
    assert {route.split("/")[1] for route in PUBLIC} >= {
        "articles",
        "comments",
        "accounts",
        "search",
        "media",
        "feeds",
        "theme",
    }
    assert {route.split("/")[2] for route in DESK} >= {"articles", "comments", "accounts", "auth", "autocomplete"}


anything = st.text(st.characters(codec="utf-8"), max_size=300)
often = settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


@often
@given(body=anything, parent=anything)
def test_any_comment_is_posted_or_explained(client, bob, everything, body, parent):
    client.force_login(bob)
    response = client.post("/articles/one/comments/", {"body": body, "parent": parent})
    assert response.status_code in (302, 422)


@often
@given(
    fields=st.fixed_dictionaries(
        dict.fromkeys(("kind", "exact", "prefix", "suffix", "replacement", "remark", "thanks", "website"), anything)
    ),
    found=st.sampled_from(["", "It began with a chip."]),
)
def test_any_correction_is_sent_or_explained(client, bob, everything, fields, found):
    client.force_login(bob)
    fields |= {"exact": found, "kind": "typo"} if found else {}
    assert client.post("/corrections/one/", fields).status_code in (302, 422, 429)


@often
@given(fields=st.fixed_dictionaries(dict.fromkeys(("display_name", "bio", "website"), anything)))
def test_any_profile_is_saved_or_explained(client, bob, fields):
    client.force_login(bob)
    assert client.post("/accounts/profile/", fields).status_code in (302, 422, 429)


@often
@given(
    fields=st.fixed_dictionaries(
        dict.fromkeys(("email", "username", "password1", "login", "password", "next"), anything)
    )
)
@pytest.mark.parametrize("path", ["/accounts/signup/", "/accounts/login/", "/accounts/password/reset/"])
def test_any_account_form_is_answered(client, bob, path, fields):
    assert client.post(path, fields).status_code in (200, 302, 422, 429)


@often
@given(text=anything)
def test_any_search_is_answered(client, everything, text):
    response = client.get("/search/", {"q": text})
    assert response.status_code == (400 if "\0" in text else 200)


@often
@given(reason=anything, text=anything)
def test_any_report_is_kept_or_explained(client, mallory, everything, reason, text):
    cache.clear()  # and with it how often somebody has reported
    client.force_login(mallory)
    assert client.post(f"/comments/{KNOWN}/report/", {"reason": reason, "text": text}).status_code in (302, 422)


@often
@given(fields=st.fixed_dictionaries(dict.fromkeys(("body", "text", "notice_mails", "password", "sentence"), anything)))
@pytest.mark.parametrize(
    "path",
    [
        *(f"/comments/{KNOWN}/correct/", f"/comments/{KNOWN}/appeal/", "/notifications/"),
        *("/accounts/ignored/alice/add/", "/accounts/data/export/", "/accounts/leave/"),
    ],
)
def test_any_form_of_ones_own_is_answered(client, bob, mona, everything, path, fields):
    cache.clear()
    Comment.objects.get(pk=KNOWN).hide(by=mona, code="abuse")
    client.force_login(bob)
    assert client.post(path, fields).status_code in (200, 302, 422, 429)


@often
@given(fields=st.fixed_dictionaries(dict.fromkeys(("kind", "code", "words", "until_0", "until_1", "body"), anything)))
@pytest.mark.parametrize("verb", ["restrict", "note"])
def test_any_restriction_is_imposed_or_explained(client, bob, mona, verb, fields):
    client.force_login(mona)
    path = f"/admin/comments/comment/people/{bob.pk}/{verb}/"
    assert client.post(path, fields).status_code in (200, 302, 422)


@often
@given(
    numbers=st.fixed_dictionaries(dict.fromkeys(("first_comments", "most_links", "burst_count"), anything)),
    held_words=anything,
)
def test_any_rules_are_saved_or_explained(client, editor, numbers, held_words):
    client.force_login(editor)
    response = client.post("/admin/comments/moderationrules/1/change/", numbers | {"held_words": held_words})
    assert response.status_code in (200, 302, 422)


@often
@given(title=anything, body=anything, lead=anything, slug=anything, source_url=anything)
def test_any_article_is_saved_or_explained(client, everything, editor, **fields):
    client.force_login(editor)
    response = client.post(
        "/admin/articles/article/add/", fields | {"status": "draft", "category": everything.category_id}
    )
    assert response.status_code in (200, 302, 422)
