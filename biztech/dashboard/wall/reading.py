"""What the console says of a wall: who is on it, what execs did to it, its screens."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from core.clock import moment
from events.queries import kept_events
from interactions.models import WallSocket
from interactions.wall import screens
from interactions.wall.graph import Meeting, ids_in, meetings, people_in
from interactions.wall.log import Face, read_log
from interactions.wall.names import NO_EVENT, wall_name
from interactions.wall.state import State, read_state
from profiles.queries import wall_faces

# More rows than fit on a phone are counted, not listed.
MOST_SCREENS = 12
MOST_FOUND = 6

# One of a kind of screen, and several.
_KINDS = {"kiosk": ("kiosk", "kiosks"), "page": ("page", "pages")}
_OTHERS = ("other client", "other clients")


@dataclass(frozen=True, kw_only=True)
class Wall:
    """An event's wall as its screens show it, and what they do not show."""

    state: State
    now: int
    shown: list[Meeting]
    # Meetings that a paused wall holds back.
    waiting: int
    # Ids and names; a name is the id where the profile shows none any more.
    hidden: list[tuple[str, str]]

    @property
    def event(self) -> str:
        """The wall's own name of its event."""
        return self.state.event

    @property
    def is_current(self) -> bool:
        """Whether taps are logged for this event."""
        return self.event == self.state.current

    @property
    def people(self) -> list[Face]:
        """Everybody on it, who met somebody last comes first."""
        return people_in(reversed(self.shown))

    @property
    def last_tap(self) -> datetime | None:
        """When the last two on it met."""
        return _at(max((one.entry.at for one in self.shown), default=None))

    @property
    def read_at(self) -> datetime:
        """When all of this was read."""
        return moment(self.now)

    @property
    def paused_since(self) -> datetime | None:
        """Since when it holds back what happens."""
        return _at(self.state.paused_at)

    @property
    def cleared_at(self) -> datetime | None:
        """Up to when it shows nothing."""
        return _at(self.state.cleared_at)

    @property
    def replay_until(self) -> datetime | None:
        """When the time lapse ends that its screens play now."""
        replay = self.state.replay
        ends = replay["at"] + replay["ms"] if replay else 0
        return moment(ends) if ends > self.now else None


@dataclass(frozen=True, kw_only=True)
class ScreenLine:
    """A screen that is up."""

    kind: str
    event: str
    since: datetime | None


@dataclass(frozen=True, kw_only=True)
class Screens:
    """All screens that are up, whatever they show."""

    up: list[WallSocket]

    @property
    def lines(self) -> list[ScreenLine]:
        """The first of them, kiosks before all others, then the longest connected."""
        in_order = sorted(self.up, key=lambda one: one.screen != "kiosk")
        return [_line(one) for one in in_order[:MOST_SCREENS]]

    @property
    def more(self) -> int:
        """How many are not among the lines."""
        return max(len(self.up) - MOST_SCREENS, 0)

    @property
    def kinds(self) -> str:
        """How many there are of each kind: "1 kiosk, 12 pages"."""
        counted = Counter(_KINDS.get(str(one.screen), _OTHERS) for one in self.up)
        return ", ".join(
            f"{counted[words]} {words[counted[words] != 1]}"
            for words in (*_KINDS.values(), _OTHERS)
            if counted[words]
        )

    def showing(self, event: str) -> int:
        """Return how many show that event."""
        return sum(one.event == event for one in self.up)


def read_wall(event: str, *, now: int) -> Wall:
    """Return an event's wall as it is now."""
    state = read_state(event, now=now)
    entries = read_log(event, since=0, now=now)
    faces = wall_faces({*ids_in(entries), *state.hidden})
    paused_at = state.paused_at
    return Wall(
        state=state,
        now=now,
        shown=meetings(entries, state=state, faces=faces),
        waiting=sum(paused_at is not None and one.at > paused_at for one in entries),
        hidden=sorted(
            ((one, _name(faces.get(one), one)) for one in state.hidden),
            key=lambda person: person[1].casefold(),
        ),
    )


def read_screens(*, now: int) -> Screens:
    """Return all screens that are up now."""
    return Screens(up=screens.all_screens(now=now))


def found_in(people: Iterable[Face], query: str) -> list[Face]:
    """Return those whose name or id contains what is looked for, in the same order."""
    wanted = " ".join(query.split()).casefold()
    return [
        one
        for one in people
        if wanted in str(one["name"]).casefold() or wanted in str(one["id"]).casefold()
    ]


def event_titles() -> dict[str, str]:
    """Return what events are called, by the wall's names of them, the latest first."""
    latest_first = sorted(
        kept_events(), key=lambda event: (event.starts_at or 0, event.id), reverse=True
    )
    return {
        wall_name(event.id, int(event.year)): (
            event.title + ("" if event.is_published else " (not published)")
        )
        for event in latest_first
    }


def title_in(titles: dict[str, str], event: str) -> str:
    """Return what an event is called, given what all of them are."""
    return "No event" if event == NO_EVENT else titles.get(event, event)


def _line(row: WallSocket) -> ScreenLine:
    kind, _ = _KINDS.get(str(row.screen), _OTHERS)
    since = _at(row.connected_at)
    return ScreenLine(kind=kind, event=str(row.event or ""), since=since)


def _name(face: Face | None, profile_id: str) -> str:
    return str(face["name"] or profile_id) if face else profile_id


def _at(ms: Any) -> datetime | None:
    return moment(int(ms)) if ms else None
