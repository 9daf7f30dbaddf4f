"""Short texts between processes, by topic, through the channel layer that they share.

Best effort: while Redis is away texts are lost, so whoever listens also looks by
itself, or soon forgets what it knows. No process hears itself. Each has one
subscription, whatever the number of topics.
"""

import asyncio
import atexit
import logging
import secrets
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress
from typing import Any

from channels.layers import channel_layers
from django.conf import settings

logger = logging.getLogger("core.relay")

# Takes a text of its topic, and returns at once.
Listener = Callable[[str], object]

# What the processes call themselves together, and each of them alone.
_GROUP = "relay"
_MEMBER = "relay-process"
_MOST_WAITING = 1000
_SENT_WITHIN = 2.0
# A process that ends gives its last texts so long, and its subscription as well.
_LAST_WORDS = 2.0
# A Redis that came back has forgotten who belongs to the group, and the connection
# to it is renewed without a word.
_JOIN_EVERY = 2.0
_TRY_AGAIN_AFTER = 1.0


class Relay:
    """A process's end of it: sends from one thread, and hears in another."""

    def __init__(self) -> None:
        self._name = secrets.token_hex(8)
        self._listeners: list[tuple[str, Listener]] = []
        self._changed = threading.Condition()
        self._waiting: list[tuple[str, str]] = []
        self._ended = False
        self._sender: threading.Thread | None = None
        # An outage is told once, however much is lost in it.
        self._loses = False

    def send(self, topic: str, text: str) -> None:
        """Hand a text over and return at once; dropped where too many wait."""
        with self._changed:
            if len(self._waiting) >= _MOST_WAITING:
                self._note_loss("Full")
                return
            self._waiting.append((topic, text))
            self._changed.notify()
            if self._sender is None:
                self._sender = threading.Thread(
                    target=self._send_all, name="relay-sender", daemon=True
                )
                self._sender.start()
                atexit.register(self.finish)

    def finish(self) -> None:
        """Send what waits, if that takes no more than a moment, and stop."""
        with self._changed:
            self._ended = True
            self._changed.notify()
        if self._sender is not None:
            self._sender.join(_LAST_WORDS)

    def listen(self, topic: str, listener: Listener) -> Callable[[], None]:
        """Tell ``listener`` what others send on a topic; return how to stop that.

        It is told while ``listening()``, in a thread of the relay's.
        """
        entry = (topic, listener)
        self._listeners.append(entry)
        return lambda: self._listeners.remove(entry)

    @contextmanager
    def listening(self) -> Iterator[None]:
        """Hear what other processes send, while the block runs, if there are any."""
        if not settings.REDIS_URL:
            yield
            return
        ended: Future[None] = Future()
        thread = threading.Thread(
            target=lambda: asyncio.run(self._listen_until(ended)),
            name="relay-listener",
            daemon=True,
        )
        thread.start()
        try:
            yield
        finally:
            ended.set_result(None)
            thread.join(_LAST_WORDS)

    def _send_all(self) -> None:
        with asyncio.Runner() as runner:
            layer = _own_layer()
            while news := self._next_news():
                runner.run(self._send(layer, news))

    def _next_news(self) -> list[tuple[str, str]]:
        """Wait for texts, and return all there are; none at the end."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ended)
            news, self._waiting = self._waiting, []
            return news

    async def _send(self, layer: Any, news: list[tuple[str, str]]) -> None:
        message = {"type": "relay.news", "from": self._name, "news": news}
        try:
            await asyncio.wait_for(layer.group_send(_GROUP, message), _SENT_WITHIN)
            self._loses = False
        except Exception as failure:  # noqa: BLE001 - who listens looks by itself
            self._note_loss(type(failure).__name__)

    def _note_loss(self, error: str) -> None:
        if not self._loses:
            logger.warning("relay.untold error=%s", error)
        self._loses = True

    async def _listen_until(self, ended: Future[None]) -> None:
        listening = asyncio.create_task(self._listen())
        await asyncio.wrap_future(ended)
        listening.cancel()

    async def _listen(self) -> None:
        joined = asyncio.Event()
        joined.set()
        while True:
            layer = _own_layer()
            try:
                channel = await layer.new_channel(_MEMBER)
                async with asyncio.TaskGroup() as together:
                    together.create_task(_stay_joined(layer, channel, joined))
                    together.create_task(self._receive(layer, channel))
            except* Exception as failures:  # noqa: BLE001 - Redis may come back
                # Once for each time that Redis goes away.
                if joined.is_set():
                    names = {type(failure).__name__ for failure in failures.exceptions}
                    logger.warning("relay.deaf error=%s", ",".join(sorted(names)))
                joined.clear()
            finally:
                with suppress(Exception):
                    await layer.close_pools()
            await asyncio.sleep(_TRY_AGAIN_AFTER)

    async def _receive(self, layer: Any, channel: str) -> None:
        while True:
            message = await layer.receive(channel)
            if message["from"] != self._name:
                for topic, text in message["news"]:
                    self._tell(topic, text)

    def _tell(self, topic: str, text: str) -> None:
        for wanted, listener in tuple(self._listeners):
            if wanted == topic:
                try:
                    listener(text)
                except Exception as failure:  # noqa: BLE001 - others are told
                    error = type(failure).__name__
                    logger.warning("relay.unheard topic=%s error=%s", topic, error)


# This process's.
relay = Relay()


def _own_layer() -> Any:
    # Its connections belong to the event loop that uses them, so none is shared.
    return channel_layers.make_backend("default")


async def _stay_joined(layer: Any, channel: str, joined: asyncio.Event) -> None:
    while True:
        await asyncio.wait_for(layer.group_add(_GROUP, channel), _SENT_WITHIN)
        joined.set()
        await asyncio.sleep(_JOIN_EVERY)
