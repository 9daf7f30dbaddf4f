"""A websocket's end of the hub: its place, its pace, what it is sent."""

import asyncio
import json
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from core.serving.callers import caller_in
from core.serving.frames import frame_writer
from core.serving.places import Full
from interactions.wall import limits
from interactions.wall.hub import Hub
from interactions.wall.live import hub_here
from interactions.wall.viewer import Viewer


class HubConsumer(AsyncWebsocketConsumer):
    """Joins the hub of this process; what a message asks for, ``answer`` decides."""

    # The hub hears for all sockets; each of them on the layer would not scale.
    channel_layer_alias = "none"

    def __init__(self, *args: Any, takes_snapshots: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.hub: Hub | None = None
        self.viewer = Viewer(
            on_overflow=self._fell_behind, takes_snapshots=takes_snapshots
        )
        self._pace = limits.Pace()
        self._address: str | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Give the socket's place back, however its connection ends."""
        try:
            # A server that ends cuts off what takes too long, and would log a traceback
            # for each socket; what it leaves in the list of screens expires.
            with suppress(asyncio.CancelledError):
                await super().__call__(scope, receive, send)
        finally:
            if self._address is not None:
                limits.SCREENS.leave(self._address)

    async def answer(self, hub: Hub, message: dict[str, Any]) -> None:
        """Do what a message asks for; one that is no object comes as an empty one."""
        raise NotImplementedError

    async def connect(self) -> None:
        """Let the socket in unless there are too many."""
        await self.enter()

    async def enter(self, subprotocol: str | None = None) -> None:
        """Accept the socket, and join the hub unless there are too many."""
        hub = hub_here()
        await self.accept(subprotocol)
        address = caller_in(self.scope)
        try:
            limits.SCREENS.enter(address)
        except Full:
            await self.close(limits.TRY_AGAIN, "full")
            return
        self._address = address
        self.hub = hub
        self.viewer.write = frame_writer(self.scope)
        hub.enter(self.viewer)
        self.start(self._write)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None
    ) -> None:
        """Answer a message, or close the socket of who sends too much."""
        if len(text_data or bytes_data or "") > limits.LONGEST_MESSAGE:
            await self.close(limits.TOO_BIG, "message too big")
        elif not self._pace.allows_one_more():
            await self.close(limits.TOO_MANY, "too many messages")
        elif self.hub is not None:
            await self.answer(self.hub, _object_in(text_data))

    async def disconnect(self, code: int) -> None:
        """Forget the socket."""
        for task in self._tasks:
            task.cancel()
        if self.hub is not None:
            self.hub.leave(self.viewer)

    def start(self, work: Callable[[], Any]) -> None:
        """Do something beside, until it is done or the socket leaves."""
        task = asyncio.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _write(self) -> None:
        # A socket that breaks in the middle is reported by its disconnect.
        with suppress(OSError, RuntimeError):
            await self.viewer.send_queued(self.send)

    def _fell_behind(self) -> None:
        # Never a silent gap: the socket comes back and asks for what it missed.
        for task in self._tasks:
            task.cancel()
        self.start(self._ask_to_resync)

    async def _ask_to_resync(self) -> None:
        with suppress(OSError, RuntimeError):
            await self.close(limits.TRY_AGAIN, "resync")


def _object_in(text: str | None) -> dict[str, Any]:
    try:
        read = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
