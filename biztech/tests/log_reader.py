"""Reading every line that a test run logs, in search of somebody's address."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager

_ADDRESS = re.compile(r"[\w.+-](@|%40)\w[\w-]{0,62}\.\w")
_OURS = ("accounts", "biztech", "events", "interactions", "memberships", "profiles")


class LogReader(logging.Handler):
    """Collects the lines that name somebody, as they would be printed.

    Our own lines must name nobody by themselves, without the formatter's help.
    """

    def __init__(self, formatter: logging.Formatter) -> None:
        super().__init__()
        self.named: list[str] = []
        self.setFormatter(formatter)

    def emit(self, record: logging.LogRecord) -> None:
        """Read a line."""
        ours = record.name.partition(".")[0] in _OURS
        for line in (self.format(record), record.getMessage() if ours else ""):
            if _ADDRESS.search(line):
                self.named.append(f"{record.name}: {line}")


@contextmanager
def reading(formatter: logging.Formatter | None = None) -> Iterator[LogReader]:
    """Read what is logged for as long as the block lasts, as the console prints it."""
    if formatter is None:
        (console,) = (one for one in logging.getLogger().handlers if one.name)
        formatter = console.formatter or logging.Formatter()
    reader = LogReader(formatter)
    logging.getLogger().addHandler(reader)
    try:
        yield reader
    finally:
        logging.getLogger().removeHandler(reader)
