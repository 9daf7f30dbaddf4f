"""What can be exported: each app registers its own records at start."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from core.exports.errors import ExportUnknown

Row = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Export:
    """Records that can be exported.

    ``rows`` yields each as plain values by stored name, in no order; ``columns`` are
    those of a spreadsheet, all that is stored goes into JSON lines. ``key`` names the
    attribute by which somebody selects.
    """

    name: str
    title: str
    key: str
    columns: tuple[str, ...]
    rows: Callable[[], Iterator[Row]]


_exports: dict[str, Export] = {}


def register_export(export: Export) -> None:
    """Have these records exported on request."""
    _exports[export.name] = export


def exports() -> list[Export]:
    """Return what can be exported, in the order of registration."""
    return list(_exports.values())


def export_named(name: str) -> Export:
    """Return what is called so, or raise ``ExportUnknown``."""
    if name not in _exports:
        raise ExportUnknown(name)
    return _exports[name]
