"""Running a wall: what the operators in the dashboard do to it.

Each act is one conditional write with its audit item, on the history of the wall's
event, and is published afterwards. ``event`` is the wall's own name of it
(``names.canonical``). Each gives the wall a new epoch, by which screens that were away
notice that their picture no longer holds; epochs grow with time and are never used
twice. An act that would change nothing writes nothing and returns None.

Acts that change what is shown can be undone from the history; the others have an
opposite.
"""

from collections.abc import Callable, Mapping
from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import retry_on_conflict
from core.errors import NotFound
from interactions.acts import WallAct
from interactions.errors import (
    AdditionUnknown,
    MessageTooLong,
    NothingToReplay,
    ReplayLength,
)
from interactions.models import WallControl
from interactions.wall.additions import is_addition
from interactions.wall.log import read_log
from interactions.wall.names import canonical, is_known
from interactions.wall.publish import publish_control

LONGEST_MESSAGE = 280
SHORTEST_REPLAY, LONGEST_REPLAY = 5_000, 600_000

Values = Mapping[str, Any]
_EPOCH = "epoch"


def pause(event: str, *, actor: str, now: int) -> Act | None:
    """Hold back what happens from now on, until the wall goes on; nothing is lost."""
    return _operate(
        event,
        WallAct.PAUSE,
        lambda row: {} if row.get("pausedAt") else {"pausedAt": now},
        actor=actor,
        now=now,
    )


def go_on(event: str, *, actor: str, now: int) -> Act | None:
    """Show what was held back, and what happens from now on."""
    return _operate(
        event,
        WallAct.RESUME,
        lambda row: {"pausedAt": None} if row.get("pausedAt") else {},
        actor=actor,
        now=now,
    )


def hide(
    event: str, *, profile_id: str, actor: str, now: int, reason: str = ""
) -> Act | None:
    """Take a person and all of their meetings off this wall, until shown again."""

    def decide(row: Values) -> Values:
        hidden = set(row.get("hidden", ()))
        return {} if profile_id in hidden else {"hidden": {*hidden, profile_id}}

    return _operate(
        event,
        WallAct.HIDE,
        decide,
        actor=actor,
        now=now,
        reason=reason,
        notes={"profileID": profile_id},
        undoable=True,
    )


def show_again(event: str, *, profile_id: str, actor: str, now: int) -> Act | None:
    """Put a hidden person and their meetings back on this wall."""

    def decide(row: Values) -> Values:
        hidden = set(row.get("hidden", ()))
        if profile_id not in hidden:
            return {}
        # A set in the database has members, or is not there.
        return {"hidden": hidden - {profile_id} or None}

    return _operate(
        event,
        WallAct.SHOW_AGAIN,
        decide,
        actor=actor,
        now=now,
        notes={"profileID": profile_id},
        undoable=True,
    )


def clear(event: str, *, actor: str, now: int) -> Act | None:
    """Start with an empty wall; the log keeps what was on it."""
    return _operate(
        event,
        WallAct.CLEAR,
        lambda _: {"clearedAt": now},
        actor=actor,
        now=now,
        undoable=True,
    )


def bring_back(event: str, *, actor: str, now: int) -> Act | None:
    """Show again what was on the wall before it was cleared."""
    return _operate(
        event,
        WallAct.BRING_BACK,
        lambda row: {"clearedAt": None} if row.get("clearedAt") else {},
        actor=actor,
        now=now,
        undoable=True,
    )


def say(event: str, *, message: str, actor: str, now: int) -> Act | None:
    """Put a message on the wall, or take it off with an empty one.

    Raises ``MessageTooLong``.
    """
    message = message.strip()
    if len(message) > LONGEST_MESSAGE:
        raise MessageTooLong(LONGEST_MESSAGE)
    return _operate(
        event,
        WallAct.MESSAGE,
        lambda row: _unless_same(row, "message", message or None),
        actor=actor,
        now=now,
    )


