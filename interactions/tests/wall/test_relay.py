"""WallEvent between processes: sent without waiting, heard again after every outage."""

import asyncio
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from interactions.tests.wall.fakes import EVENT, Tables, Wallflower, entry, sequence
from interactions.tests.wall.machines import Redis, needs_redis
from interactions.wall import publish, relay
from interactions.wall.events import (
    ControlChanged,
    ProfileChanged,
    Tapped,
    WallEvent,
    from_text,
    to_text,
)
from interactions.wall.log import new_entry


@pytest.mark.parametrize(
    "wall_event",
    [Tapped(EVENT, entry("A", "B")), ControlChanged(EVENT), ProfileChanged("A")],
    ids=lambda wall_event: type(wall_event).__name__,
)
def test_event_survives_the_way_as_text(wall_event: WallEvent) -> None:
    assert from_text(to_text(wall_event)) == wall_event


@pytest.mark.parametrize(
    "text", ["", "{", "[]", '["Tapped", {}]', '["Tapped", {"event": "", "entry": {}}]']
)
def test_text_of_an_unlike_version_is_no_event(text: str) -> None:
    assert from_text(text) is None


def layers(url: str) -> dict[str, Any]:
    host = {"address": url, "socket_timeout": None}
    backend = "channels_redis.core.RedisChannelLayer"
    return {"default": {"BACKEND": backend, "CONFIG": {"hosts": [host]}}}


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Listen where nobody ever answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def test_sender_neither_waits_nor_raises_when_redis_does_not_answer(
    settings: Any, silent_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CHANNEL_LAYERS = layers(f"redis://127.0.0.1:{silent_port}/0")
    sender = relay.Sender()

    for _ in range(3000):
        sender.send(ControlChanged(EVENT))

    assert "wall.untold error=Full" in caplog.messages


def test_sender_does_not_raise_when_there_is_no_redis(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    settings.CHANNEL_LAYERS = layers("redis://127.0.0.1:9/0")
    sender = relay.Sender()

    sender.send(ControlChanged(EVENT))
    sender.finish()

    assert "wall.untold error=ConnectionError" in caplog.messages


def test_carrier_that_fails_keeps_nobody_else_from_being_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail(_: WallEvent) -> None:
        raise RuntimeError

    told: list[WallEvent] = []
    stops = [publish.carry_with(fail), publish.carry_with(told.append)]
    try:
        publish.publish_connection(
            new_entry(EVENT, one={"id": "A"}, other={"id": "B"}, at=1)
        )
        publish.publish_control(EVENT)
        publish.publish_profile("A")
    finally:
        for stop in stops:
            stop()
    publish.publish_control(EVENT)

    assert [type(wall_event) for wall_event in told] == [
        Tapped,
        ControlChanged,
        ProfileChanged,
    ]
    assert caplog.messages.count("wall.untold error=RuntimeError") == 3


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[Redis]:
    """Run a Redis of our own, and use it."""
    running = Redis(tmp_path_factory.mktemp("redis"))
    running.start()
    settings.CHANNEL_LAYERS = layers(running.url)
    yield running
    running.kill()


@pytest.mark.redis
@needs_redis
def test_hubs_hear_each_other_again_after_redis_was_away(redis: Redis) -> None:
    """The hubs do not read the log by themselves here."""
    tables = Tables()
    sender = relay.Sender()

    async def evening() -> None:
        screens = [Wallflower(tables.hub(feeds=[relay.listen])) for _ in range(2)]
        for screen in screens:
            await screen.subscribe()
        for at in (1, 2):
            await asyncio.to_thread(redis.wait_for_members, 2)
            sender.send(Tapped(EVENT, entry("A", "B", at=at)))
            for screen in screens:
                assert (await screen.next())["seq"] == sequence(at)
            if at == 1:
                await asyncio.to_thread(redis.kill)
                sender.send(Tapped(EVENT, entry("A", "B", at=9)))
                await asyncio.to_thread(redis.start)
        for screen in screens:
            screen.hub.leave(screen.viewer)

    asyncio.run(evening())
    sender.finish()


@pytest.mark.redis
@needs_redis
def test_burst_from_elsewhere_arrives_whole(redis: Redis) -> None:
    tables = Tables()
    sender = relay.Sender()
    burst = [entry("A", "B", at=at) for at in range(1, 101)]

    async def evening() -> None:
        screen = Wallflower(tables.hub(feeds=[relay.listen]))
        await screen.subscribe()
        await asyncio.to_thread(redis.wait_for_members, 1)
        for one in burst:
            sender.send(Tapped(EVENT, one))
        told = [(await screen.next())["seq"] for _ in burst]
        assert told == [one.sequence for one in burst]
        screen.hub.leave(screen.viewer)

    asyncio.run(evening())
    sender.finish()
