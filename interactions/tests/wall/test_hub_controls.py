"""The hub by itself: what operators and people change is seen on every screen."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from interactions.models import WallControl
from interactions.tests.wall.fakes import (
    EVENT,
    NOON,
    Tables,
    Wallflower,
    entry,
    face,
    settled,
    tell,
)
from interactions.wall.events import ControlChanged, ProfileChanged
from interactions.wall.state import State


@pytest.fixture
def tables() -> Tables:
    """Return an empty log."""
    return Tables()


Control = Callable[[State], State]
CONTROLS: dict[str, tuple[Control, list[str]]] = {
    "hide": (lambda state: replace(state, hidden=frozenset({"B"})), ["C"]),
    "clear": (lambda state: replace(state, cleared_at=NOON), []),
    "pause before": (lambda state: replace(state, paused_at=NOON - 1), []),
}


@pytest.mark.parametrize("control", CONTROLS)
def test_control_that_takes_something_away_sends_a_snapshot_and_the_state(
    tables: Tables, control: str
) -> None:
    change, left = CONTROLS[control]
    tables.log = [entry("A", "B"), entry("A", "C", mark="c")]

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.states[EVENT] = change(State(event=EVENT, current=EVENT, epoch=1))

        hub.hear(ControlChanged(EVENT))
        await settled(hub)

        snapshot, state = screen.waiting()
        assert (snapshot["type"], snapshot["epoch"]) == ("snapshot", 1)
        assert [link["target"] for link in snapshot["links"]] == left
        assert (state["type"], state["epoch"]) == ("state", 1)

    asyncio.run(evening())


def test_message_is_sent_as_a_state_without_a_snapshot(tables: Tables) -> None:
    tables.log = [entry("A", "B")]

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.states[EVENT] = State(
            event=EVENT, current=EVENT, epoch=1, message="Pizza is here"
        )

        hub.hear(ControlChanged(EVENT))
        await settled(hub)

        assert screen.waiting() == [
            {
                "type": "state",
                "eventId": EVENT,
                "epoch": 1,
                "paused": False,
                "message": "Pizza is here",
                "current": EVENT,
                "replay": None,
            }
        ]

    asyncio.run(evening())


def test_paused_wall_waits_and_shows_everything_when_it_goes_on(
    tables: Tables,
) -> None:
    tables.states[EVENT] = State(event=EVENT, current=EVENT, epoch=1, paused_at=NOON)

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        assert (await screen.subscribe())["paused"] is True
        one = entry("A", "B", at=NOON + 1)
        tables.log.append(one)
        await tell(hub, one)
        assert screen.waiting() == []

        tables.states[EVENT] = State(event=EVENT, current=EVENT, epoch=2)
        hub.hear(ControlChanged(EVENT))
        await settled(hub)

        snapshot, state = screen.waiting()
        assert [link["seq"] for link in snapshot["links"]] == [one.sequence]
        assert (state["paused"], state["epoch"]) == (False, 2)

    asyncio.run(evening())


def test_control_that_nobody_told_is_found(tables: Tables) -> None:
    tables.log = [entry("A", "B")]

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.states[EVENT] = State(
            event=EVENT, current=EVENT, epoch=1, hidden=frozenset({"A"})
        )

        await hub.read()

        assert [frame["type"] for frame in screen.waiting()] == ["snapshot", "state"]

    asyncio.run(evening())


def test_entry_taken_out_of_the_log_does_not_come_back_with_an_echo(
    tables: Tables,
) -> None:
    one = entry("A", "B")

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.log = [one]
        await tell(hub, one)
        tables.log = []
        tables.states[EVENT] = State(event=EVENT, current=EVENT, epoch=1)
        hub.hear(ControlChanged(EVENT))
        await settled(hub)
        assert screen.waiting()[-2]["links"] == []

        await tell(hub, one)

        assert screen.waiting() == []

    asyncio.run(evening())


def test_event_of_an_entry_that_left_the_log_before_it_came_is_not_told(
    tables: Tables,
) -> None:
    one = entry("A", "B")
    tables.log = [one]

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.log = []
        tables.states[EVENT] = State(event=EVENT, current=EVENT, epoch=1)
        hub.hear(ControlChanged(EVENT))
        await settled(hub)
        screen.waiting()

        await tell(hub, one)

        assert screen.waiting() == []

    asyncio.run(evening())


def test_person_who_changes_is_seen_so_at_once(tables: Tables) -> None:
    tables.log = [entry("A", "B")]

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()

        tables.people["A"] = face("A", "Amira")
        hub.hear(ProfileChanged("A"))
        await settled(hub)
        tables.people["A"] = None
        hub.hear(ProfileChanged("A"))
        await settled(hub)

        renamed, gone = screen.waiting()
        assert [node["name"] for node in renamed["nodes"]] == ["Amira", "B"]
        assert (gone["nodes"], gone["links"]) == ([], [])

    asyncio.run(evening())


def test_edit_that_the_wall_does_not_show_sends_nothing(tables: Tables) -> None:
    tables.log = [entry("A", "B")]

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()

        hub.hear(ProfileChanged("A"))
        hub.hear(ProfileChanged("Somebody else"))
        await settled(hub)

        assert screen.waiting() == []

    asyncio.run(evening())


def test_replaced_card_is_the_person_under_the_new_id(tables: Tables) -> None:
    tables.log = [entry("Old", "B"), entry("Old", "New", mark="b")]
    tables.people = {"Old": face("New", "Amira"), "New": face("New", "Amira")}

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)

        answer = await screen.subscribe()

        assert [node["id"] for node in answer["nodes"]] == ["New", "B"]
        (link,) = answer["links"]
        assert (link["source"], link["target"]) == ("New", "B")

        tables.states[EVENT] = State(
            event=EVENT, current=EVENT, epoch=1, hidden=frozenset({"New"})
        )
        hub.hear(ControlChanged(EVENT))
        await settled(hub)
        assert screen.waiting()[0]["links"] == []

    asyncio.run(evening())


def test_switched_event_takes_along_only_the_screens_that_follow(
    tables: Tables,
) -> None:
    async def evening() -> None:
        hub = tables.hub()
        follower, loyal = Wallflower(hub), Wallflower(hub)
        await follower.subscribe(follows=True)
        await loyal.subscribe()

        tables.current = "kickstart-2026"
        hub.hear(ControlChanged(WallControl.CURRENT))
        await settled(hub)

        state, snapshot = follower.waiting()
        assert (state["type"], state["current"]) == ("state", "kickstart-2026")
        assert (snapshot["type"], snapshot["eventId"]) == ("snapshot", "kickstart-2026")
        (told,) = loyal.waiting()
        assert (told["eventId"], told["current"]) == (EVENT, "kickstart-2026")
        await tell(hub, entry("A", "B"))
        assert (len(loyal.waiting()), follower.waiting()) == (1, [])

    asyncio.run(evening())
