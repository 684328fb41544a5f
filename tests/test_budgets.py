"""What readers download, and what maintainers read, stays small."""

import gzip
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from magazine.storage import IMPORT

from .factories import make_article, make_comment

ROOT = Path(__file__).parents[1]
STATIC, CSS = ROOT / "static", ROOT / "static" / "css"
KB = 1024


def flattened():
    site = (CSS / "site.css").read_text()
    return IMPORT.sub(lambda found: (CSS / found[1]).read_text(), site)


def compressed(text):
    return len(gzip.compress(text.encode(), 6))


def test_stylesheets_are_few_and_short():
    files = list(CSS.glob("*.css"))
    assert len(files) <= 15
    lines = sum(len(path.read_text().splitlines()) for path in files)
    assert lines <= 3280  # 190 of them for what is put into a text, 130 for what one saves, 50 for fingers


def test_every_stylesheet_is_part_of_the_one_that_is_linked():
    imported = {found[1] for found in IMPORT.finditer((CSS / "site.css").read_text())}
    assert imported == {path.name for path in CSS.glob("*.css")} - {"site.css"}
    assert "@import" not in flattened()


def test_the_stylesheet_stays_under_its_weight():
    assert compressed(flattened()) <= 15 * KB


@pytest.mark.parametrize("path", sorted(STATIC.rglob("*.js")), ids=lambda path: path.name)
def test_module_is_short_and_stands_alone(path):
    source = path.read_text()
    assert len(source.splitlines()) <= (80 if "admin-desk" in str(path) else 60)  # pasting has many sources
    assert "desk" in path.parent.name or not re.search(r"^\s*import\b", source, re.MULTILINE)
    assert not re.search(r"\beval\(|new Function|document\.write|\.style\.cssText", source)


@pytest.mark.parametrize("signed_in", [False, True])
def test_article_page_stays_under_its_weight(client, bob, signed_in):
    article = make_article("One", comments_open=True)
    make_comment(article, bob)
    if signed_in:
        client.force_login(bob)
    page = client.get(article.get_absolute_url()).text
    scripts = re.findall(r'<script[^>]+src="/static/([^"]+)"', page)
    assert scripts
    assert sum(compressed(Path(finders.find(name)).read_text()) for name in set(scripts)) <= 25 * KB
    assert compressed(page) <= 20 * KB
    assert page.count('rel="stylesheet"') == 1


def test_headline_font_stays_under_its_weight():
    assert all(path.stat().st_size <= 60 * KB for path in (STATIC / "fonts").glob("*.woff2"))


@pytest.mark.parametrize(
    "path",
    [path for path in sorted(ROOT.glob("[a-z]*/**/*.py")) if "migrations" not in path.parts],  # `.venv` is not ours
    ids=lambda path: str(path.relative_to(ROOT)),
)
def test_python_file_is_short(path):
    assert len(path.read_text().splitlines()) <= 400
