"""WallEvent between processes, through the channel layer that they share.

One subscription for each process, whatever the number of its screens. While Redis is
away events are lost, which the hubs make up for by reading the log.
"""

import asyncio
import atexit
import logging
import queue
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from channels.layers import channel_layers

from interactions.wall.events import WallEvent, from_text, to_text
from interactions.wall.hub import Hub
from interactions.wall.limits import GROUP, MEMBER

logger = logging.getLogger("interactions.wall")

_MOST_WAITING = 1000
_SENT_WITHIN = 2.0
# A process that ends gives its last events so long.
_LAST_WORDS = 2.0
# A Redis that came back has forgotten who belongs to the group, and the connection
# to it is renewed without a word.
_JOIN_EVERY = 2.0
_TRY_AGAIN_AFTER = 1.0


def _own_layer() -> Any:
    # Its connections belong to the event loop that uses them, so none is shared.
    return channel_layers.make_backend("default")


class Sender:
    """Sends events to the other processes, from a thread of its own."""

    def __init__(self) -> None:
        self._waiting: queue.Queue[WallEvent | None] = queue.Queue(_MOST_WAITING)
        self._thread: threading.Thread | None = None
        self._starting = threading.Lock()

    def send(self, wall_event: WallEvent) -> None:
        """Hand an event over and return at once; dropped where too many wait."""
        try:
            self._waiting.put_nowait(wall_event)
        except queue.Full:
            logger.warning("wall.untold error=Full")
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(
                    target=self._work, name="wall-sender", daemon=True
                )
                self._thread.start()
                atexit.register(self.finish)

    def finish(self) -> None:
        """Send what waits, if that takes no more than a moment, and stop."""
        with suppress(queue.Full):
            self._waiting.put_nowait(None)
        if self._thread is not None:
            self._thread.join(_LAST_WORDS)

    def _work(self) -> None:
        with asyncio.Runner() as runner:
            layer = _own_layer()
            while (wall_event := self._waiting.get()) is not None:
                runner.run(_send(layer, wall_event))


async def _send(layer: Any, wall_event: WallEvent) -> None:
    message = {"type": "wall.news", "news": to_text(wall_event)}
    try:
        await asyncio.wait_for(layer.group_send(GROUP, message), _SENT_WITHIN)
    except Exception as failure:  # noqa: BLE001 - the hubs read the log themselves
        logger.warning("wall.untold error=%s", type(failure).__name__)


def listen(hub: Hub) -> Callable[[], object]:
    """Tell a hub what other processes publish; return how to stop that."""
    return asyncio.create_task(_listen(hub)).cancel


async def _listen(hub: Hub) -> None:
    joined = asyncio.Event()
    joined.set()
    while True:
        layer = _own_layer()
        try:
            channel = await layer.new_channel(MEMBER)
            async with asyncio.TaskGroup() as together:
                together.create_task(_stay_joined(layer, channel, joined))
                together.create_task(_receive(layer, channel, hub))
        except* Exception as failures:  # noqa: BLE001 - Redis may come back
            # Once for each time that Redis goes away.
            if joined.is_set():
                names = {type(failure).__name__ for failure in failures.exceptions}
                logger.warning("wall.deaf error=%s", ",".join(sorted(names)))
            joined.clear()
        finally:
            with suppress(Exception):
                await layer.close_pools()
        await asyncio.sleep(_TRY_AGAIN_AFTER)


async def _stay_joined(layer: Any, channel: str, joined: asyncio.Event) -> None:
    while True:
        await asyncio.wait_for(layer.group_add(GROUP, channel), _SENT_WITHIN)
        joined.set()
        await asyncio.sleep(_JOIN_EVERY)


async def _receive(layer: Any, channel: str, hub: Hub) -> None:
    while True:
        message = await layer.receive(channel)
        if wall_event := from_text(str(message.get("news", ""))):
            hub.hear(wall_event)
