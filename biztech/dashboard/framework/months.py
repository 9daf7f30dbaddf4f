"""Lists that show a month at a time: which month was asked for, and its neighbours."""

import re
from dataclasses import dataclass
from datetime import date

_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Neighbours:
    """Where older and newer rows are; empty where there are none to expect."""

    older: str = ""
    newer: str = ""


def month_in(text: str, *, current: str) -> str:
    """Return the month that a text names, else the current one."""
    return text if _MONTH.fullmatch(text) else current


def first_of(month: str) -> date:
    """Return the first day of a month."""
    return date.fromisoformat(f"{month}-01")


def month_after(month: str, count: int) -> str:
    """Return the month so many months later, or earlier."""
    year, number = (int(part) for part in month.split("-"))
    year, index = divmod(year * 12 + number - 1 + count, 12)
    return f"{year:04d}-{index + 1:02d}"
