"""Connections that do not wait for ever, on top of uvicorn's.

uvicorn limits neither how long the head of a request may take and grow, nor how long a
client may leave an answer unread, nor how many connections one address holds.
"""

import asyncio
from typing import Any

from django.conf import settings
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.protocols.websockets.websockets_sansio_impl import (
    WebSocketsSansIOProtocol,
)

from core.serving.callers import caller_address
from core.serving.frames import WRITE_FRAMES
from core.serving.limits import (
    ALL_CONNECTIONS,
    HEAD_SECONDS,
    LONGEST_HEAD,
    MOST_AHEAD,
    RETRY_AFTER,
    STALL_SECONDS,
)
from core.serving.places import Full, Places

_FULL = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
    b"Content-Length: 0\r\nRetry-After: %d\r\n\r\n" % RETRY_AFTER
)
_SPOKEN = ("1.0", "1.1")


class _Deadline:
    """Drops a connection unless it is lifted in time."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._timer: asyncio.TimerHandle | None = None

    def set(self, transport: asyncio.Transport) -> None:
        """Begin to count, unless it does already."""
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(self._seconds, transport.abort)

    def lift(self) -> None:
        """Count no longer."""
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None


class _CutsStalledReaders(asyncio.Protocol):
    """Part of a protocol: drops a client that takes nothing for too long."""

    transport: asyncio.Transport

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._stalled = _Deadline(STALL_SECONDS)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Hear of everything that a client leaves unread."""
        super().connection_made(transport)
        # Paused is then: there is something that the client has not taken.
        self.transport.set_write_buffer_limits(high=0)

    def pause_writing(self) -> None:
        """Begin to wait for the client."""
        super().pause_writing()
        self._stalled.set(self.transport)

    def resume_writing(self) -> None:
        """Wait no longer: it took everything."""
        super().resume_writing()
        self._stalled.lift()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nobody."""
        self._stalled.lift()
        super().connection_lost(exc)


class ScreenConnection(_CutsStalledReaders, WebSocketsSansIOProtocol):
    """A websocket, which also takes frames that were built for many of them."""

    def handle_connect(self, event: Any) -> None:
        """Let the application write frames past what is done for each message."""
        super().handle_connect(event)
        if not self.handshake_complete:
            extensions: Any = self.scope["extensions"]
            extensions[WRITE_FRAMES] = self._write_frames

    def _write_frames(self, frames: bytes) -> bool:
        is_open = self.handshake_complete and not self.close_sent
        if not is_open or self.transport.is_closing() or not self.writable.is_set():
            return False
        self.transport.write(frames)
        return True


class _NoRequest(Exception):
    """What is read parses, and is not taken for a request all the same."""


class Connection(_CutsStalledReaders, HttpToolsProtocol):
    """A connection that carries requests, until it becomes a websocket."""

    _places = Places(
        # Behind a proxy, all connections are the proxy's.
        each=None
        if settings.REST_FRAMEWORK["NUM_PROXIES"]
        else settings.CONNECTIONS_PER_ADDRESS,
        most=ALL_CONNECTIONS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Uvicorn composes its lines where anybody might log them, whatever it is told.
        self.access_log = False
        self._head = _Deadline(HEAD_SECONDS)
        self._in_head = True
        self._begun = 0
        self._address: str | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take a place, or send the client away."""
        super().connection_made(transport)
        address = caller_address(
            peer=self.client[0] if self.client else "", forwarded=""
        )
        try:
            self._places.enter(address)
        except Full:
            self.transport.write(_FULL)
            self.transport.close()
            return
        self._address = address
        self._head.set(self.transport)

    def data_received(self, data: bytes) -> None:
        """Wait no longer for a head that is complete."""
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._head.lift()
            self._begun = 0
        # Whoever has left, for a websocket too, sends no further head.
        elif self._address is not None and getattr(before, "response_complete", True):
            self._head.set(self.transport)
            self._begun += len(data)
            if self._begun > LONGEST_HEAD:
                self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        """Expect headers."""
        super().on_message_begin()
        self._in_head = True

    def on_header(self, name: bytes, value: bytes) -> None:
        """Take a header; what is named like one behind a body is none."""
        if self._in_head:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Begin a request, or raise, which the parser takes for a fault of syntax."""
        self._in_head = False
        hosts = sum(name == b"host" for name, _ in self.headers)
        version = self.parser.get_http_version()
        if hosts > 1 or (version == "1.1" and not hosts) or version not in _SPOKEN:
            raise _NoRequest
        if len(self.pipeline) >= MOST_AHEAD:
            raise _NoRequest
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is no request; end the connection of who awaits another answer.

        The refusal would stand in the middle of that answer, or before it.
        """
        if getattr(self.cycle, "response_complete", True):
            super().send_400_response(msg)
        else:
            self.transport.close()

    def handle_websocket_upgrade(self) -> None:
        """Leave the connection to the websocket."""
        self._leave()
        super().handle_websocket_upgrade()

    def connection_lost(self, exc: Exception | None) -> None:
        """Give the place back."""
        self._leave()
        super().connection_lost(exc)

    def _leave(self) -> None:
        self._head.lift()
        if self._address is not None:
            self._places.leave(self._address)
            self._address = None
