"""Who only watches the wall, and who holds connections without using them."""

import json
import socket
from contextlib import suppress
from random import Random

from websockets import Origin
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tools.soak.cluster import HOST
from tools.soak.traffic import Evening

_WAITS = 2.0
_HELD_FOR = 12.0
# More than a server has threads.
_HALF_SENT = 12


class Viewer:
    """Keeps the wall on a screen, on whichever server has room."""

    def __init__(self, evening: Evening, name: str) -> None:
        self._evening = evening
        self._rng = evening.rng(name)
        self._shown = evening.ledger.shown.setdefault(name, set())
        self._epoch: int | None = None
        self._since = ""

    def watch(self) -> None:
        """Watch until the connection breaks or the evening is over."""
        server = self._rng.choice(self._evening.cluster.servers)
        address = f"ws://{HOST}:{server.port}/ws/wall/"
        origin = Origin(f"http://{HOST}:{server.port}")
        with (
            suppress(OSError, WebSocketException),
            connect(address, origin=origin, close_timeout=1, max_size=None) as wire,
        ):
            wire.send(json.dumps(self._subscription()))
            while not self._evening.dark.is_set():
                with suppress(TimeoutError):
                    self._take(json.loads(wire.recv(timeout=_WAITS)))

    def _subscription(self) -> dict[str, object]:
        subscription: dict[str, object] = {"action": "subscribe", "eventId": "DEFAULT"}
        if self._since:
            subscription |= {"since": self._since, "epoch": self._epoch}
        return subscription

    def _take(self, frame: dict[str, object]) -> None:
        match frame:
            case {"type": "snapshot", "links": list(entries)}:
                pass
            case {"type": "missed" | "connections", "connections": list(entries)}:
                pass
            case {"type": "connection"}:
                entries = [frame]
            case _:
                return
        self._shown.update(entry["seq"] for entry in entries)
        self._since = max(self._shown, default="")
        if isinstance(epoch := frame.get("epoch"), int):
            self._epoch = epoch


class Loiterer:
    """Holds connections open and lets the servers wait.

    Calls from an address of its own, as limits for each address are for such callers.
    """

    def __init__(self, evening: Evening, name: str, *, address: str) -> None:
        self._evening = evening
        self._address = address
        self._rng: Random = evening.rng(name)

    def half_send(self) -> None:
        """Begin more bodies than there are threads, and end none of them."""
        head = (
            "POST /payments/webhook HTTP/1.1\r\nHost: localhost\r\n"
            "Content-Type: application/json\r\nContent-Length: 4000\r\n\r\n{"
        )
        self._hold([head] * _HALF_SENT)

    def read_nothing(self) -> None:
        """Ask for something long, and take no byte of it."""
        ask = (
            "GET /interactions/wall?sinceSec=86400 HTTP/1.1\r\nHost: localhost\r\n\r\n"
        )
        self._hold([ask] * _HALF_SENT)

    def stay_silent(self) -> None:
        """Open websockets, and say nothing."""
        upgrade = (
            "GET /ws/wall/ HTTP/1.1\r\nHost: localhost\r\nOrigin: http://localhost\r\n"
            "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
        )
        self._hold([upgrade] * _HALF_SENT)

    def _hold(self, texts: list[str]) -> None:
        server = self._rng.choice(self._evening.cluster.servers)
        wires = []
        with suppress(OSError):
            for text in texts:
                wire = socket.socket()
                wires.append(wire)
                wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1024)
                wire.bind((self._address, 0))
                wire.settimeout(2)
                wire.connect((HOST, server.port))
                wire.sendall(text.encode())
        self._evening.over.wait(_HELD_FOR)
        for wire in wires:
            wire.close()
