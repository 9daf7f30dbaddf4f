"""The hub by itself: every screen's picture follows the log."""

import asyncio
from collections.abc import Callable

import pytest

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
from interactions.wall.events import Told
from interactions.wall.hub import JOINS_SHARE, Hub, Intervals, Subscription
from interactions.wall.log import OVERLAP
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
            "older": 0,
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
        screen = Wallflower(hub, takes_snapshots=False)
        hub.enter(screen.viewer)
        await hub.subscribe(screen.viewer, Subscription(event=EVENT))

        await tell(hub, entry("A", "B"))

        first, second = screen.waiting()
        assert (first["type"], second["type"]) == ("connection", "edge")
        assert {**first, "type": "edge"} == second

    asyncio.run(evening())


def test_entry_that_nobody_told_is_found_in_the_log(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub(Intervals(poll=0.01, heartbeat=1e9))
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


def test_answer_to_a_later_screen_is_as_the_log_is_then(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        await Wallflower(hub).subscribe()
        tables.log.append(entry("A", "B"))
        tables.now += JOINS_SHARE

        later = Wallflower(hub)
        answer = await later.subscribe()

        told = [link["seq"] for link in answer["links"]] + sequences(later.waiting())
        assert told == [sequence(NOON)]

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


def test_crowd_that_comes_within_a_moment_costs_one_read(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        await asyncio.gather(*(Wallflower(hub).subscribe() for _ in range(500)))
        tables.now += JOINS_SHARE - 1
        await Wallflower(hub).subscribe()

        assert tables.reads == 1
        assert hub.viewers == 501

    asyncio.run(evening())


def test_screen_that_falls_behind_is_told_once_and_others_go_on(
    tables: Tables,
) -> None:
    async def evening() -> None:
        hub = tables.hub()
        slow, quick = Wallflower(hub, longest=2), Wallflower(hub)
        await slow.subscribe()
        await quick.subscribe()

        for number in range(4):
            await tell(hub, entry("A", "B", at=NOON + number))

        assert slow.resyncs == 1
        assert len(slow.waiting()) == 2
        assert len(quick.waiting()) == 4
        assert slow.viewer not in hub.rooms[EVENT].audience.viewers

    asyncio.run(evening())


def test_heartbeat_names_the_newest_entry_that_is_shown(tables: Tables) -> None:
    tables.log = [entry("A", "B"), entry("A", "Hidden", at=NOON + 1)]
    tables.states[EVENT] = State(
        event=EVENT, current=EVENT, epoch=3, hidden=frozenset({"Hidden"})
    )

    async def evening() -> None:
        hub = tables.hub(Intervals(poll=1e9, heartbeat=0.01))
        screen = Wallflower(hub)
        await screen.subscribe()

        assert await screen.next() == {
            "type": "heartbeat",
            "seq": sequence(NOON),
            "epoch": 3,
            "at": NOON,
        }

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


def test_who_listens_to_a_channel_is_told_what_is_told_there(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        voter, other = Wallflower(hub), Wallflower(hub)
        hub.enter(voter.viewer)
        hub.listen(voter.viewer, "votes")
        hub.listen(other.viewer, "votes")

        hub.hear(Told("votes", '{"type": "told"}'))
        hub.hear(Told("elsewhere", '{"type": "secret"}'))
        assert await voter.next() == {"type": "told"}
        hub.leave(voter.viewer)
        hub.hear(Told("votes", '{"type": "late"}'))

        assert hub._channels == {} and hub._stops == []
        assert other.waiting() == voter.waiting() == []

    asyncio.run(evening())
