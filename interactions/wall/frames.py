"""The texts that go to the screens; each is built once, for however many screens."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from interactions.wall.graph import Meeting, people_in
from interactions.wall.state import State


def snapshot(
    shown: list[Meeting], *, state: State, title: str, newest: str, older: int = 0
) -> str:
    """Return what the wall shows now, and how many older connections it leaves out."""
    return _text(
        "snapshot",
        eventId=state.event,
        event={"id": state.event, "name": title},
        seq=newest,
        epoch=state.epoch,
        nodes=people_in(shown),
        links=[{**one.link, "seq": one.entry.sequence} for one in shown],
        older=older,
        paused=state.paused,
        message=state.message,
        replay=state.replay,
    )


def missed(shown: Iterable[Meeting], *, state: State, newest: str) -> str:
    """Return what a screen that was away has not seen, in the order of the log."""
    return _text(
        "missed",
        eventId=state.event,
        seq=newest,
        epoch=state.epoch,
        connections=[_facts(one) for one in shown],
    )


def connection(shown: Meeting, *, kind: str = "connection") -> str:
    """Return one meeting that just happened."""
    return _text(kind, **_facts(shown))


def connections(shown: Iterable[Meeting]) -> str:
    """Return meetings that happened since the last ones were told."""
    return _text("connections", connections=[_facts(one) for one in shown])


def heartbeat(*, newest: str, epoch: int, at: int) -> str:
    """Return what lets a screen notice that it missed something."""
    return _text("heartbeat", seq=newest, epoch=epoch, at=at)


def state(now: State) -> str:
    """Return how the wall is run now."""
    return _text(
        "state",
        eventId=now.event,
        epoch=now.epoch,
        paused=now.paused,
        message=now.message,
        current=now.current,
        replay=now.replay,
    )


def additions(event: str, shown: Mapping[str, Any]) -> str:
    """Return everything that a wall shows beside who met whom, by its code."""
    return _text("additions", eventId=event, additions=shown)


def pong() -> str:
    """Return the answer to a ping."""
    return _text("pong")


def error(code: str, message: str) -> str:
    """Return a refusal: a stable code, and a sentence for a person."""
    return _text("error", code=code, message=message)


def _facts(shown: Meeting) -> dict[str, Any]:
    return {
        "createdAt": shown.entry.at,
        "from": shown.one,
        "to": shown.other,
        "seq": shown.entry.sequence,
    }


def _text(kind: str, **facts: Any) -> str:
    return json.dumps({"type": kind, **facts}, separators=(",", ":"))
