"""Marks that run a test on more than the wide screen with JavaScript that `page` is by default, and what axe finds."""

import pytest
from axe_playwright_python.sync_playwright import Axe

# Every rule that is not experimental: WCAG 2.2 A and AA, and what axe takes for good practice.
AXE = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# What another colour scheme can break.
AXE_COLOURS = {"resultTypes": ["violations"], "runOnly": ["color-contrast", "link-in-text-block"]}
PHONE, DESKTOP = {"width": 390, "height": 844}, {"width": 1280, "height": 800}
SMALLEST = {"width": 320, "height": 640}  # WCAG 1.4.10: nothing scrolls sideways

each_screen = pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"], indirect=True)
on_phone = pytest.mark.parametrize("viewport", [PHONE], ids=["phone"], indirect=True)
with_and_without_javascript = pytest.mark.parametrize("javascript", [True, False], ids=["js", "no-js"], indirect=True)
without_javascript = pytest.mark.parametrize("javascript", [False], ids=["no-js"], indirect=True)


# A tab in the background, until it is shown.
HIDDEN = """window.shown = false
Object.defineProperty(document, "visibilityState", { get: () => (shown ? "visible" : "hidden") })"""
SHOW = "shown = true; document.dispatchEvent(new Event('visibilitychange'))"


def forget_what_was_said(page) -> None:
    """So that what is read next answers what is done next: a save may wait for another one before it leaves."""
    page.locator(".messagelist").evaluate_all("said => said.forEach((list) => list.remove())")


def faults(page, options=AXE) -> list[str]:
    """What axe finds, and whether the page is wider than the screen; a page that is still on its way is waited for."""
    page.wait_for_load_state()
    broken = Axe().run(page, options=options).response["violations"]
    found = [f"{page.url}: {rule['id']} {rule['nodes'][0]['target']}" for rule in broken]
    too_wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, *([f"{page.url} is too wide"] if too_wide else [])]
