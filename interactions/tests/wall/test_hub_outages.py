"""The hub by itself: what fails or comes too late loses nothing."""

import asyncio

import pytest

from interactions.tests.wall.fakes import (
    EVENT,
    NOON,
    Tables,
    Wallflower,
    entry,
    sequence,
    sequences,
    tell,
)
from interactions.wall.hub import JOINS_SHARE, Intervals, Subscription


@pytest.fixture
def tables() -> Tables:
    """Return an empty log."""
    return Tables()


def test_database_that_is_away_loses_nothing_once_it_is_back(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub()
        screen = Wallflower(hub)
        await screen.subscribe()
        one = entry("A", "B")
        tables.log.append(one)

        tables.is_down = True
        tables.now += JOINS_SHARE
        await tell(hub, one)
        with pytest.raises(ConnectionError):
            await Wallflower(hub).subscribe()
        assert screen.waiting() == []
        tables.is_down = False
        await hub.read()

        assert sequences(screen.waiting()) == [one.sequence]

    asyncio.run(evening())


def test_event_that_could_not_be_dealt_with_goes_along_with_the_next(
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

        await hub.subscribe(gone.viewer, Subscription(event=EVENT))

        assert (hub.rooms, hub.viewers, gone.waiting()) == ({}, 0, [])

    asyncio.run(evening())


def test_poll_that_fails_is_followed_by_the_next(tables: Tables) -> None:
    async def evening() -> None:
        hub = tables.hub(Intervals(poll=0.01, heartbeat=1e9))
        screen = Wallflower(hub)
        await screen.subscribe()
        tables.log.append(entry("A", "B"))

        tables.is_down = True
        await asyncio.sleep(0.05)
        tables.is_down = False

        assert (await screen.next())["seq"] == sequence(NOON)

    asyncio.run(evening())
