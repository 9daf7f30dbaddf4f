"""A hall over real sockets: screens that do no more than read, and people who tap."""

import asyncio
import itertools
import json
import random
import time
from dataclasses import dataclass
from http import HTTPStatus

from core.clock import now_ms

# A tap that has no answer by then, in seconds, counts as lost; so does a connection
# that a screen has not read so long after the last tap.
ANSWERED_WITHIN = 30
LONGEST = 60_000

_TEXT, _PING, _LENGTH = 0x81, 0x89, 0x7F
_SHORT, _HEAD = 126, 2


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who taps cards, with the token of their phone."""

    token: str
    profile_id: str


class Hall:
    """What all screens have read, together."""

    def __init__(self) -> None:
        # Each connection's number by its sequence, and those in each frame.
        self.numbers: dict[str, int] = {}
        self.known: dict[bytes, list[tuple[int, int]]] = {}
        self.latencies = [0] * (LONGEST + 1)
        self.frames = 0

    def in_frame(self, content: bytes) -> list[tuple[int, int]]:
        """Return number and moment of each connection in a frame."""
        if content not in self.known:
            frame = json.loads(content)
            told = frame.get("connections", [])
            told = [frame] if frame["type"] == "connection" else told
            self.known[content] = [
                (
                    self.numbers.setdefault(one["seq"], len(self.numbers)),
                    one["createdAt"],
                )
                for one in told
            ]
        return self.known[content]

    def delay(self, share: float) -> float:
        """Return within how many ms that share of all deliveries was made."""
        wanted = share * sum(self.latencies)
        reached = itertools.accumulate(self.latencies)
        return next((ms for ms, sum_ in enumerate(reached) if sum_ >= wanted > 0), 0)


class Screen(asyncio.Protocol):
    """A screen: subscribes, and notes what it is told."""

    def __init__(self, hall: Hall, port: int) -> None:
        self.joined = asyncio.get_running_loop().create_future()
        self.read: set[int] = set()
        self.is_measured = False
        self._hall = hall
        self._port = port
        self._buffer = bytearray()
        self._is_open = False

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a websocket."""
        if not isinstance(transport, asyncio.Transport):
            raise TypeError(transport)
        self._transport = transport
        transport.write(
            b"GET /ws/wall/ HTTP/1.1\r\nHost: localhost:%d\r\nUpgrade: websocket\r\n"
            b"Connection: Upgrade\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Sec-WebSocket-Version: 13\r\nOrigin: http://localhost:%d\r\n\r\n"
            % (self._port, self._port)
        )

    def data_received(self, data: bytes) -> None:
        """Take in whatever is complete."""
        self._buffer += data
        if not self._is_open:
            head, end, rest = self._buffer.partition(b"\r\n\r\n")
            if not end:
                return
            if b" 101 " not in head:
                raise RuntimeError(head.decode())
            self._buffer, self._is_open = rest, True
            self._say(0x81, json.dumps({"action": "subscribe"}).encode())
        while frame := self._frame():
            self._take(*frame)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell whoever waits."""
        if not self.joined.done():
            self.joined.set_exception(ConnectionError("a screen was sent away"))

    def leave(self) -> None:
        """Go without a word, as a phone does."""
        self._transport.abort()

    def _take(self, kind: int, content: bytes) -> None:
        if kind == _PING:
            self._say(0x8A, content)
        elif not self.joined.done():
            self.joined.set_result(None)
        elif kind == _TEXT and self.is_measured:
            now = now_ms()
            self._hall.frames += 1
            for number, at in self._hall.in_frame(content):
                self.read.add(number)
                self._hall.latencies[min(max(now - at, 0), LONGEST)] += 1

    def _frame(self) -> tuple[int, bytes] | None:
        buffer = self._buffer
        if len(buffer) < _HEAD:
            return None
        length, begin = buffer[1] & _LENGTH, _HEAD
        if length >= _SHORT:
            begin = 4 if length == _SHORT else 10
            length = (
                int.from_bytes(buffer[2:begin]) if len(buffer) >= begin else 1 << 40
            )
        if len(buffer) < begin + length:
            return None
        kind, content = buffer[0], bytes(buffer[begin : begin + length])
        del buffer[: begin + length]
        return kind, content

    def _say(self, kind: int, content: bytes) -> None:
        # Masked with nothing, which the protocol allows.
        head = bytes([kind, 0x80 | len(content)]) + bytes(4)
        self._transport.write(head + content)


class Phones:
    """People who tap, over as many kept connections as there are open taps."""

    def __init__(self, port: int, people: list[Person]) -> None:
        self.waits: list[float] = []
        self.refused = self.lost = 0
        self._port = port
        pairs = list(itertools.combinations(people, 2))
        # Nobody taps more often than a person may.
        random.Random(1).shuffle(pairs)  # noqa: S311 - a crowd, repeatably
        self._pairs = iter(pairs)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def tap(self, *, rate: int, seconds: float) -> None:
        """Tap at a rate, and wait for the answers."""
        began = time.perf_counter()
        async with asyncio.TaskGroup() as taps:
            for number in range(round(rate * seconds)):
                due = began + number / rate
                await asyncio.sleep(due - time.perf_counter())
                taps.create_task(self._one(*next(self._pairs), due=due))

    async def _one(self, one: Person, other: Person, *, due: float) -> None:
        try:
            async with asyncio.timeout(ANSWERED_WITHIN):
                status = await self._ask(one, other)
        except (OSError, TimeoutError, asyncio.IncompleteReadError):
            status = 0
        if status == HTTPStatus.OK:
            self.waits.append((time.perf_counter() - due) * 1000)
        elif status:
            self.refused += 1
        else:
            self.lost += 1

    async def _ask(self, one: Person, other: Person) -> int:
        # The server closes what is not used for some seconds.
        while self._idle and self._idle[-1][0].at_eof():
            self._idle.pop()
        wire = (
            self._idle.pop()
            if self._idle
            else await asyncio.open_connection("127.0.0.1", self._port)
        )
        reader, writer = wire
        body = json.dumps({"eventType": "CONNECTION", "eventParam": other.profile_id})
        writer.write(
            f"POST /interactions HTTP/1.1\r\nHost: localhost:{self._port}\r\n"
            f"Authorization: Bearer {one.token}\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        _, _, rest = head.partition(b"content-length:")
        await reader.readexactly(int(rest.split(b"\r\n")[0]))
        if b"connection: close" in head:
            writer.close()
        else:
            self._idle.append(wire)
        return int(head.split()[1])
