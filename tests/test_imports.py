"""Imports run one way: markup, outages, pictures, purging ← sitesettings ← accounts ← articles ← …, as docs/architecture.md says."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
LEAVES = {"markup", "outages", "pictures", "purging"}
BELOW = {
    **{leaf: set() for leaf in sorted(LEAVES)},
    "sitesettings": LEAVES,
    "accounts": {*LEAVES, "sitesettings"},
    "articles": {*LEAVES, "sitesettings", "accounts"},
    "comments": {*LEAVES, "sitesettings", "accounts", "articles"},
    "reactions": {*LEAVES, "accounts", "articles", "comments"},
    "corrections": {*LEAVES, "sitesettings", "accounts", "articles", "comments", "reactions"},
    "search": {*LEAVES, "accounts", "articles", "comments"},
    "reading": {*LEAVES, "accounts", "articles"},
    "following": {*LEAVES, "sitesettings", "accounts", "articles"},
    "tasks": {*LEAVES, "accounts", "articles"},
    "offline": {*LEAVES, "sitesettings"},
    "pages": {*LEAVES, "sitesettings", "accounts", "articles"},
    "moved": {*LEAVES, "sitesettings", "accounts", "articles", "pages"},
    "magazine": {
        *(
            *LEAVES,
            "sitesettings",
            "accounts",
            "articles",
            "comments",
            "corrections",
            "reactions",
            "search",
            "reading",
            "following",
            "tasks",
            "offline",
            "pages",
            "moved",
        )
    },
}
# Receivers are connected before the models that they need can be loaded.
LATE = {
    ("accounts/apps.py", "proving"),
    ("articles/apps.py", "picture_uses"),
    ("comments/apps.py", "clock"),
    ("corrections/apps.py", "clock"),
    ("corrections/apps.py", "marks"),
    ("following/apps.py", "clock"),
    ("reactions/apps.py", "people"),
    ("reading/apps.py", "trail"),
    ("search/apps.py", "engines"),
    ("search/apps.py", "unanswered"),
    ("tasks/apps.py", "tasks"),
}


def modules():
    return [path for app in BELOW for path in sorted((ROOT / app).rglob("*.py")) if "migrations" not in path.parts]


def imports(node):
    """(name, is relative) of what a statement imports."""
    if isinstance(node, ast.Import):
        return [(alias.name, False) for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [(node.module or "", node.level > 0)]
    return []


def breaches(app, source):
    """What the source of a module in `app` imports from an app above it."""
    names = [name for node in ast.walk(ast.parse(source)) for name, relative in imports(node) if not relative]
    return {name for name in names if name.split(".")[0] in BELOW.keys() - BELOW[app] - {app}}


def late_imports(source):
    """What of this project is imported inside a function."""
    functions = [
        node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    found = [what for function in functions for node in ast.walk(function) for what in imports(node)]
    return {name for name, relative in found if relative or name.split(".")[0] in BELOW}


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_imports_only_from_below(path):
    name = path.relative_to(ROOT)
    source = path.read_text()
    assert not breaches(name.parts[0], source)
    assert {(str(name), imported) for imported in late_imports(source)} <= LATE


@pytest.mark.parametrize(
    ("app", "source"),
    [
        ("articles", "import comments"),
        ("articles", "from comments.models import Comment"),
        ("markup", "import articles.models as models"),
        ("reactions", "from search import engines"),
        ("search", "if True:\n    from magazine import views"),
    ],
)
def test_arrow_upward_is_found(app, source):
    assert breaches(app, source)


@pytest.mark.parametrize("imported", ["from comments import models", "from .models import Article", "import markup"])
def test_import_in_a_function_is_found(imported):
    assert late_imports(f"def view(request):\n    {imported}\n")
    assert not late_imports(f"{imported}\ndef view(request):\n    import json\n")


def test_every_app_has_its_place():
    apps = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench"}
    assert apps == BELOW.keys()
