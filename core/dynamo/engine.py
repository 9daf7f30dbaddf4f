"""The embedded DynamoDB engine that serves a laptop and the tests.

Processes of one checkout share one engine, described in ``VAR_DIR/engine.json``. It
outlives a server that was killed, and the next start takes it over. Its data is
durable: a killed engine loses nothing that was acknowledged.
"""

import atexit
import fcntl
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlsplit

from django.conf import settings

HOST = "127.0.0.1"
TOOLS = Path(__file__).resolve().parent.parent.parent / "tools" / "ddb"
DYNOXIDE = TOOLS / "node_modules" / "@dynoxide" / "linux-x64" / "dynoxide"
MINISTACK_PYTHON = TOOLS.parent.parent / ".venv-ddb" / "bin" / "python"

# An embedded engine checks no signature but refuses a request without one.
_LIST_TABLES = {
    "X-Amz-Target": "DynamoDB_20120810.ListTables",
    "X-Amz-Date": "20260101T000000Z",
    "Content-Type": "application/x-amz-json-1.0",
    "Authorization": (
        "AWS4-HMAC-SHA256 Credential=local/20260101/local/dynamodb/aws4_request,"
        " SignedHeaders=host, Signature=0"
    ),
}
_START_SECONDS = 20.0
_STOP_SECONDS = 10.0
_STARTS = 3


class EngineUnavailable(Exception):
    """No engine can be started here; the message says what to do."""


@dataclass(frozen=True, kw_only=True)
class Engine:
    """A running engine, as ``engine.json`` describes it."""

    name: str
    endpoint: str
    pid: int

    @property
    def port(self) -> int:
        """The loopback port it listens on."""
        return urlsplit(self.endpoint).port or 0

    def answers(self) -> bool:
        """Tell whether a DynamoDB service speaks at the endpoint."""
        return self.table_names() is not None

    def table_names(self) -> set[str] | None:
        """Return its first hundred tables; None where no DynamoDB service speaks."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=2)
        try:
            connection.request("POST", "/", b"{}", _LIST_TABLES)
            return set(json.loads(connection.getresponse().read())["TableNames"])
        except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError):
            return None
        finally:
            connection.close()

    def is_ours(self, store: Path) -> bool:
        """Tell whether that process is the engine that keeps ``store``."""
        # A process id is used again by others: its command line must name both.
        words = _command_line(self.pid)
        return str(store) in words and str(self.port) in words

    def stop(self) -> None:
        """End it and wait until it is gone; harmless when it already is."""
        for kind in (signal.SIGTERM, signal.SIGKILL):
            with suppress(ProcessLookupError):
                os.kill(self.pid, kind)
            deadline = time.monotonic() + _STOP_SECONDS
            while time.monotonic() < deadline:
                if not _is_running(self.pid):
                    return
                time.sleep(0.01)


def start_engine(store: Path | None, *, log: Path | None = None) -> Engine:
    """Start an engine on a free loopback port and wait until it answers.

    With ``store`` its data is kept in that folder; without, in memory only.
    """
    for _ in range(_STARTS):
        # Between choosing a free port and using it, another process may take it.
        name, command = engine_command(store, _free_port())
        if store is None:
            command = [*_dying_with_us(), *command]
        process = _spawn(command, log)
        engine = Engine(
            name=name, endpoint=f"http://{HOST}:{command[-1]}", pid=process.pid
        )
        if _comes_up(engine, process):
            return engine
    raise EngineUnavailable(
        f"The embedded DynamoDB engine ({name}) does not start. Read"
        f" {log or 'its output'} for its reason, or set DYNAMODB_ENDPOINT to another."
    )


def current_endpoint() -> str | None:
    """Return where this process finds DynamoDB; None means AWS.

    Locally, without ``DYNAMODB_ENDPOINT``, that is the checkout's engine, which is
    started when none runs and then stopped when this process ends.
    """
    if settings.DYNAMODB_ENDPOINT:
        return str(settings.DYNAMODB_ENDPOINT)
    return local_engine().endpoint if settings.DEBUG else None


@cache
def local_engine() -> Engine:
    """Return the checkout's engine, started if need be, for the life of this process.

    What this process started it also stops, unless others use it by then.
    """
    with _exclusively():
        _hold()
        engine = living_engine()
        if engine is None:
            engine = start_engine(_store(), log=settings.VAR_DIR / "engine.log")
            _describe(engine)
            atexit.register(release_engine)
    return engine


def living_engine() -> Engine | None:
    """Return the engine that ``engine.json`` describes, if it lives and is ours."""
    try:
        engine = Engine(**json.loads(_description().read_text()))
    except (OSError, ValueError, TypeError):
        return None
    return engine if engine.is_ours(_store()) and engine.answers() else None


def release_engine() -> None:
    """Stop the checkout's engine, unless another process still uses it."""
    with _exclusively():
        engine = living_engine()
        if engine is not None and _is_last_user():
            engine.stop()
            _description().unlink(missing_ok=True)
    local_engine.cache_clear()


