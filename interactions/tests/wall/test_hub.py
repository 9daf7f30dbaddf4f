"""The hub by itself: every screen's picture follows the log."""

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
    sequence,
    sequences,
    settled,
    tell,
)
from interactions.wall.hub import Hub, Rhythm, Wish
from interactions.wall.log import OVERLAP
from interactions.wall.news import ControlChanged, ProfileChanged
from interactions.wall.state import State


@pytest.fixture
def tables() -> Tables:
    """Return an empty log."""
    return Tables()


def test_snapshot_holds_the_log_in_its_order(tables: Tables) -> None:
    tables.log = [entry("C", "A", at=NOON - 1), entry("A", "B", at=NOON - 2)]

    async def evening() -> None:
        screen = Wallflower(tables.hub())
        assert await screen.subscribe() == {
            "type": "snapshot",
            "eventId": EVENT,
            "event": {"id": EVENT, "name": "Blueprint-2026"},
            "seq": sequence(NOON - 1),
            "epoch": 0,
            "nodes": [face("A"), face("B"), face("C")],
            "links": [
                {
                    "source": "A",
                    "target": "B",
                    "createdAt": NOON - 2,
                    "seq": sequence(NOON - 2),
                },
                {
                    "source": "C",
                    "target": "A",
                    "createdAt": NOON - 1,
                    "seq": sequence(NOON - 1),
                },
            ],
            "paused": False,
            "message": "",
            "replay": None,
        }

    asyncio.run(evening())


