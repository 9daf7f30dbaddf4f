"""Texts between processes: sent without waiting, heard again after every outage."""

import queue
import socket
from collections.abc import Iterator
from contextlib import closing
from typing import Any, Self

import pytest

from biztech.tests.redis_server import Redis, needs_redis, running_redis, share
from core.relay import Relay

WITHIN = 20


class Process:
    """A relay as another process has one, and what it hears of a topic."""

    def __init__(self) -> None:
        self.relay = Relay()
        self._heard: queue.Queue[str] = queue.Queue()

    def listen(self) -> Self:
        """Hear the news."""
        self.relay.listen("news", self._heard.put)
        return self

    def hears(self) -> str:
        """Return the next text, waiting for it."""
        return self._heard.get(timeout=WITHIN)

    def has_heard_all(self) -> bool:
        """Tell whether nothing more has come."""
        return self._heard.empty()


@pytest.fixture
def redis(tmp_path_factory: pytest.TempPathFactory, settings: Any) -> Iterator[Redis]:
    """Run a Redis of our own, and use it."""
    with running_redis(tmp_path_factory.mktemp("redis")) as running:
        share(settings, running.url)
        yield running


@pytest.fixture
def silent_port() -> Iterator[int]:
    """Listen where nobody ever answers."""
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        yield listener.getsockname()[1]


def test_sender_neither_waits_nor_raises_when_redis_does_not_answer(
    settings: Any, silent_port: int, caplog: pytest.LogCaptureFixture
) -> None:
    share(settings, f"redis://127.0.0.1:{silent_port}/0")
    relay = Relay()

    for _ in range(3000):
        relay.send("news", "of the day")

    assert caplog.messages == ["relay.untold error=Full"]


def test_sender_does_not_raise_when_there_is_no_redis(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    share(settings, "redis://127.0.0.1:9/0")
    relay = Relay()

    relay.send("news", "of the day")
    relay.finish()

    assert caplog.messages == ["relay.untold error=ConnectionError"]


@pytest.mark.redis
@needs_redis
def test_processes_hear_each_other_and_not_themselves(redis: Redis) -> None:
    one, other = Process().listen(), Process().listen()

    with one.relay.listening(), other.relay.listening():
        redis.wait_for_members(2)
        one.relay.send("gossip", "that nobody here wants to hear")
        one.relay.send("news", "from one")
        assert other.hears() == "from one"
        other.relay.send("news", "from the other")
        assert one.hears() == "from the other"

    assert one.has_heard_all()
    assert other.has_heard_all()


@pytest.mark.redis
@needs_redis
def test_burst_arrives_whole_and_in_order(redis: Redis) -> None:
    one, other = Process().listen(), Process().listen()
    burst = [str(number) for number in range(500)]

    with other.relay.listening():
        redis.wait_for_members(1)
        for text in burst:
            one.relay.send("news", text)
        one.relay.finish()

        assert [other.hears() for _ in burst] == burst


@pytest.mark.redis
@needs_redis
def test_listener_that_fails_keeps_no_other_from_hearing(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(_: str) -> None:
        raise RuntimeError

    one, other = Process(), Process()
    other.relay.listen("news", fail)
    other.listen()

    with other.relay.listening():
        redis.wait_for_members(1)
        one.relay.send("news", "told")
        assert other.hears() == "told"

    assert caplog.messages == ["relay.unheard topic=news error=RuntimeError"]


@pytest.mark.redis
@needs_redis
def test_processes_hear_each_other_again_after_redis_was_away(
    redis: Redis, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = Process().listen(), Process().listen()

    with other.relay.listening():
        redis.wait_for_members(1)
        one.relay.send("news", "before")
        assert other.hears() == "before"
        redis.kill()
        one.relay.send("news", "lost")
        redis.start()
        redis.wait_for_members(1)
        one.relay.send("news", "after")
        while other.hears() != "after":
            pass

    assert sum("relay.deaf" in message for message in caplog.messages) == 1


def test_process_by_itself_listens_to_nobody(settings: Any) -> None:
    settings.REDIS_URL = ""

    with Relay().listening():
        pass
