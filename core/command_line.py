"""What the management commands share: who acts, refusals, files, what is told."""

import getpass
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from django.core.management.base import CommandError, OutputWrapper

from core.audit.changes import RowChange
from core.errors import Refused

# A table that nobody looks at on a screen keeps each row on one line.
_WIDE = 1000

_VERBS = {"created": "create", "changed": "change", "removed": "remove"}


def actor() -> str:
    """Return who is at the command line, as the audit trail records it."""
    try:
        name = getpass.getuser()
    except (KeyError, OSError):
        # A container may run under a number that has no name.
        name = "unknown"
    return f"command line ({name})"


@contextmanager
def refusals_as_errors() -> Iterator[None]:
    """Show a refusal as the command's error: its sentence, and no traceback."""
    try:
        yield
    except Refused as refused:
        raise CommandError(refused.message) from None


@contextmanager
def private_file(path: Path, mode: str = "w") -> Iterator[IO[Any]]:
    """Write beside the file and put it in place at the end, or leave no trace.

    It is readable by its owner alone from the first byte on.
    """
    with _said_of(path):
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    beside = Path(name)
    encoding, newline = (None, None) if "b" in mode else ("utf-8", "")
    try:
        with os.fdopen(handle, mode, encoding=encoding, newline=newline) as file:
            yield file
            file.flush()
            os.fsync(handle)
        with _said_of(path):
            beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def sentences(changes: Iterable[RowChange], *, dry_run: bool) -> Iterator[str]:
    """Say what happens to each row: "Would remove the member record", or "Removed"."""
    for change in changes:
        said = f"Would {_VERBS[change.kind]}" if dry_run else change.kind.capitalize()
        yield f"{said} the {change.label} record{_named(change)}"


def write_table(
    stdout: OutputWrapper, titles: Iterable[str], rows: Iterable[Iterable[str]]
) -> None:
    """Write a table and an empty line; nothing where there are no rows."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*titles, box=None, pad_edge=False)
    for row in rows:
        table.add_row(*row)
    if not table.row_count:
        return
    shown = stdout.isatty()
    console = Console(
        markup=False,
        highlight=False,
        emoji=False,
        force_terminal=shown,
        width=None if shown else _WIDE,
    )
    with console.capture() as text:
        console.print(table)
    for line in text.get().splitlines():
        stdout.write(line.rstrip())
    stdout.write("")


@contextmanager
def _said_of(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CommandError(f"{path} cannot be written: {error.strerror}.") from error


def _named(change: RowChange) -> str:
    if change.kind != "changed":
        return ""
    return f" ({', '.join(sorted(change.touched))})"
