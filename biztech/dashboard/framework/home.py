"""The first page: tiles and charts that apps register, and the recent acts.

Every number leads to the list that proves it. A part that cannot be read says
"unavailable"; the page and its other parts stay.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import BotoCoreError, ClientError
from django.http import HttpRequest
from pynamodb.exceptions import PynamoDBException

from biztech.dashboard.framework.audit_log import ActLine, line_of
from biztech.dashboard.framework.charts import Bar, Drawn
from core.audit.trail import recent
from core.clock import now_ms

RECENT_ACTS = 8

log = logging.getLogger(__name__)
T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Figure:
    """What a tile says: a number, a sentence, and the list that proves it."""

    number: int
    sentence: str
    link: str


@dataclass(frozen=True, kw_only=True)
class Tile:
    """A number on the first page; ``order`` sorts it among the others."""

    title: str
    order: int
    read: Callable[[HttpRequest], Figure]


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A bar chart on the first page."""

    title: str
    order: int
    read: Callable[[HttpRequest], list[Bar]]


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line below the tiles: what a template shows of what is read."""

    title: str
    template: str
    read: Callable[[HttpRequest], Any]


_tiles: list[Tile] = []
_charts: list[Chart] = []
_lines: list[Line] = []


def register(*parts: Tile | Chart | Line) -> None:
    """Put parts on the first page; apps call it from their ``admin``."""
    for part in parts:
        match part:
            case Tile():
                _tiles.append(part)
            case Chart():
                _charts.append(part)
            case Line():
                _lines.append(part)


def home_context(request: HttpRequest, context: dict[str, Any]) -> dict[str, Any]:
    """Return what the first page shows (unfold's ``DASHBOARD_CALLBACK``)."""
    return {
        **context,
        "tiles": [
            (tile, available(tile.title, lambda: tile.read(request)))  # noqa: B023
            for tile in sorted(_tiles, key=lambda tile: tile.order)
        ],
        "lines": [
            (line.template, available(line.title, lambda: line.read(request)))  # noqa: B023
            for line in _lines
        ],
        "charts": [
            _drawn(chart, request)
            for chart in sorted(_charts, key=lambda chart: chart.order)
        ],
        "acts": available("Recent activity", _recent_acts),
    }


def available(title: str, read: Callable[[], T]) -> T | None:
    """Return what a part of a page reads, None while the database does not answer."""
    try:
        return read()
    except (PynamoDBException, BotoCoreError, ClientError):
        log.exception("home.unavailable part=%s", title)
        return None


def _recent_acts() -> list[ActLine]:
    now = now_ms()
    # Two months at most: an empty trail must not cost a year of queries.
    acts = recent(limit=RECENT_ACTS, now=now, months=2)
    return [line_of(act, now=now) for act in acts]


def _drawn(chart: Chart, request: HttpRequest) -> Drawn:
    bars = available(chart.title, lambda: chart.read(request))
    return Drawn(title=chart.title, bars=bars)