def _store() -> Path:
    return Path(settings.VAR_DIR) / "dynamodb"


def _description() -> Path:
    return Path(settings.VAR_DIR) / "engine.json"


def _describe(engine: Engine) -> None:
    temporary = _description().with_suffix(f".{os.getpid()}")
    temporary.write_text(json.dumps(asdict(engine)) + "\n")
    temporary.replace(_description())


@contextmanager
def _exclusively() -> Iterator[None]:
    """Keep two processes from starting or stopping the engine at once."""
    settings.VAR_DIR.mkdir(parents=True, exist_ok=True)
    with (settings.VAR_DIR / "engine.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# Open for as long as this process uses the engine: the kernel drops the shared lock
# when the process ends, however it ends.
_held: list[IO[str]] = []


def _hold() -> None:
    if not _held:
        # Held open on purpose; see above.
        users = (settings.VAR_DIR / "engine.users").open("w")
        fcntl.flock(users, fcntl.LOCK_SH)
        _held.append(users)


def _is_last_user() -> bool:
    while _held:
        _held.pop().close()
    with (settings.VAR_DIR / "engine.users").open("w") as users:
        try:
            fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def engine_command(store: Path | None, port: int) -> tuple[str, list[str]]:
    """Return the best installed engine's name and command; the port comes last."""
    kept: list[str] = []
    if store is not None:
        store.mkdir(parents=True, exist_ok=True)
    if DYNOXIDE.exists() and sys.platform == "linux":
        if store is not None:
            kept = ["--db-path", f"{store}/dynamodb.sqlite"]
        return "dynoxide", [
            str(DYNOXIDE), "serve", "--host", HOST, *kept, "--port", str(port)
        ]  # fmt: skip
    if MINISTACK_PYTHON.exists():
        if store is not None:
            kept = ["--store", str(store)]
        script = str(TOOLS / "ministack_engine.py")
        return "ministack", [
            str(MINISTACK_PYTHON), script, *kept, "--port", str(port)
        ]  # fmt: skip
    raise EngineUnavailable(
        "No embedded DynamoDB engine is installed. Run `make run` once, or set"
        " DYNAMODB_ENDPOINT to a DynamoDB service."
    )


def _spawn(command: list[str], log: Path | None) -> subprocess.Popen[bytes]:
    # A session of its own: Ctrl-C in the terminal reaches the server first, which
    # then stops the engine in good order.
    options: dict[str, Any] = {"start_new_session": True, "stdin": subprocess.DEVNULL}
    if log is None:
        return subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options
        )
    with log.open("wb") as output:
        return subprocess.Popen(command, stdout=output, stderr=output, **options)


def _dying_with_us() -> list[str]:
    # What is in memory alone is of no use to anybody once its starter was killed.
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL"] if setpriv else []


def _comes_up(engine: Engine, process: subprocess.Popen[bytes]) -> bool:
    deadline = time.monotonic() + _START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        if engine.answers() and process.poll() is None:
            return True
        time.sleep(0.005)
    if process.poll() is None:
        process.kill()
    process.wait()
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _command_line(pid: int) -> str:
    """Return a process's whole command line, empty when there is no such process."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace")
    ps = shutil.which("ps")
    if ps is None or Path("/proc/self").exists():
        return ""
    return subprocess.run(
        [ps, "-ww", "-o", "command=", "-p", str(pid)],
        capture_output=True,
        text=True,
        check=False,
    ).stdout


def _is_running(pid: int) -> bool:
    with suppress(ChildProcessError):
        # Our own child stays a zombie, without command line, until we ask for its end.
        os.waitpid(pid, os.WNOHANG)
    return bool(_command_line(pid))
