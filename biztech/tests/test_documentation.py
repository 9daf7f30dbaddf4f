"""The documents that repeat what the code says must repeat it truly."""

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command, get_commands

ROOT: Path = settings.BASE_DIR
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]
# Folders of the repository, unlike those of a bucket or of a running server.
FOLDERS = {
    found.name
    for found in ROOT.iterdir()
    if found.is_dir() and not found.name.startswith(".") and found.name != "var"
}
CODE = re.compile(r"`([\w./-]+)`")
LINK = re.compile(r"\]\(([\w./-]+)\)")
FILE = re.compile(r"\.(css|html|js|py|sh|toml|ts|txt)$")
COMMAND = re.compile(r"manage\.py ([a-z_]+)")


def of_this_tree(name: str) -> bool:
    """Tell whether a text in backticks is meant as a path of the repository."""
    first, slash, _ = name.partition("/")
    if first == "" or name == "manage.py":
        return False
    return bool(FILE.search(name)) or (slash == "/" and first in FOLDERS)


def untrue_paths(line: str) -> Iterator[str]:
    """Yield the paths of a line that lead nowhere.

    A path may be told from the folder of the one before it in the line, and a file that
    several apps have by its name alone.
    """
    place: Path | None = None
    for name in CODE.findall(line):
        if (ROOT / name).exists() and of_this_tree(name):
            place = ROOT / name if (ROOT / name).is_dir() else (ROOT / name).parent
        elif place and name.endswith("/") and (place / name).exists():
            continue
        elif of_this_tree(name) and not _is_elsewhere(name, place):
            yield name


def _is_elsewhere(name: str, place: Path | None) -> bool:
    if place:
        return (place / name).exists()
    return any(any((ROOT / folder).rglob(name)) for folder in FOLDERS)


def tree() -> Iterator[str]:
    """Yield the folders of README's tree as paths."""
    text = (ROOT / "README.md").read_text().partition("## The tree")[2]
    parent = ""
    for indent, name in re.findall(r"^( {4,6})(\w+/) ", text, re.MULTILINE):
        parent = name if len(indent) == 4 else parent
        yield name if len(indent) == 4 else parent + name


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_paths_exist(page: Path) -> None:
    lines = page.read_text().splitlines()

    assert [name for line in lines for name in untrue_paths(line)] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    links = LINK.findall(page.read_text())

    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_exist(page: Path) -> None:
    assert set(COMMAND.findall(page.read_text())) <= set(get_commands())


def test_readme_shows_every_package() -> None:
    shown = list(tree())

    assert [path for path in shown if not (ROOT / path).is_dir()] == []
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} <= {
        path.rstrip("/") for path in shown
    }


@pytest.mark.parametrize(
    ("line", "untrue"),
    [
        ("`core/errors.py`, `api.py`", []),
        ("`core/errors.py`, `unfinished.py`", ["unfinished.py"]),
        ("`core/nothing.py`", ["core/nothing.py"]),
        ("`core/nothing/`", ["core/nothing/"]),
        ("the app's `models.py`, `/members`, `uploaded/`", []),
        ("the app's `unheard_of.py`", ["unheard_of.py"]),
    ],
)
def test_an_untrue_path_is_noticed(line: str, untrue: list[str]) -> None:
    assert list(untrue_paths(line)) == untrue


def test_data_model_holds_the_table_map_of_the_registry() -> None:
    printed = StringIO()

    call_command("table_map", format="markdown", stdout=printed)

    page = (ROOT / "docs" / "data-model.md").read_text()
    assert page.endswith(f"\n{printed.getvalue()}")
