"""How an event's wall is run at the moment: what it shows, and what it says."""

from collections.abc import Iterable
from dataclasses import dataclass

from interactions.models import WallControl
from interactions.wall.log import Entry
from interactions.wall.names import event_of


@dataclass(frozen=True, kw_only=True)
class State:
    """The controls of one wall, and the event that is on."""

    event: str
    current: str
    epoch: int = 0
    hidden: frozenset[str] = frozenset()
    additions: frozenset[str] = frozenset()
    cleared_at: int | None = None
    paused_at: int | None = None
    message: str = ""
    replay_at: int | None = None
    replay_ms: int | None = None

    @property
    def paused(self) -> bool:
        """Whether new entries wait."""
        return self.paused_at is not None

    @property
    def replay(self) -> dict[str, int] | None:
        """Since when screens play a time lapse and how long it takes, in ms."""
        if not self.replay_at or not self.replay_ms:
            return None
        return {"at": self.replay_at, "ms": self.replay_ms}

    def shows(self, entry: Entry, *, people: Iterable[str] = ()) -> bool:
        """Tell whether an entry is neither cleared, nor waiting, nor of the hidden.

        ``people`` are further ids of the two, such as that of a replaced card.
        """
        if self.cleared_at is not None and entry.at <= self.cleared_at:
            return False
        if self.paused_at is not None and entry.at > self.paused_at:
            return False
        return self.hidden.isdisjoint((entry.one, entry.other, *people))


def read_state(event: str, *, now: int) -> State:
    """Return how a wall is run, read consistently; one call."""
    keys = [WallControl.key(event), WallControl.key(WallControl.CURRENT)]
    rows = WallControl.find_many(keys)
    own, current = (rows.get(key) for key in keys)
    return state_of(event, own, current=event_of(current, now=now))


def state_of(event: str, row: WallControl | None, *, current: str) -> State:
    """Return what a row of controls says; without one, a wall that just runs."""
    if row is None:
        return State(event=event, current=current)
    return State(
        event=event,
        current=current,
        epoch=int(row.epoch or 0),
        hidden=frozenset(row.hidden or ()),
        additions=frozenset(row.additions or ()),
        cleared_at=_moment(row.cleared_at),
        paused_at=_moment(row.paused_at),
        message=str(row.message or ""),
        replay_at=_moment(row.replay_at),
        replay_ms=_moment(row.replay_ms),
    )


def _moment(value: float | None) -> int | None:
    return None if value is None else int(value)