def replay(event: str, *, takes: int, actor: str, now: int) -> Act | None:
    """Let every screen play the evening as a time lapse of ``takes`` ms, once.

    Raises ``ReplayLength``, ``NothingToReplay``.
    """
    if not SHORTEST_REPLAY <= takes <= LONGEST_REPLAY:
        raise ReplayLength(SHORTEST_REPLAY, LONGEST_REPLAY)
    if not read_log(event, since=0, now=now):
        raise NothingToReplay
    return _operate(
        event,
        WallAct.REPLAY,
        lambda _: {"replayAt": now, "replayMs": takes},
        actor=actor,
        now=now,
    )


def stop_replay(event: str, *, actor: str, now: int) -> Act | None:
    """Return every screen that plays the evening to the present."""
    return _operate(
        event,
        WallAct.STOP_REPLAY,
        lambda row: {"replayAt": None, "replayMs": None} if row.get("replayAt") else {},
        actor=actor,
        now=now,
    )


def add(event: str, *, code: str, actor: str, now: int) -> Act | None:
    """Show something beside who met whom; raises ``AdditionUnknown``."""
    if not is_addition(code):
        raise AdditionUnknown

    def decide(row: Values) -> Values:
        on = set(row.get("additions", ()))
        return {} if code in on else {"additions": {*on, code}}

    return _operate(event, WallAct.ADD, decide, actor=actor, now=now, undoable=True)


def drop(event: str, *, code: str, actor: str, now: int) -> Act | None:
    """Show it no more."""

    def decide(row: Values) -> Values:
        on = set(row.get("additions", ()))
        # A set in the database has members, or is not there.
        return {"additions": on - {code} or None} if code in on else {}

    return _operate(event, WallAct.DROP, decide, actor=actor, now=now, undoable=True)


def switch_event(name: str, *, actor: str, now: int) -> Act | None:
    """Make an event the one that is on: taps are logged for it from now on.

    Screens that show whichever event is on change over. ``name`` is the event in any
    of its forms. Raises ``NotFound`` for one that does not exist.
    """
    event = canonical(name, now=now)
    if not is_known(event, now=now):
        raise NotFound.of("event", name)
    return _operate(
        WallControl.CURRENT,
        WallAct.SWITCH_EVENT,
        lambda row: _unless_same(row, "eventId", event),
        subject=event,
        actor=actor,
        now=now,
        undoable=True,
    )


def fresh_epoch(event: str, *, now: int) -> RowChange:
    """Return the change that makes screens that were away load this wall anew.

    For the transaction that takes entries out of its log; ``publish_control`` tells
    the screens that are up.
    """
    row = WallControl.find(*WallControl.key(event), consistent=True)
    return _changed(event, row, {}, now=now)


def _operate(
    event: str,
    act: WallAct,
    decide: Callable[[Values], Values],
    *,
    actor: str,
    now: int,
    subject: str = "",
    **facts: Any,
) -> Act | None:
    """Apply what ``decide`` makes of the row as it is, and tell the screens."""

    def write(_: int) -> Act | None:
        row = WallControl.find(*WallControl.key(event), consistent=True)
        values = decide(row.plain() if row else {})
        if not values:
            return None
        change = _changed(event, row, values, now=now)
        entry = AuditEntry(
            act=act,
            subject=subject or event,
            actor=actor,
            at=now,
            changes=[change],
            **{"undoable": False, **facts},
        )
        return enact(entry)

    done = retry_on_conflict(write)
    publish_control(event)
    return done


def _changed(
    event: str, row: WallControl | None, values: Values, *, now: int
) -> RowChange:
    before = int(row.epoch or 0) if row else 0
    stamped = {**values, _EPOCH: max(now, before + 1), "updatedAt": now}
    if row is None:
        return RowChange.created("wall", WallControl.of({"id": event, **stamped}))
    return RowChange.edited("wall", row, stamped)


def _unless_same(row: Values, name: str, value: str | None) -> Values:
    return {} if row.get(name) == value else {name: value}
