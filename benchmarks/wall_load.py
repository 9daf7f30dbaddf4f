"""The wall under load: many screens, many taps, one server, over real sockets.

The server is a process of its own over the embedded engine. This process is the hall:
screens that do no more than read, and people who tap at a fixed rate whether they are
answered or not. Latencies are from when a tap was due, and from the moment in a
connection until a screen has read it.
"""

import argparse
import asyncio
import json
import os
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
from pathlib import Path

VAR_DIR = tempfile.mkdtemp(prefix="biztech-benchmark-")
os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    ENV_FILE=os.devnull,
    # The nightly examination reads every table.
    EXAMINATION_HOURS="",
    REDIS_URL="",
    VAR_DIR=VAR_DIR,
)

import django

django.setup()

from django.conf import settings

from benchmarks.hall import ANSWERED_WITHIN, Hall, Person, Phones, Screen
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
TICKS = os.sysconf("SC_CLK_TCK")


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
