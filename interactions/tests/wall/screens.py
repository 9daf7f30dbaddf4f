"""Screens for tests: a websocket without a network, and what it was sent."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from asgiref.testing import ApplicationCommunicator
from channels.routing import URLRouter

from biztech.routing import websocket_urlpatterns
from core.clock import now_ms
from core.dynamo.rows import store_rows
from interactions.models import LiveConnection
from interactions.wall.log import new_entry
from interactions.wall.publish import publish_connection

WITHIN = 20

Frame = dict[str, Any]


class Closed(Exception):
    """The server closed the socket."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class Screen:
    """A connected screen."""

    def __init__(self, socket: Any) -> None:
        self._socket = socket

    async def say(self, **message: Any) -> None:
        """Send a message."""
        await self.send(json.dumps(message))

    async def send(self, text: str) -> None:
        """Send a text, whatever it is."""
        await self._socket.send_input({"type": "websocket.receive", "text": text})

    async def output(self) -> Frame:
        """Return the next thing that the server does: a text, or a close."""
        done: Frame = await self._socket.receive_output(timeout=WITHIN)
        return done

    async def frame(self) -> Frame:
        """Return the next frame."""
        done = await self.output()
        if done["type"] == "websocket.close":
            raise Closed(done["code"], done["reason"])
        read: Frame = json.loads(done["text"])
        return read

    async def next(self, kind: str) -> Frame:
        """Return the next frame of a kind, passing over others."""
        async with asyncio.timeout(WITHIN):
            while (frame := await self.frame())["type"] != kind:
                pass
            return frame

    async def subscribe(self, event: str = "", **more: Any) -> Frame:
        """Ask for a wall, and return the answer."""
        await self.say(action="subscribe", eventId=event, **more)
        while (frame := await self.frame())["type"] not in (
            "snapshot",
            "missed",
            "error",
        ):
            pass
        return frame

    async def is_quiet(self) -> bool:
        """Tell whether the server sends nothing before it answers a ping."""
        await self.say(action="ping")
        return await self.frame() == {"type": "pong"}


@asynccontextmanager
async def screen(
    path: str = "/ws/wall/", *, address: str = "127.0.0.1"
) -> AsyncIterator[Screen]:
    """Connect a screen for as long as the block lasts."""
    scope = {
        "type": "websocket",
        "path": path,
        "headers": [],
        "query_string": b"v=1",
        "client": (address, 1234),
    }
    application: Any = URLRouter(websocket_urlpatterns)
    # Published without types.
    socket: Any = ApplicationCommunicator(application, scope)  # type: ignore[no-untyped-call]
    await socket.send_input({"type": "websocket.connect"})
    accepted = await socket.receive_output(timeout=WITHIN)
    assert accepted["type"] == "websocket.accept"
    try:
        yield Screen(socket)
    finally:
        await socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await socket.wait(timeout=WITHIN)


def log(
    one: str, other: str, *, event: str = "DEFAULT", at: int | None = None
) -> LiveConnection:
    """Put an entry into the log without telling anyone."""
    row = new_entry(
        event,
        one={"id": one, "name": "As it was"},
        other={"id": other, "name": "As it was"},
        at=now_ms() if at is None else at,
    )
    store_rows(row)
    return row


async def tap(one: str, other: str, **more: Any) -> LiveConnection:
    """Put an entry into the log and publish it, as a tap does, from a thread."""

    def act() -> LiveConnection:
        row = log(one, other, **more)
        publish_connection(row)
        return row

    return await asyncio.to_thread(act)
