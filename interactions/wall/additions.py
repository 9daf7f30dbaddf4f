"""What a wall may show beside who met whom: apps register it, execs switch it on.

It is made in each process from the log and from tables that all processes share, so
screens are told the same whichever process they are connected to, and however often.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from interactions.wall.graph import Meeting
from interactions.wall.log import Entry
from interactions.wall.state import State


@dataclass(frozen=True, kw_only=True)
class Evening:
    """What an addition is made of: all who met at an event, and what is shown of it."""

    state: State
    entries: Sequence[Entry]
    shown: Sequence[Meeting]
    # Of those who were looked up and found: the id that they have now.
    ids: Mapping[str, str]

    @property
    def event(self) -> str:
        """The wall's own name of the event."""
        return self.state.event

    def met(self) -> Iterator[tuple[int, str, str]]:
        """Yield when who met whom, in the order of the log, but for what waits."""
        paused_at = self.state.paused_at
        for entry in sorted(self.entries, key=lambda entry: entry.sequence):
            if paused_at is None or entry.at <= paused_at:
                one, other = map(self._current, (entry.one, entry.other))
                if one != other:
                    yield entry.at, one, other

    def people(self) -> set[str]:
        """Return the ids of everybody whom the wall shows."""
        return {face["id"] for met in self.shown for face in (met.one, met.other)}

    def _current(self, profile_id: str) -> str:
        return self.ids.get(profile_id, profile_id)


@dataclass(frozen=True, kw_only=True)
class Addition:
    """Something that walls can show, and how execs are told of it.

    ``read`` returns what screens get, which everybody may know, as JSON can hold it.
    It may ask the database.
    """

    code: str
    title: str
    sentence: str
    read: Callable[[Evening], Any]


_registered: dict[str, Addition] = {}


def register_addition(addition: Addition) -> None:
    """Let execs switch something on that walls show."""
    _registered[addition.code] = addition


def known_additions() -> list[Addition]:
    """Return everything that can be switched on, in the order of registration."""
    return list(_registered.values())


def is_addition(code: str) -> bool:
    """Tell whether something of that code can be switched on."""
    return code in _registered


def read_additions(evening: Evening) -> dict[str, Any]:
    """Return what screens get of those that are on; of unknown ones nothing."""
    return {
        code: addition.read(evening)
        for code, addition in _registered.items()
        if code in evening.state.additions
    }
