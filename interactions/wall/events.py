"""What the hubs of all processes are told; short, since the log holds the rest.

WallEvent may be lost, come twice or come late: a hub that reads the log notices.
"""

import json
from dataclasses import asdict, dataclass

from interactions.wall.log import Entry


@dataclass(frozen=True, slots=True)
class Tapped:
    """Two people met; the entry is in the log of that event."""

    event: str
    entry: Entry


@dataclass(frozen=True, slots=True)
class ControlChanged:
    """Somebody changed how the wall of an event is run, or which event is on."""

    event: str


@dataclass(frozen=True, slots=True)
class ProfileChanged:
    """Somebody may want to be seen differently now, or not at all.

    Follows from a write, which processes tell each other of by themselves.
    """

    profile_id: str


@dataclass(frozen=True, slots=True)
class Told:
    """A text for whoever listens to a channel, such as the voters of a room."""

    channel: str
    text: str


Sent = Tapped | ControlChanged | Told
WallEvent = Sent | ProfileChanged


def to_text(wall_event: Sent) -> str:
    """Return an event as a text for other processes."""
    return json.dumps([type(wall_event).__name__, asdict(wall_event)])


def from_text(text: str) -> Sent | None:
    """Return the event in such a text, None for what an unlike version wrote."""
    try:
        match json.loads(text):
            case ["Tapped", {"event": str(event), "entry": dict(entry)}]:
                return Tapped(event, Entry(**entry))
            case ["ControlChanged", {"event": str(event)}]:
                return ControlChanged(event)
            case ["Told", {"channel": str(channel), "text": str(told)}]:
                return Told(channel, told)
    except (TypeError, ValueError):
        pass
    return None
