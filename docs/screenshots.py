"""The pictures of `docs/editing.md`, from the demo as `make run` serves it, here or at the address that is named."""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import PIL.Image
from playwright.sync_api import Page, sync_playwright

HERE = Path(__file__).with_name("pictures")
SITE = sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000"
LARGEST = 60 * 1024  # bytes
ARTICLES = "/admin/articles/article/"


def first_article(page: Page, query: str = "?state=live") -> None:
    page.goto(ARTICLES + query)
    page.locator("#result_list tbody th a").first.click()
    page.locator(".ProseMirror").wait_for()


def link_dialog(page: Page) -> None:
    first_article(page)
    page.locator(".ProseMirror").click()
    page.keyboard.press("Control+k")
    page.get_by_label("Article or address").press_sequentially("chip")
    page.locator("#link-suggestions [role=option]").first.wait_for()


def filing(page: Page) -> None:
    page.goto(ARTICLES)
    for box in page.locator("input.action-select").all()[:3]:
        box.check()
    page.get_by_role("combobox", name="Action").select_option("refile")
    page.get_by_role("button", name="Run").click()


def below(page: Page, place: str, query: str = "?state=live") -> None:
    first_article(page, query)
    page.goto(page.url.replace("change/", place))


PICTURES: dict[str, Callable[[Page], object]] = {
    "today": lambda page: page.goto("/admin/"),
    "calendar": lambda page: page.goto("/admin/calendar/"),
    "list": lambda page: page.goto(ARTICLES),
    "filing": filing,
    "writing": first_article,
    "link": link_dialog,
    "preview": lambda page: below(page, "preview/"),
    "conversation": lambda page: below(page, "conversation/", "?state=in_review"),
    "pictures": lambda page: page.goto("/admin/articles/image/"),
    "settings": lambda page: page.goto("/admin/sitesettings/sitesettings/1/change/"),
}


def keep(name: str, shot: bytes) -> None:
    """As good as fits."""
    picture = PIL.Image.open(BytesIO(shot)).convert("RGB")
    for quality in range(80, 10, -10):
        picture.save(HERE / f"{name}.webp", quality=quality, method=6)
        if (HERE / f"{name}.webp").stat().st_size <= LARGEST:
            return


with sync_playwright() as playwright:
    own = playwright.chromium.executable_path
    browser = playwright.chromium.launch(executable_path=own if Path(own).exists() else "/usr/bin/chromium")
    page = browser.new_page(base_url=SITE, viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    page.goto("/accounts/login/")
    page.fill("[name=login]", "editor")
    page.fill("[name=password]", "techymag-demo")
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "login" not in address)
    HERE.mkdir(exist_ok=True)
    for name, opened in PICTURES.items():
        opened(page)
        page.wait_for_load_state("networkidle")
        keep(name, page.screenshot())
