"""The wall under load: many screens, many taps, one server, over real sockets.

The server is a process of its own over the embedded engine. This process is the hall:
screens that do no more than read, and people who tap at a fixed rate whether they are
answered or not. Latencies are from when a tap was due, and from the moment in a
connection until a screen has read it.
"""

import argparse
import asyncio
import itertools
import json
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from http import HTTPStatus
from pathlib import Path

VAR_DIR = tempfile.mkdtemp(prefix="biztech-benchmark-")
os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    ENV_FILE=os.devnull,
    REDIS_URL="",
    VAR_DIR=VAR_DIR,
)

import django

django.setup()

from django.conf import settings

from core.clock import now_ms
from core.dynamo.engine import start_engine
from core.dynamo.registry import tables
from core.dynamo.tables import create_tables
from core.identity.local import issue_token
from memberships.facts import MembershipFacts
from memberships.services import grant_membership

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "wall_load.json"
PEOPLE = 200
JOINING_AT_ONCE = 50
# A tap that has no answer by then, in seconds, counts as lost; so does a connection
# that a screen has not read so long after the last tap.
ANSWERED_WITHIN = 30
LONGEST = 60_000
TICKS = os.sysconf("SC_CLK_TCK")

_TEXT, _PING, _LENGTH = 0x81, 0x89, 0x7F
_SHORT, _HEAD = 126, 2


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who taps cards, with the token of their phone."""

    token: str
    profile_id: str


@dataclass(kw_only=True)
class Result:
    """What one hall came to; times in ms, of CPU where it says so."""

    viewers: int
    taps_a_second: int
    taps: int = 0
    taps_refused: int = 0
    taps_lost: int = 0
    tap_p50: float = 0
    tap_p99: float = 0
    delivered: int = 0
    undelivered: int = 0
    delivery_p50: float = 0
    delivery_p99: float = 0
    frames: int = 0
    cpu_tap: float = 0
    cpu_join: float = 0
    lines_logged: int = 0


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


@contextmanager
def server(endpoint: str) -> Iterator[tuple[int, int, Path]]:
    """Run the server; yield its port, its process id and what it says."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    said = Path(VAR_DIR) / f"server-{port}.log"
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env={
            **os.environ,
            "CONNECTIONS_PER_ADDRESS": "5000",
            "DEMO": "0",
            "DYNAMODB_ENDPOINT": endpoint,
            "PORT": str(port),
            "SCREENS_PER_ADDRESS": "5000",
        },
        stdout=said.open("w"),
        stderr=subprocess.STDOUT,
    )
    try:
        for _ in range(300):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.1)
        # The printed address is served only after the start: one answer first.
        socket.create_connection(("127.0.0.1", port), timeout=30).close()
        yield port, process.pid, said
    finally:
        process.terminate()
        process.wait(timeout=60)


def cpu_of(pid: int) -> float:
    """Return how many ms of CPU a process has had."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / TICKS


async def joined(hall: Hall, port: int, count: int) -> list[Screen]:
    """Let screens join, some at once."""
    loop = asyncio.get_running_loop()
    screens: list[Screen] = []
    while len(screens) < count:
        group = await asyncio.gather(
            *(
                loop.create_connection(lambda: Screen(hall, port), "127.0.0.1", port)
                for _ in range(min(JOINING_AT_ONCE, count - len(screens)))
            )
        )
        coming = [screen for _, screen in group]
        await asyncio.wait_for(asyncio.gather(*(one.joined for one in coming)), 120)
        screens += coming
    return screens


async def evening(
    result: Result, people: list[Person], where: tuple[int, int, Path], seconds: float
) -> None:
    """Fill the hall, let people tap, and note what came of it."""
    port, pid, said = where
    hall = Hall()
    before = cpu_of(pid)
    screens = await joined(hall, port, result.viewers)
    if screens:
        await asyncio.sleep(2)
        result.cpu_join = (cpu_of(pid) - before) / len(screens)
    # Caches and connections of the server that every process has after a moment.
    phones = Phones(port, people)
    await phones.tap(rate=5, seconds=2)
    await asyncio.sleep(2)
    phones.waits.clear()
    for screen in screens:
        screen.is_measured = True
    before = cpu_of(pid)
    await phones.tap(rate=result.taps_a_second, seconds=seconds)
    taps = len(phones.waits)
    for _ in range(ANSWERED_WITHIN):
        if all(len(screen.read) >= taps for screen in screens):
            break
        await asyncio.sleep(1)
    result.cpu_tap = (cpu_of(pid) - before) / max(taps, 1)
    note(result, phones, screens, hall)
    for screen in screens:
        screen.leave()
    await asyncio.sleep(3)
    result.lines_logged = said.read_text().count("\n")


def note(result: Result, phones: Phones, screens: list[Screen], hall: Hall) -> None:
    """Note what people and screens had of the evening."""
    taps = len(phones.waits)
    result.taps, result.taps_lost = taps, phones.lost
    result.taps_refused = phones.refused
    if taps > 1:
        result.tap_p50 = statistics.median(phones.waits)
        result.tap_p99 = statistics.quantiles(phones.waits, n=100)[-1]
    result.delivered = sum(len(screen.read) for screen in screens)
    result.undelivered = taps * len(screens) - result.delivered
    result.delivery_p50, result.delivery_p99 = hall.delay(0.5), hall.delay(0.99)
    result.frames = hall.frames


def members() -> list[Person]:
    """Grant memberships to those who will tap."""
    emails = [f"person{number}@example.org" for number in range(PEOPLE)]
    return [
        Person(
            token=issue_token(email),
            profile_id=grant_membership(
                MembershipFacts(email=email, first_name=email[:9], major="Maths"),
                actor="benchmark",
                now=now_ms(),
            ).profile_id,
        )
        for email in emails
    ]


def report(result: Result) -> None:
    """Print one line of the table."""
    print(
        f"{result.viewers:>7}{result.taps_a_second:>6}"
        f"{result.taps:>8}{result.taps_refused:>8}{result.taps_lost:>6}"
        f"{result.tap_p50:>8.0f}{result.tap_p99:>8.0f}"
        f"{result.delivered:>11}{result.undelivered:>6}"
        f"{result.delivery_p50:>8.0f}{result.delivery_p99:>8.0f}"
        f"{result.cpu_tap:>9.1f}{result.cpu_join:>9.2f}{result.lines_logged:>6}",
        flush=True,
    )


def main() -> None:
    """Measure halls of some sizes, each with a server and an engine of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--viewers", default="0,500,2000", help="screens in each hall")
    parser.add_argument("--taps", type=int, default=50, help="taps a second")
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--output", type=Path, default=RESULTS)
    given = parser.parse_args()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    print(
        f"viewers  taps{'answered':>9}{'refused':>8}{'lost':>5}{'p50':>8}{'p99':>8}"
        f"{'delivered':>11}{'lost':>6}{'p50':>8}{'p99':>8}"
        f"{'CPU/tap':>9}{'CPU/join':>9}{'lines':>6}"
    )
    results = []
    for viewers in map(int, given.viewers.split(",")):
        result = Result(viewers=viewers, taps_a_second=given.taps)
        engine = start_engine(None)
        settings.DYNAMODB_ENDPOINT = engine.endpoint
        try:
            create_tables(tables())
            people = members()
            with server(engine.endpoint) as where:
                asyncio.run(evening(result, people, where, given.seconds))
        finally:
            engine.stop()
        report(result)
        results.append(result)
    given.output.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps([asdict(result) for result in results], indent=2)
    given.output.write_text(text + "\n")


if __name__ == "__main__":
    main()
