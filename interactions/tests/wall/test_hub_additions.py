"""The hub by itself: what a wall shows beside the connections, if switched on."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest

from interactions.tests.wall.fakes import (
    EVENT,
    NEVER,
    NOON,
    Frame,
    Tables,
    Wallflower,
    entry,
    settled,
    tell,
)
from interactions.wall.additions import Evening
from interactions.wall.events import ControlChanged
from interactions.wall.graph import Meeting
from interactions.wall.hub import Hub, Subscription
from interactions.wall.state import State

ON = State(
    event=EVENT, current=EVENT, epoch=1, additions=frozenset({"table", "people"})
)
TABLE = [{"name": "The pandas", "points": 3}]


@pytest.fixture
def tables() -> Tables:
    """Return the log of a wall that shows a table and people beside it."""
    tables = Tables()
    tables.log = [entry("A", "B")]
    tables.states[EVENT] = ON
    tables.beside = {"table": TABLE, "other": 5}
    return tables


def additions(**shown: Any) -> Frame:
    return {"type": "additions", "eventId": EVENT, "additions": shown}


async def switch(hub: Hub, tables: Tables, *codes: str) -> None:
    state = tables.states[EVENT]
    tables.states[EVENT] = replace(
        state, epoch=state.epoch + 1, additions=frozenset(codes)
    )
    hub.hear(ControlChanged(EVENT))
    await settled(hub)


def test_page_is_told_what_is_on_after_its_answer(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        first, second = Wallflower(hub), Wallflower(hub)

        assert (await first.subscribe())["type"] == "snapshot"
        await settled(hub)
        assert first.waiting() == [additions(table=TABLE, people=["A", "B"])]
        assert (await second.subscribe())["type"] == "snapshot"
        assert second.waiting() == [additions(table=TABLE, people=["A", "B"])]

    asyncio.run(evening())


def test_change_is_told_once_and_only_what_changed_counts(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        await settled(hub)
        screen.waiting()

        await hub.read()
        await settled(hub)
        assert screen.waiting() == []
        again = entry("C", "A", at=NOON + 1)
        await tell(hub, again, again)
        connection, beside = screen.waiting()
        assert connection["type"] == "connection"
        assert beside == additions(table=TABLE, people=["A", "B", "C"])
        tables.beside["table"] = []
        await hub.read()
        await settled(hub)
        assert screen.waiting() == [additions(table=[], people=["A", "B", "C"])]

    asyncio.run(evening())


def test_many_taps_at_once_make_one_look_and_one_frame(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub(replace(NEVER, beside=0.05))
        screen = Wallflower(hub)
        await screen.subscribe()
        await settled(hub)
        screen.waiting()
        before = tables.looks_beside

        many = [entry("A", f"G{n}", at=NOON + n, mark=f"{n}") for n in range(50)]
        await tell(hub, *many)

        frames = [one for one in screen.waiting() if one["type"] == "additions"]
        assert tables.looks_beside - before <= 2
        assert len(frames) <= 2
        assert len(frames[-1]["additions"]["people"]) == 52

    asyncio.run(evening())


def test_what_is_switched_off_leaves_the_screens(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        await settled(hub)
        screen.waiting()

        await switch(hub, tables, "table")
        state, beside = screen.waiting()
        assert (state["type"], beside) == ("state", additions(table=TABLE))
        await switch(hub, tables)
        state, beside = screen.waiting()
        assert (state["type"], beside) == ("state", additions())
        looks = tables.looks_beside
        await tell(hub, entry("C", "D", at=NOON + 1))
        assert [frame["type"] for frame in screen.waiting()] == ["connection"]
        assert tables.looks_beside == looks
        late = Wallflower(hub)
        await late.subscribe()
        assert late.waiting() == []

    asyncio.run(evening())


def test_wall_on_which_nothing_is_on_costs_and_tells_nothing(tables: Tables) -> None:
    tables.states[EVENT] = replace(ON, additions=frozenset())

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        await tell(hub, entry("C", "D", at=NOON + 1))
        await hub.read()
        await settled(hub)

        assert [frame["type"] for frame in screen.waiting()] == ["connection"]
        assert tables.looks_beside == 0

    asyncio.run(evening())


def test_code_that_nobody_knows_any_more_tells_nothing(tables: Tables) -> None:
    tables.states[EVENT] = replace(ON, additions=frozenset({"forgotten"}))

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        await settled(hub)

        assert screen.waiting() == []

    asyncio.run(evening())


def test_present_client_gets_connections_alone(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        old = Wallflower(hub, takes_snapshots=False)
        hub.enter(old.viewer)
        await hub.subscribe(old.viewer, Subscription(event=EVENT))
        await settled(hub)
        await tell(hub, entry("C", "A", at=NOON + 1))

        kinds = [frame["type"] for frame in old.waiting()]
        assert tables.looks_beside > 0
        assert kinds == ["connection", "connection"]

    asyncio.run(evening())


def test_look_that_fails_keeps_what_is_shown_and_is_made_again(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        await settled(hub)
        screen.waiting()

        room = hub.rooms[EVENT]
        tables.beside["table"] = []
        tables.is_down = True
        hub._renew_beside(room)
        await settled(hub)
        assert screen.waiting() == []
        tables.is_down = False
        await hub.read()
        await settled(hub)
        assert screen.waiting() == [additions(table=[], people=["A", "B"])]

    asyncio.run(evening())


def met(evening: Evening) -> list[tuple[str, str]]:
    return [(one, other) for _, one, other in evening.met()]


def test_evening_counts_the_hidden_and_shows_them_not() -> None:
    shown = entry("A", "B")
    hidden = entry("A", "Hidden", at=NOON + 1)
    late = entry("A", "Late", at=NOON + 3)
    lost = entry("Lost", "B", at=NOON + 2)
    same = entry("Lost", "Found", at=NOON + 2, mark="b")
    faces = {one: {"id": one} for one in "AB"}
    evening = Evening(
        state=replace(ON, paused_at=NOON + 2),
        entries=[late, lost, hidden, shown, same],
        shown=[Meeting(entry=shown, one=faces["A"], other=faces["B"])],
        ids={"A": "A", "B": "B", "Lost": "Found"},
    )

    assert met(evening) == [("A", "B"), ("A", "Hidden"), ("Found", "B")]
    assert evening.people() == {"A", "B"}
