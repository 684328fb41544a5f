"""Templates hold nothing that the content security policy forbids, and nothing that leads nowhere."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.urls import get_resolver, resolve

ROOT = Path(__file__).parents[1]
FOLDERS = [ROOT / "templates", ROOT / "templates_desk"]
PAGES = sorted(path for folder in FOLDERS for path in folder.rglob("*.*") if path.is_file())
INLINE = {
    "style attribute": re.compile(r"\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "event handler": re.compile(r"<[^>]*\son[a-z]+\s*="),
    "script address": re.compile(r"javascript:"),
    "script element": re.compile(r'<script(?![^>]*\s(?:src=|type="application/(?:ld\+)?json"))'),
}
UNCHECKED = re.compile(r"\w+\s*\|\s*safe\b|autoescape|safeseq|Markup")
TRUSTED = re.compile(
    r"(\bhtml|_html|help_text|preview)\s*\|\s*safe$"
)  # what was cleaned when it was saved, and what forms say

URL = re.compile(r"""{% url ['"]([^'"]+)|\burl\(['"]([^'"]+)""")
STATIC = re.compile(r"""\bstatic[ (]['"]([^'"]+)""")
PART = re.compile(r"""{% (?:include|extends|from) ['"]([^'"]+)['"]""")


def each(paths):
    return pytest.mark.parametrize("path", paths, ids=lambda path: str(path.relative_to(ROOT)))


each_page = each(PAGES)


def name_of(path):
    """As views and other templates call it."""
    return str(Path(*path.relative_to(ROOT).parts[1:]))


def url_names(resolver=None, prefix=""):
    """Every name that templates may link to."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from url_names(pattern, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif pattern.name:
            yield prefix + pattern.name


def inline_code(source):
    return {name for name, found in INLINE.items() if found.search(source)}


@each_page
def test_template_compiles_and_holds_no_inline_code(path):
    assert Path(get_template(name_of(path)).origin.name) == path
    if "email" not in path.parts:  # mail has no policy, and its readers know no other styles
        assert not inline_code(path.read_text())


@each([path for path in PAGES if path.suffix == ".html"])
def test_only_rendered_html_and_our_own_words_are_trusted(path):
    assert all(TRUSTED.search(found[0]) for found in UNCHECKED.finditer(path.read_text()))


@each_page
def test_every_link_and_file_in_a_template_is_there(path):
    source = path.read_text()
    assert {first or second for first, second in URL.findall(source)} <= set(url_names())
    assert not [name for name in STATIC.findall(source) if not finders.find(name)]
    for address in re.findall(r"(?:href|src|action)=\"(/[^\"{]*)\"", source):
        assert resolve(address)
    for name in PART.findall(source):
        assert get_template(name)


def test_links_files_and_parts_are_found():
    source = """{% extends "a.html" %}{% from "b.html" import b %}{% include 'c.html' %}
    {{ url("d") }} {{ url('e', 1) }} {% url 'f' %} {% url "g" 1 %} {{ static("h") }} {% static 'i' %}"""
    assert PART.findall(source) == ["a.html", "b.html", "c.html"]
    assert [first or second for first, second in URL.findall(source)] == ["d", "e", "f", "g"]
    assert STATIC.findall(source) == ["h", "i"]


@pytest.mark.parametrize(
    "source",
    [
        '<p style="color: red">',
        "<style>p {}</style>",
        '<body class="page" onload="run()">',
        '<a href="javascript:run()">',
        "<script>run()</script>",
        '<script type="module">run()</script>',
    ],
)
def test_inline_code_is_found(source):
    assert inline_code(source)


@pytest.mark.parametrize(
    "source",
    ['<script type="module" src="x.js"></script>', '<script type="application/ld+json">{}</script>', "<p>on=1"],
)
def test_what_the_policy_allows_is_no_inline_code(source):
    assert not inline_code(source)
