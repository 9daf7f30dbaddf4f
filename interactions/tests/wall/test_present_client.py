"""The wall as the club's web client watches it: frame by frame, never a snapshot."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from biztech.tests.callers import store_profile
from core.clock import now_ms
from interactions.models import LiveConnection
from interactions.tests.wall.fakes import (
    EVENT,
    NOON,
    Frame,
    Tables,
    Wallflower,
    entry,
    sequence,
    sequences,
    settled,
    tell,
)
from interactions.tests.wall.screens import Screen, log, screen, tap
from interactions.wall.events import ControlChanged
from interactions.wall.hub import Hub, Subscription
from interactions.wall.state import State

MINUTE = 60_000


async def asked(wall: Screen) -> list[Frame]:
    """Subscribe as the client does; return all that is answered at once."""
    await wall.say(action="subscribe", eventId="DEFAULT")
    await wall.say(action="ping")
    frames = []
    while (frame := await wall.frame())["type"] != "pong":
        frames.append(frame)
    return frames


async def joined(hub: Hub) -> Wallflower:
    """Return a screen of the client's that has subscribed."""
    old = Wallflower(hub, takes_snapshots=False)
    hub.enter(old.viewer)
    await hub.subscribe(old.viewer, Subscription(event=EVENT))
    return old


@pytest.fixture
def tables() -> Tables:
    """Return an empty log."""
    return Tables()


def told(rows: list[LiveConnection]) -> list[tuple[str, int]]:
    return [(row.sequence, int(row.created_at or 0)) for row in rows]


def test_what_it_missed_comes_connection_by_connection() -> None:
    for name in ("Amira", "Ben", "Dara"):
        store_profile(name, fname=name)
    now = now_ms()
    log("Amira", "Dara", at=now - 31 * MINUTE)
    rows = [
        log("Amira", "Ben", at=now - 29 * MINUTE),
        log("Ben", "Dara", at=now - MINUTE),
    ]

    async def evening() -> None:
        async with screen("/") as wall:
            frames = await asked(wall)
            assert [frame["type"] for frame in frames] == ["connection"] * 2
            assert [(f["seq"], f["createdAt"]) for f in frames] == told(rows)
        missed = await tap("Ben", "Amira")
        async with screen("/") as wall:
            frames = await asked(wall)
            assert [(f["seq"], f["createdAt"]) for f in frames] == told([*rows, missed])
            live = await tap("Dara", "Amira")
            assert (await wall.frame())["seq"] == live.sequence
            assert await wall.is_quiet()

    asyncio.run(evening())


def test_empty_wall_is_answered_with_nothing() -> None:
    async def evening() -> None:
        async with screen("/") as wall:
            assert await asked(wall) == []

    asyncio.run(evening())


def test_no_more_comes_at_once_than_it_can_take(tables: Tables) -> None:
    tables.log = [entry("A", "B", at=NOON - second * 1000) for second in range(150)]

    async def evening() -> None:
        hub = tables.hub()
        old = await joined(hub)
        assert sequences(old.waiting()) == [
            sequence(NOON - second * 1000) for second in reversed(range(100))
        ]
        one = entry("A", "C", at=NOON + 1)
        await tell(hub, one)
        assert sequences(old.waiting()) == [one.sequence]
        assert old.resyncs == 0

    asyncio.run(evening())


@pytest.mark.parametrize(
    "control",
    [
        lambda state: replace(state, hidden=frozenset({"C"})),
        lambda state: replace(state, paused_at=NOON - 1),
    ],
    ids=["hide", "pause"],
)
def test_controls_send_it_what_comes_back_and_never_a_snapshot(
    control: Callable[[State], State], tables: Tables
) -> None:
    tables.log = [entry("A", "B", at=NOON - 2), entry("A", "C")]
    running = State(event=EVENT, current=EVENT)

    async def evening() -> None:
        hub = tables.hub()
        old, page = await joined(hub), Wallflower(hub)
        await page.subscribe()
        assert len(sequences(old.waiting())) == 2

        for epoch, state in enumerate((control(running), running), start=1):
            tables.states[EVENT] = replace(state, epoch=epoch)
            hub.hear(ControlChanged(EVENT))
            await settled(hub)

        kinds = [frame["type"] for frame in old.waiting()]
        assert kinds == ["state", "connection", "state"]
        assert [frame["type"] for frame in page.waiting()] == ["snapshot", "state"] * 2

    asyncio.run(evening())


def test_what_is_hidden_or_waits_is_no_part_of_what_it_missed(tables: Tables) -> None:
    tables.log = [
        entry("A", "B", at=NOON - 30),
        entry("A", "C", at=NOON - 20),
        entry("A", "D", at=NOON - 10),
        entry("B", "D"),
    ]
    tables.states[EVENT] = State(
        event=EVENT,
        current=EVENT,
        cleared_at=NOON - 30,
        hidden=frozenset({"C"}),
        paused_at=NOON - 5,
    )

    async def evening() -> None:
        old = await joined(tables.hub())
        assert sequences(old.waiting()) == [sequence(NOON - 10)]

    asyncio.run(evening())
