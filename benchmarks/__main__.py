"""``make bench``: our server beside others that do the same work.

One engine for all; the server that is asked on one core, load and engine on the other;
the sides take turns within each route. Keeps what it saw in ``benchmarks/results/`` and
in ``docs/performance.md``.
"""

import argparse
import itertools
import json
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Any

from benchmarks.club import start_club
from benchmarks.counting import counted
from benchmarks.report import write_report
from benchmarks.routes import Route, routes
from benchmarks.sides import (
    LOAD_CORE,
    OURS,
    ROOT,
    Running,
    Side,
    held_to,
    hold,
    serving,
    sides,
)
from benchmarks.start import Start, measured_start
from core.dynamo.engine import Engine

_WARM = 100


@dataclass(frozen=True, kw_only=True)
class Size:
    """How much is measured."""

    members: int
    met: int
    windows: int
    seconds: float


FULL = Size(members=1000, met=200, windows=9, seconds=1)
QUICK = Size(members=100, met=20, windows=1, seconds=0.5)


@dataclass(frozen=True, kw_only=True)
class Window:
    """What one side did in one turn."""

    per_second: float
    p50: float
    p95: float
    p99: float
    cpu_ms: float


@dataclass(frozen=True, kw_only=True)
class Measured:
    """Medians over the turns of a side on a route."""

    route: str
    side: str
    per_second: float
    p50: float
    p95: float
    p99: float
    cpu_ms: float
    calls: int
    memory_mb: float
    at_least: float
    at_most: float


def measure(size: Size) -> list[Measured]:
    """Measure every route on every side."""
    engine = start_club(members=size.members, met=size.met)
    try:
        hold(engine.pid, LOAD_CORE)
        compared = sides()
        measured = routes(members=size.members, met=size.met)
        calls = {side.name: _calls(side, measured, engine) for side in compared}
        with ExitStack() as running:
            servers = {
                side.name: running.enter_context(serving(side, engine.endpoint))
                for side in compared
            }
            return [
                result
                for route in measured
                for result in _compared(route, servers, calls, size)
            ]
    finally:
        engine.stop()


def _calls(side: Side, measured: list[Route], engine: Engine) -> dict[str, int]:
    """Return how many database calls a warm side makes for each route."""
    counts = {}
    with counted(engine) as (endpoint, calls), serving(side, endpoint) as server:
        for route in measured:
            for request in itertools.islice(route.requests, 3):
                calls.clear()
                _load(server, route, [request], seconds=60, connections=1)
            counts[route.name] = len(calls)
    return counts


def _compared(
    route: Route,
    servers: dict[str, Running],
    calls: dict[str, dict[str, int]],
    size: Size,
) -> Iterator[Measured]:
    turns: dict[str, list[Window]] = {name: [] for name in servers}
    for server in servers.values():
        warm = list(itertools.islice(route.requests, _WARM))
        _load(server, route, warm, seconds=size.seconds / 2)
    for _ in range(size.windows):
        for name, server in servers.items():
            turns[name].append(_window(server, route, size.seconds))
    for name, windows in turns.items():
        medians: dict[str, float] = {
            field: statistics.median(asdict(window)[field] for window in windows)
            for field in asdict(windows[0])
        }
        result = Measured(
            route=route.name,
            side=name,
            calls=calls[name][route.name],
            memory_mb=servers[name].memory_mb(),
            at_least=route.at_least,
            at_most=route.at_most,
            **medians,
        )
        print(
            f"{route.name:20} {name:8} {result.per_second:8.0f}/s"
            f" {result.p50:8.2f} {result.p95:8.2f} {result.p99:8.2f} ms"
            f" {result.cpu_ms:8.3f} ms of CPU, {result.calls} calls,"
            f" {result.memory_mb:.0f} MB",
            flush=True,
        )
        yield result


def _window(server: Running, route: Route, seconds: float) -> Window:
    asked = list(itertools.islice(route.requests, round(route.fastest * seconds)))
    before = server.cpu_ms()
    told = _load(server, route, asked, seconds=seconds)
    cpu = server.cpu_ms() - before
    took = sorted(told["ms"])
    return Window(
        per_second=len(took) / told["seconds"],
        p50=_part(took, 0.5),
        p95=_part(took, 0.95),
        p99=_part(took, 0.99),
        cpu_ms=cpu / len(took),
    )


def _part(took: list[float], part: float) -> float:
    return took[min(len(took) - 1, int(len(took) * part))]


def _load(
    server: Running,
    route: Route,
    requests: list[str],
    *,
    seconds: float,
    connections: int | None = None,
) -> dict[str, Any]:
    asked = {
        "port": server.port,
        "connections": connections or route.connections,
        "seconds": seconds,
        "requests": requests,
    }
    told = subprocess.run(
        held_to(LOAD_CORE, sys.executable, "-m", "benchmarks.load"),
        cwd=ROOT,
        input=json.dumps(asked),
        check=True,
        capture_output=True,
        text=True,
    )
    answered: dict[str, Any] = json.loads(told.stdout)
    if answered["failed"]:
        raise RuntimeError(f"{route.name}: {answered['failed']}: {answered['said']}")
    return answered


def _commit() -> str:
    told = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    return told.stdout.strip()


def _run(module: str) -> None:
    """Run a measurement that starts and keeps everything by itself."""
    print(f"== {module}", flush=True)
    subprocess.run([sys.executable, "-m", f"benchmarks.{module}"], cwd=ROOT, check=True)


def main() -> None:
    """Measure, print, and keep."""
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="A few requests each; keeps nothing."
    )
    parser.add_argument(
        "--routes-only", action="store_true", help="No growth, no wall under load."
    )
    asked = parser.parse_args()
    start: Start = measured_start(OURS, times=1 if asked.quick else 5)
    print(f"start {start.seconds:.2f} s to the first answer, {start.idle_mb:.0f} MB")
    measured = measure(QUICK if asked.quick else FULL)
    if asked.quick:
        return
    now = datetime.now(UTC)
    kept = {
        "taken": now.isoformat(timespec="seconds"),
        "commit": _commit(),
        "start": asdict(start),
        "routes": [asdict(result) for result in measured],
    }
    results = ROOT / "benchmarks" / "results"
    results.mkdir(exist_ok=True)
    (results / "routes.json").write_text(json.dumps(kept, indent=1) + "\n")
    write_report(kept)
    if not asked.routes_only:
        _run("growth")
        _run("wall_load")


if __name__ == "__main__":
    main()
