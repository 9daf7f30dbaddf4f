"""How long a second ``make run`` takes to its first answer, and what it holds then."""

import os
import signal
import statistics
import subprocess
import tempfile
import time
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from benchmarks.sides import ROOT, Running, Side, free_port

_SETTLES = 2.0


@dataclass(frozen=True, kw_only=True)
class Start:
    """Medians over several starts with the same state."""

    seconds: float
    idle_mb: float


def measured_start(side: Side, *, times: int) -> Start:
    """Start it once for its first time, then so often for the measure."""
    with tempfile.TemporaryDirectory(prefix="biztech-start-") as state:
        _once(side, Path(state))
        starts = [_once(side, Path(state)) for _ in range(times)]
    return Start(
        seconds=statistics.median(seconds for seconds, _ in starts),
        idle_mb=statistics.median(memory for _, memory in starts),
    )


def _once(side: Side, state: Path) -> tuple[float, float]:
    port = free_port()
    environment = {
        **os.environ,
        "DYNAMODB_ENDPOINT": "",
        "PORT": str(port),
        "VAR_DIR": str(state),
    }
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    begun = time.perf_counter()
    process = subprocess.Popen(
        side.command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    )
    try:
        seconds = _answered(port, process) - begun
        time.sleep(_SETTLES)
        return seconds, Running(pid=process.pid, port=port).memory_mb()
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def _answered(port: int, process: subprocess.Popen[bytes]) -> float:
    while process.poll() is None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        try:
            connection.request("GET", "/health/live")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.01)
        else:
            return time.perf_counter()
        finally:
            connection.close()
    raise RuntimeError("The server ended.")
