"""A real Chromium on a real server; whatever goes wrong on a page behind a test's back fails the test."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from .screens import DESKTOP

# The first as Playwright's own is: all of Chromium but its windows, which cost as much again and which nobody sees.
SYSTEM_BROWSERS = ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
WATCH = """document.addEventListener("securitypolicyviolation", (event) => {
    console.error(`CSP: ${event.violatedDirective} ${event.blockedURI} ${event.sourceFile ?? ""}:${event.lineNumber}`)
})"""

# A page or form that answers 4xx is noted by the browser as an error (`_watch` decides about those), and a blocked worker.
EXPECTED = ("Failed to load resource", "Service Worker registration blocked")

# Playwright's loop runs in the tests' own thread, where Django would refuse the makers of rows.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args, playwright):
    """Playwright's own Chromium when it is installed, else the system's."""
    options = browser_type_launch_args | {"args": ARGUMENTS}
    if Path(playwright.chromium.executable_path).exists():
        return options
    found = next(filter(None, map(shutil.which, SYSTEM_BROWSERS)), None)
    if not found:
        pytest.fail(
            "The browser tests need Chromium. On Debian: sudo apt install chromium-headless-shell; "
            "elsewhere: .venv/bin/playwright install chromium"
        )
    return options | {"executable_path": found}


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture
def viewport(request):
    return getattr(request, "param", DESKTOP)


@pytest.fixture
def javascript(request):
    return getattr(request, "param", True)


@pytest.fixture
def new_context(new_context, base_url):
    """Makes browser profiles that are watched: see `_watch`."""
    problems = []

    def watched(**options):
        context = new_context(**{"service_workers": "block"} | options)  # which would ask for pages after a test
        _watch(context, base_url, problems)
        return context

    yield watched
    assert not problems


@pytest.fixture
def context(new_context, viewport, javascript):
    return new_context(viewport=viewport, java_script_enabled=javascript)


@pytest.fixture
def page_for_axe(browser, base_url, viewport):
    """Not watched: axe writes styles into the page that the policy would refuse. Still: no colour is halfway to another."""
    context = browser.new_context(base_url=base_url, viewport=viewport, bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def sign_in(context, base_url):
    """Give the browser (or another profile) somebody's session, as if they had signed in."""

    def sign_in(user, profile=context):
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        profile.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": base_url}])

    return sign_in


def _watch(context, base_url, problems):
    """Note console errors, CSP violations, crashed scripts, server errors, missing files and other hosts."""

    def answered(response):
        is_page = response.request.resource_type in ("document", "fetch", "xhr")
        if response.status >= (500 if is_page else 400):
            problems.append(f"{response.status} {response.url}")

    def asked(request):
        if not request.url.startswith((base_url, "data:", "blob:", "about:")):
            problems.append(f"another host: {request.url}")

    def said(message):
        if message.type in ("error", "warning") and not message.text.startswith(EXPECTED):
            problems.append(f"console: {message.text} ({message.page.url if message.page else ''})")

    context.add_init_script(WATCH)
    context.on("response", answered)
    context.on("request", asked)
    context.on("console", said)
    context.on("weberror", lambda error: problems.append(f"script: {error.error}"))
