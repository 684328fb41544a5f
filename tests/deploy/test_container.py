"""What goes into the image: all that runs, and nothing that is secret or data."""

from pathlib import Path

from django.apps import apps
from django.conf import settings

ROOT = Path(__file__).parents[2]


def allowed():
    lines = (ROOT / ".containerignore").read_text().splitlines()
    assert "*" in lines
    return {line.removeprefix("!") for line in lines if line.startswith("!")}


def test_every_app_of_ours_and_what_it_shows_is_in_the_image():
    folders = [Path(app.path) for app in apps.get_app_configs()] + [
        *settings.STATICFILES_DIRS,
        *map(Path, settings.LOCALE_PATHS),
        ROOT / "templates",
        ROOT / "templates_desk",
    ]
    ours = {folder.relative_to(ROOT).parts[0] for folder in folders if ".venv" not in folder.parts}
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"bench", "tests"}
    assert ours | packages | {"manage.py", "pyproject.toml", "uv.lock"} <= allowed()


def test_neither_secrets_nor_data_are_in_the_image():
    assert not allowed() & {".", ".env", ".git", "var", "tests", "deploy", "docs"}
