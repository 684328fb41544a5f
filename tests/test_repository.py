"""Promises about the repository as a whole."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import call_command

ROOT = Path(__file__).parents[1]
CODE = [
    "accounts",
    "articles",
    "bench",
    "comments",
    "following",
    "magazine",
    "markup",
    "moved",
    "offline",
    "pages",
    "pictures",
    "purging",
    "reactions",
    "reading",
    "search",
    "sitesettings",
    "tasks",
    "templates",
    "templates_desk",
    "tests",
]
FILES = [
    path
    for folder in [*CODE, "static", "deploy", "docs"]
    for path in (ROOT / folder).rglob("*")
    if path.suffix in {".py", ".html", ".txt", ".css", ".js", ".md", ".toml", ".xml"} and path.is_file()
]
TESTS = sorted((ROOT / "tests").rglob("test_*.py"))
HANDED_ON = "magazine/backup/programs.py"  # to the programs that it runs
LATER = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b")


def test_no_migration_is_missing(db):
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


def test_every_variable_is_documented_and_every_documented_one_is_read():
    read = set(
        re.findall(r'\b(?:env(?:\.\w+)?|words|networks)\(\s*"([A-Z_]+)"', (ROOT / "magazine/settings.py").read_text())
    )
    documented = set(re.findall(r"^#? ?([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    assert read == documented


def test_the_environment_is_read_in_the_settings_only():
    readers = [path for path in FILES if path.suffix == ".py" and re.search(r"os\.environ|getenv", path.read_text())]
    outside = {str(path.relative_to(ROOT)) for path in readers if not {"tests", "bench"} & set(path.parts)}
    assert outside <= {"magazine/wsgi.py", HANDED_ON}


def test_nothing_is_left_for_later():
    assert not [(path.name, found[0]) for path in FILES if (found := LATER.search(path.read_text()))]


@pytest.mark.parametrize("path", TESTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_names_of_tests_say_who_or_what_and_the_outcome(path):
    tree = ast.parse(path.read_text())
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test")]
    assert names
    assert all(re.fullmatch(r"test(_[a-z0-9]+){2,}", name) for name in names)
    assert not [node.name for node in tree.body if isinstance(node, ast.ClassDef) and node.name.startswith("Test")]


def test_nothing_of_ours_is_mocked_or_skipped():
    forbidden = re.compile(r"unittest\.mo" + r"ck|mark\.sk" + r"ip|mark\.xf" + r"ail|pytest\.sk" + r"ip")
    assert not [path.name for path in TESTS if forbidden.search(path.read_text())]
