"""What the screens of a wall are told: together, in order, and nobody waits for one."""

import asyncio
from typing import Any

import pytest

from core.serving.frames import text_frame
from interactions.tests.wall.fakes import (
    EVENT,
    NOON,
    Tables,
    Wallflower,
    entry,
    sequence,
    sequences,
    settled,
    tell,
)
from interactions.wall.audience import LONGEST_PAUSE, SHARE, SLICE, pause_after
from interactions.wall.events import ControlChanged, Tapped
from interactions.wall.hub import Hub, Intervals, Subscription
from interactions.wall.room import MOST_AFTER_SNAPSHOT, MOST_IN_SNAPSHOT
from interactions.wall.state import State

# No second round within a test.
ONE_ROUND = Intervals(poll=1e9, heartbeat=1e9, pace=1e9)


class Socket:
    """A screen's socket, which takes what it is written for as long as it keeps up."""

    def __init__(self, hub: Hub, **more: Any) -> None:
        self.screen = Wallflower(hub, **more)
        self.screen.viewer.write = self.write
        self.written: list[bytes] = []
        self.keeps_up = True

    def write(self, frames: bytes) -> bool:
        """Take frames."""
        if self.keeps_up:
            self.written.append(frames)
        return self.keeps_up

    async def subscribe(self, hub: Hub) -> None:
        """Subscribe, and forget the answer."""
        hub.enter(self.screen.viewer)
        await hub.subscribe(self.screen.viewer, Subscription(event=EVENT))
        self.written.clear()


@pytest.fixture
def tables() -> Tables:
    """Return an empty log."""
    return Tables()


def minutes(count: int) -> list[Any]:
    return [entry("A", "B", at=NOON + number) for number in range(count)]


def test_connections_of_one_round_come_in_one_frame_in_their_order(
    tables: Tables,
) -> None:
    entries = minutes(5)

    async def evening() -> None:
        hub = tables.hub()
        page, single = Wallflower(hub), Wallflower(hub, takes_snapshots=False)
        await page.subscribe()
        hub.enter(single.viewer)
        await hub.subscribe(single.viewer, Subscription(event=EVENT))

        await tell(hub, *entries)

        (frame,) = page.waiting()
        assert frame["type"] == "connections"
        assert sequences([frame]) == [one.sequence for one in entries]
        one_by_one = single.waiting()
        assert {frame["type"] for frame in one_by_one} == {"connection"}
        assert sequences(one_by_one) == [one.sequence for one in entries]

    asyncio.run(evening())