def test_entry_heard_twice_and_read_once_more_is_sent_once(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen, other = Wallflower(hub), Wallflower(hub)
        await screen.subscribe()
        await other.subscribe()
        one = entry("A", "B")
        tables.log.append(one)

        await tell(hub, one, one)
        await hub.read()
        await tell(hub, one)

        for each in (screen, other):
            assert each.waiting() == [
                {
                    "type": "connection",
                    "createdAt": NOON,
                    "from": face("A"),
                    "to": face("B"),
                    "seq": sequence(NOON),
                }
            ]

    asyncio.run(evening())


def test_setting_sends_the_second_frame_of_older_servers(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub(sends_edge=True)
        screen = Wallflower(hub)
        await screen.subscribe()

        await tell(hub, entry("A", "B"))

        first, second = screen.waiting()
        assert (first["type"], second["type"]) == ("connection", "edge")
        assert {**first, "type": "edge"} == second

    asyncio.run(evening())


def test_entry_that_nobody_told_is_found_in_the_log(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub(Rhythm(poll=0.01, heartbeat=1e9))
        screen = Wallflower(hub)
        await screen.subscribe()

        tables.log.append(entry("A", "B"))

        assert (await screen.next())["seq"] == sequence(NOON)

    asyncio.run(evening())


def test_entry_committed_after_a_newer_one_is_sent_all_the_same(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        tables.log = [entry("A", "B", at=NOON)]
        await screen.subscribe()

        tables.log.append(entry("C", "D", at=NOON - OVERLAP + 1))
        await hub.read()

        assert sequences(screen.waiting()) == [sequence(NOON - OVERLAP + 1)]

    asyncio.run(evening())


def test_clock_that_is_ahead_elsewhere_hides_nothing(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        tables.log = [entry("A", "B", at=NOON + 10 * OVERLAP)]
        await screen.subscribe()

        tables.log.append(entry("C", "D", at=NOON))
        await hub.read()

        assert sequences(screen.waiting()) == [sequence(NOON)]

    asyncio.run(evening())


def test_screen_that_was_away_gets_exactly_what_it_missed(tables: Tables) -> None:
    late = NOON - OVERLAP // 2
    tables.log = [
        entry("A", "B", at=NOON - 2 * OVERLAP),
        entry("A", "C", at=late, mark="seen"),
        entry("A", "D", at=late, mark="unseen"),
        entry("A", "E", at=NOON),
        entry("A", "F", at=NOON + 1),
    ]

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        answer = await screen.subscribe(
            since=sequence(NOON),
            seen=[sequence(late, "seen"), sequence(NOON)],
            epoch=0,
        )
        assert answer == {
            "type": "missed",
            "eventId": EVENT,
            "seq": sequence(NOON + 1),
            "epoch": 0,
            "connections": [
                {
                    "createdAt": late,
                    "from": face("A"),
                    "to": face("D"),
                    "seq": sequence(late, "unseen"),
                },
                {
                    "createdAt": NOON + 1,
                    "from": face("A"),
                    "to": face("F"),
                    "seq": sequence(NOON + 1),
                },
            ],
        }

    asyncio.run(evening())


def test_screen_with_another_epoch_gets_a_snapshot(tables: Tables) -> None:
    tables.states[EVENT] = State(event=EVENT, current=EVENT, epoch=7)

    async def evening() -> None:
        screen = Wallflower(tables.hub())
        answer = await screen.subscribe(since=sequence(NOON), epoch=6)
        assert (answer["type"], answer["epoch"]) == ("snapshot", 7)

    asyncio.run(evening())


def test_answer_is_as_the_log_is_now_for_the_second_screen_too(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        await Wallflower(hub).subscribe()
        tables.log.append(entry("A", "B"))

        answer = await Wallflower(hub).subscribe()

        assert [link["seq"] for link in answer["links"]] == [sequence(NOON)]

    asyncio.run(evening())


def test_entry_heard_while_a_screen_subscribes_comes_once(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        await Wallflower(hub).subscribe()
        one = entry("A", "B")
        screen = Wallflower(hub)

        asking = asyncio.create_task(screen.subscribe())
        await asyncio.sleep(0)
        tables.log.append(one)
        await tell(hub, one)
        answer = await asking
        await settled(hub)

        told = [link["seq"] for link in answer["links"]]
        assert told + sequences(screen.waiting()) == [one.sequence]

    asyncio.run(evening())


def test_crowd_that_comes_at_once_costs_two_reads(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        await asyncio.gather(*(Wallflower(hub).subscribe() for _ in range(500)))

        assert tables.reads <= 2
        assert hub.viewers == 500

    asyncio.run(evening())


def test_screen_that_falls_behind_is_told_once_and_others_go_on(
    tables: Tables,
) -> None:
    async def evening() -> None:
        hub = tables.hub()
        slow, quick = Wallflower(hub, longest=2), Wallflower(hub)
        await slow.subscribe()
        await quick.subscribe()

        await tell(hub, *(entry("A", "B", at=NOON + number) for number in range(4)))

        assert slow.resyncs == 1
        assert len(slow.waiting()) == 2
        assert len(quick.waiting()) == 4
        assert slow.viewer not in hub.rooms[EVENT].viewers

    asyncio.run(evening())


def test_heartbeat_names_the_newest_entry_that_is_shown(tables: Tables) -> None:
    tables.log = [entry("A", "B"), entry("A", "Hidden", at=NOON + 1)]
    tables.states[EVENT] = State(
        event=EVENT, current=EVENT, epoch=3, hidden=frozenset({"Hidden"})
    )

    async def evening() -> None:
        hub = tables.hub(Rhythm(poll=1e9, heartbeat=0.01))
        screen = Wallflower(hub)
        await screen.subscribe()

        assert await screen.next() == {
            "type": "heartbeat",
            "seq": sequence(NOON),
            "epoch": 3,
            "at": NOON,
        }

    asyncio.run(evening())


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


def test_news_of_an_entry_that_left_the_log_before_they_came_is_no_news(
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


def test_screen_that_changes_walls_hears_of_the_new_one_only(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        await screen.subscribe("kickstart-2026")

        await tell(hub, entry("A", "B"))

        assert screen.waiting() == []
        assert list(hub.rooms) == ["kickstart-2026"]

    asyncio.run(evening())


def test_hub_without_screens_keeps_nothing_and_is_not_fed(tables: Tables) -> None:
    fed: list[str] = []

    def feed(_: Hub) -> Callable[[], object]:
        fed.append("started")
        return lambda: fed.append("stopped")

    async def evening() -> None:
        hub = tables.hub(feeds=[feed])
        screen = Wallflower(hub)
        await screen.subscribe()
        await screen.subscribe()
        assert fed == ["started"]

        hub.leave(screen.viewer)
        hub.leave(screen.viewer)

        assert fed == ["started", "stopped"]
        assert (hub.rooms, hub.viewers) == ({}, 0)
        await screen.subscribe()
        assert fed == ["started", "stopped", "started"]

    asyncio.run(evening())


def test_screen_that_leaves_while_it_subscribes_is_forgotten(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        asking = asyncio.create_task(screen.subscribe())
        await asyncio.sleep(0)

        hub.leave(screen.viewer)
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        await settled(hub)

        assert hub.rooms == {}

    asyncio.run(evening())


def test_screen_that_left_before_it_could_follow_stays_forgotten(
    tables: Tables,
) -> None:
    async def evening() -> None:
        hub = tables.hub()
        follower, other = Wallflower(hub), Wallflower(hub)
        await follower.subscribe(follows=True)
        await other.subscribe()

        tables.current = "kickstart-2026"
        await hub.read()
        hub.leave(follower.viewer)
        await settled(hub)

        assert hub.viewers == 1
        assert list(hub.rooms) == [EVENT]

    asyncio.run(evening())


def test_database_that_is_away_loses_nothing_once_it_is_back(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        one = entry("A", "B")
        tables.log.append(one)

        tables.is_down = True
        await tell(hub, one)
        with pytest.raises(ConnectionError):
            await Wallflower(hub).subscribe()
        assert screen.waiting() == []
        tables.is_down = False
        await hub.read()

        assert sequences(screen.waiting()) == [one.sequence]

    asyncio.run(evening())


def test_news_that_could_not_be_dealt_with_goes_along_with_the_next(
    tables: Tables,
) -> None:
    """Without a look at the log in between."""

    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()

        tables.is_down = True
        await tell(hub, entry("A", "B", mark="one"))
        tables.is_down = False
        await tell(hub, entry("A", "B", mark="two"))

        assert sequences(screen.waiting()) == [
            sequence(NOON, "one"),
            sequence(NOON, "two"),
        ]

    asyncio.run(evening())


def test_screen_that_has_left_gets_no_wall(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        gone = Wallflower(hub)

        await hub.subscribe(gone.viewer, Wish(event=EVENT))

        assert (hub.rooms, hub.viewers, gone.waiting()) == ({}, 0, [])

    asyncio.run(evening())


def test_poll_that_fails_is_followed_by_the_next(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub(Rhythm(poll=0.01, heartbeat=1e9))
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.log.append(entry("A", "B"))

        tables.is_down = True
        await asyncio.sleep(0.05)
        tables.is_down = False

        assert (await screen.next())["seq"] == sequence(NOON)

    asyncio.run(evening())
