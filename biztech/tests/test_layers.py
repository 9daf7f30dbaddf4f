"""What import rules cannot hold: parts of Django, refusals, forgotten modules."""

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

ROOT: Path = settings.BASE_DIR
APPS = ("accounts", "events", "interactions", "memberships", "payments", "profiles")
# Of an app, what decides and reads, whoever asks.
INNER = ("models", "queries", "services", "wall")
OUTSIDE = (
    "channels",
    "django.http",
    "django.shortcuts",
    "django.template",
    "django.views",
    "rest_framework",
)


def imports(source: str) -> Iterator[str]:
    """Yield the modules that a module imports, and the names from them."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def from_outside(source: str) -> list[str]:
    """Return what a module imports of HTTP, templates and channels."""
    parts = tuple(f"{name}." for name in OUTSIDE)
    return [name for name in imports(source) if f"{name}.".startswith(parts)]


def inner_modules() -> list[Path]:
    """Return the files of the apps' models, reads, services and wall."""
    parts = [ROOT / app / part for app in APPS for part in INNER]
    modules = [part.with_suffix(".py") for part in parts]
    modules += [file for part in parts for file in part.rglob("*.py")]
    return [file for file in modules if file.exists()]


@pytest.mark.parametrize(
    "module", inner_modules(), ids=lambda module: str(module.relative_to(ROOT))
)
def test_services_know_no_http_template_or_channel(module: Path) -> None:
    assert from_outside(module.read_text()) == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.http import HttpRequest",
        "from django import http",
        "import django.template.loader",
        "from django.shortcuts import render",
        "from rest_framework.request import Request",
        "import channels",
    ],
)
def test_an_import_from_outside_is_noticed(source: str) -> None:
    assert from_outside(source)
    assert not from_outside("from django.conf import settings\nimport channels_redis")


def classes(source: str) -> Iterator[tuple[str, set[str]]]:
    """Yield the classes of a module, and the last names of what they are kinds of."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.ClassDef):
            bases = {ast.unparse(base).rpartition(".")[2] for base in node.bases}
            yield node.name, bases


def test_refusals_are_classes_of_the_modules_named_errors() -> None:
    modules = {
        file: dict(classes(file.read_text()))
        for part in (*APPS, "biztech", "core", "tools")
        for file in (ROOT / part).rglob("*.py")
        if not {"tests", "node_modules"} & set(file.parts)
    }
    refusals = {
        name
        for file, defined in modules.items()
        if file.name == "errors.py"
        for name in defined
    }

    elsewhere = [
        f"{file.relative_to(ROOT)}: {name}"
        for file, defined in modules.items()
        if file.name != "errors.py"
        for name, bases in defined.items()
        if bases & refusals
    ]

    assert {"Refused", "Stale", "UserExists", "DemoRefused"} <= refusals
    assert elsewhere == []


def test_every_module_of_an_app_is_in_a_layer() -> None:
    rules = tomllib.loads((ROOT / "pyproject.toml").read_text())
    floors = rules["tool"]["importlinter"]["contracts"][0]["layers"]
    named = {module for floor in floors for module in floor.split(" : ")}

    modules = {
        f"{app}.{child.stem}"
        for app in APPS
        if app not in named
        for child in (ROOT / app).iterdir()
        if (child.suffix == ".py" or (child / "__init__.py").exists())
        and child.stem not in {"__init__", "tests"}
    }

    assert modules - named == set()