def test_what_comes_after_a_round_waits_for_the_next_one(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub(ONE_ROUND)
        screen = Wallflower(hub)
        await screen.subscribe()
        first, *others = minutes(4)

        hub.hear(Tapped(EVENT, first))
        assert (await screen.next())["type"] == "connection"
        for one in others:
            hub.hear(Tapped(EVENT, one))
        await asyncio.gather(*hub._tasks)
        assert screen.waiting() == []

        # It comes back meanwhile, and is told once what it has not seen.
        answer = await screen.subscribe(
            since=first.sequence, seen=[first.sequence], epoch=0
        )
        told = [one["seq"] for one in answer["connections"]]
        assert told == [one.sequence for one in others]
        assert screen.waiting() == []

    asyncio.run(evening())


def test_screen_that_joins_between_rounds_is_told_nothing_twice(
    tables: Tables,
) -> None:
    before, between, after = minutes(3)

    async def evening() -> None:
        hub = tables.hub(Intervals(poll=1e9, heartbeat=1e9, pace=0.05))
        first, second = Wallflower(hub), Wallflower(hub)
        await first.subscribe()
        hub.hear(Tapped(EVENT, before))
        await first.next()

        hub.hear(Tapped(EVENT, between))
        await asyncio.gather(*hub._tasks)
        answer = await second.subscribe()
        told = [link["seq"] for link in answer["links"]]
        told += sequences(second.waiting())
        assert told == [before.sequence, between.sequence]
        await tell(hub, after)

        assert sequences(first.waiting()) == [between.sequence, after.sequence]
        assert sequences(second.waiting()) == [after.sequence]

    asyncio.run(evening())


def test_state_comes_after_what_was_told_before_it(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.states[EVENT] = State(event=EVENT, current="", message="Pizza")

        hub.hear(Tapped(EVENT, entry("A", "B")))
        await asyncio.gather(*hub._tasks)
        hub.hear(ControlChanged(EVENT))
        await settled(hub)
        await hub.beat()
        await settled(hub)

        assert [frame["type"] for frame in screen.waiting()] == [
            "connection",
            "state",
            "heartbeat",
        ]

    asyncio.run(evening())


def test_screen_that_takes_nothing_delays_no_other(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        slow, quick = Socket(hub, longest=2), Socket(hub)
        await slow.subscribe(hub)
        await quick.subscribe(hub)
        slow.keeps_up = False

        for one in minutes(4):
            await tell(hub, one)

        assert len(quick.written) == 4
        assert slow.screen.resyncs == 1
        assert hub.rooms[EVENT].audience.viewers == {quick.screen.viewer}

    asyncio.run(evening())


def test_what_waits_for_a_slow_screen_is_not_overtaken(tables: Tables) -> None:
    async def evening() -> None:
        sent: asyncio.Queue[str] = asyncio.Queue()
        go_on = asyncio.Event()

        async def send(text: str) -> None:
            await go_on.wait()
            sent.put_nowait(text)

        hub = tables.hub()
        socket = Socket(hub)
        await socket.subscribe(hub)
        writing = asyncio.create_task(socket.screen.viewer.send_queued(send))
        first, second, third = minutes(3)

        socket.keeps_up = False
        await tell(hub, first)
        socket.keeps_up = True
        await tell(hub, second)
        assert socket.written == []
        go_on.set()
        assert first.sequence in await sent.get()
        assert second.sequence in await sent.get()
        await tell(hub, third)

        (written,) = socket.written
        assert third.sequence.encode() in written
        writing.cancel()

    asyncio.run(evening())


def test_bytes_are_built_once_for_all_who_get_the_same(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        sockets = [Socket(hub) for _ in range(3)]
        for socket in sockets:
            await socket.subscribe(hub)
        watching = Wallflower(hub)
        await watching.subscribe()

        await tell(hub, *minutes(2))

        one, *others = (socket.written[0] for socket in sockets)
        assert all(other is one for other in others)
        assert one == text_frame(watching.viewer._texts.get_nowait())

    asyncio.run(evening())


def test_others_have_their_turn_while_many_screens_are_told(tables: Tables) -> None:
    turns = 0
    seen: set[int] = set()

    def write(_: bytes) -> bool:
        seen.add(turns)
        return True

    async def take_turns() -> None:
        nonlocal turns
        while True:
            turns += 1
            await asyncio.sleep(0)

    async def evening() -> None:
        hub = tables.hub()
        sockets = [Socket(hub) for _ in range(3 * SLICE)]
        for socket in sockets:
            await socket.subscribe(hub)
            socket.screen.viewer.write = write
        tapping = asyncio.create_task(take_turns())

        await tell(hub, entry("A", "B"))

        tapping.cancel()
        assert len(seen) == 3

    asyncio.run(evening())


def test_screens_have_no_more_than_their_share_of_the_loop() -> None:
    assert pause_after(0, pace=0.1) == 0.1
    assert pause_after(0.05, pace=0.1) == 0.05 / SHARE
    assert pause_after(10, pace=0.1) == LONGEST_PAUSE


def test_screens_that_join_in_the_same_moment_get_one_text(tables: Tables) -> None:
    tables.log = minutes(3)

    async def evening() -> None:
        hub = tables.hub()
        first, second = Wallflower(hub), Wallflower(hub)
        for each in (first, second):
            hub.enter(each.viewer)
            await hub.subscribe(each.viewer, Subscription(event=EVENT))

        texts = [each.viewer._texts.get_nowait() for each in (first, second)]
        assert texts[0] is texts[1]

    asyncio.run(evening())


def test_joining_while_others_tap_draws_no_picture_for_each_tap(
    tables: Tables,
) -> None:
    first, *others = minutes(MOST_AFTER_SNAPSHOT + 2)
    tables.log = [first]

    async def evening() -> None:
        hub = tables.hub()
        await Wallflower(hub).subscribe()

        await tell(hub, *others[:-1])
        between = Wallflower(hub)
        drawn = await between.subscribe()
        assert [link["seq"] for link in drawn["links"]] == [first.sequence]
        told = sequences(between.waiting())
        assert told == [one.sequence for one in others[:-1]]

        await tell(hub, others[-1])
        anew = await Wallflower(hub).subscribe()
        assert len(anew["links"]) == len(others) + 1

    asyncio.run(evening())


def test_snapshot_holds_the_newest_and_says_how_many_it_leaves_out(
    tables: Tables,
) -> None:
    tables.log = minutes(MOST_IN_SNAPSHOT + 3)

    async def evening() -> None:
        hub = tables.hub()
        answer = await Wallflower(hub).subscribe()
        assert (len(answer["links"]), answer["older"]) == (MOST_IN_SNAPSHOT, 3)
        assert answer["links"][0]["seq"] == sequence(NOON + 3)
        assert answer["links"][-1]["seq"] == answer["seq"]

        long_away = await Wallflower(hub).subscribe(since=sequence(NOON), epoch=0)
        assert long_away["type"] == "snapshot"

    asyncio.run(evening())
