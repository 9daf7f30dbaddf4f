"""What commands that work for minutes share: stopping politely, and progress."""

import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import FrameType
from typing import Any

from django.core.management.base import OutputWrapper
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeElapsedColumn,
)

# Where no terminal shows a bar, a line each so many says that the run is alive.
LINE_EACH = 500

_STOPPING = (signal.SIGINT, signal.SIGTERM)

Advance = Callable[[str], None]


class Stop:
    """Whether somebody asked the run to stop; true once they did."""

    def __init__(self) -> None:
        self._asked = False

    def __bool__(self) -> bool:
        return self._asked

    def ask(self, number: int, frame: FrameType | None) -> None:
        """Stop at the end of the present item; asked again, stop at once."""
        if self._asked:
            raise KeyboardInterrupt
        self._asked = True


@contextmanager
def stoppable() -> Iterator[Stop]:
    """Let Ctrl-C and SIGTERM end a run between two items, where it asks ``Stop``."""
    stop = Stop()
    with ExitStack() as restoring:
        for number in _STOPPING:
            before: Any = signal.signal(number, stop.ask)
            restoring.callback(signal.signal, number, before)
        yield stop


@contextmanager
def progress(
    stderr: OutputWrapper, doing: str, *, total: int | None = None
) -> Iterator[Advance]:
    """Show how far a run is; call ``advance(at)`` after each item.

    ``at`` says where the run is, so that another can go on from there. A bar on a
    terminal, a line every few hundred items elsewhere.
    """
    if not stderr.isatty():
        yield _lines(stderr, doing, total)
        return
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[at]}", markup=False),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(doing, total=total, at="")
        yield lambda at: bar.update(task, advance=1, at=at)


def _lines(stderr: OutputWrapper, doing: str, total: int | None) -> Advance:
    done = 0

    def advance(at: str) -> None:
        nonlocal done
        done += 1
        if done % LINE_EACH == 0:
            of = "" if total is None else f" of {total}"
            stderr.write(f"{doing}: {done}{of} {at}".rstrip())

    return advance
