"""The graph of an evening: people as they want to be seen, and who met whom."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

from interactions.errors import SecondsUnreadable
from interactions.models import WALL_KEPT_FOR
from interactions.wall.log import Entry, Face
from interactions.wall.state import State

USUAL_SECONDS = 300
LONGEST_SECONDS = WALL_KEPT_FOR // 1000


@dataclass(frozen=True, kw_only=True)
class Meeting:
    """An entry that is shown, with the two as the wall shows them."""

    entry: Entry
    one: Face
    other: Face

    @property
    def link(self) -> dict[str, Any]:
        """The meeting as a line between two people."""
        return {
            "source": self.one["id"],
            "target": self.other["id"],
            "createdAt": self.entry.at,
        }


def meeting(entry: Entry, *, state: State, faces: Mapping[str, Face]) -> Meeting | None:
    """Return an entry as it is shown; None when it, or one of the two, is not."""
    one, other = faces.get(entry.one), faces.get(entry.other)
    if one is None or other is None or one["id"] == other["id"]:
        return None
    if not state.shows(entry, people=(one["id"], other["id"])):
        return None
    return Meeting(entry=entry, one=one, other=other)


def meetings(
    entries: Iterable[Entry], *, state: State, faces: Mapping[str, Face]
) -> list[Meeting]:
    """Return those of the entries that are shown, in the order of the log."""
    found = (meeting(entry, state=state, faces=faces) for entry in entries)
    return sorted(
        (shown for shown in found if shown), key=lambda shown: shown.entry.sequence
    )


def people_in(shown: Iterable[Meeting]) -> list[Face]:
    """Return everybody who meets somebody there, once, in order of appearance."""
    people = {face["id"]: face for one in shown for face in (one.one, one.other)}
    return list(people.values())


def ids_in(entries: Iterable[Entry]) -> Iterator[str]:
    """Return the profile ids that entries name, with repetitions."""
    for entry in entries:
        yield entry.one
        yield entry.other


def seconds_back(given: str) -> int:
    """Return how far back a caller wants to look, within what the log holds."""
    try:
        seconds = float(given)
    except ValueError:
        raise SecondsUnreadable(given) from None
    if not isfinite(seconds):
        raise SecondsUnreadable(given)
    return int(min(max(seconds, 1), LONGEST_SECONDS))
