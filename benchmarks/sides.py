"""The servers that are compared: started on a free port, held to one core."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.club import VAR_DIR
from core.dynamo.engine import HOST

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / ".venv-bench" / "bin"
NODE = ROOT / "benchmarks" / "peers" / "node"
SERVER_CORE, LOAD_CORE = "0", "1"

_PAGE = os.sysconf("SC_PAGE_SIZE")
_TICK = os.sysconf("SC_CLK_TCK")
_UNLIMITED = {
    f"{kind}_PER_MINUTE": "100000000"
    for kind in ("TAPS", "ANONYMOUS_CALLS", "SIGNED_IN_CALLS", "EXISTENCE_CHECKS")
}


def _node() -> str:
    """Return the Node that is installed, or that came with the peers."""
    path = os.pathsep.join([os.environ["PATH"], str(PEERS)])
    return shutil.which("node", path=path) or "node"


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the servers: how it is started."""

    name: str
    command: Sequence[str]


OURS = Side(name="ours", command=(sys.executable, "manage.py", "serve"))
PRESENT = Side(name="present", command=(_node(), str(NODE / "server.js")))
LEAN = Side(name="lean", command=(str(PEERS / "python"), "-m", "benchmarks.peers.lean"))
FLOOR = Side(
    name="floor", command=(str(PEERS / "python"), "-m", "benchmarks.peers.floor")
)


def sides() -> list[Side]:
    """Return the sides that are installed; say which are not."""
    missing = {
        PRESENT.name: not (NODE / "node_modules" / ".installed").exists(),
        LEAN.name: not (PEERS.parent / ".installed").exists(),
        FLOOR.name: not (PEERS.parent / ".installed").exists(),
    }
    for name in (name for name, is_missing in missing.items() if is_missing):
        print(f"LEFT OUT: {name}, which is not installed (see above).")
    return [side for side in (OURS, PRESENT, LEAN, FLOOR) if not missing.get(side.name)]


@dataclass(frozen=True, kw_only=True)
class Running:
    """A server that answers."""

    pid: int
    port: int

    def cpu_ms(self) -> float:
        """Return the time that all its threads have worked so far."""
        stat = Path(f"/proc/{self.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(stat[11]) + int(stat[12])) * 1000 / _TICK

    def memory_mb(self) -> float:
        """Return what it holds in memory."""
        pages = int(Path(f"/proc/{self.pid}/statm").read_text().split()[1])
        return pages * _PAGE / 2**20


@contextmanager
def serving(side: Side, endpoint: str) -> Iterator[Running]:
    """Have a side serve while the block runs."""
    port = free_port()
    environment = {
        **os.environ,
        **_UNLIMITED,
        "DEMO": "0",
        "DYNAMODB_ENDPOINT": endpoint,
        "PORT": str(port),
        "VAR_DIR": str(VAR_DIR),
        "WORKER_SECONDS": "3600",
    }
    process = subprocess.Popen(
        held_to(SERVER_CORE, *side.command),
        cwd=ROOT,
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, process)
        yield Running(pid=process.pid, port=port)
    finally:
        process.terminate()
        process.wait(timeout=30)


def hold(pid: int, core: str) -> None:
    """Keep a process that runs already on one core, where this machine can do that."""
    if taskset := shutil.which("taskset"):
        subprocess.run(
            [taskset, "-acp", core, str(pid)], check=True, stdout=subprocess.DEVNULL
        )


def held_to(core: str, *command: str) -> list[str]:
    """Return a command that runs on one core, where this machine can do that."""
    taskset = shutil.which("taskset")
    return [taskset, "-c", core, *command] if taskset else list(command)


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None:
        try:
            socket.create_connection((HOST, port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError(f"{process.args!r} does not serve.")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port
