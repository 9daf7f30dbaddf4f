"""What is soaked: two servers, Redis and the engine, all on this machine.

Each keeps its port when it is killed and started again, and its output in a file.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOST = "127.0.0.1"
_STARTS_WITHIN = 60.0
# What was under way when a part was killed may be answered so much later.
_ECHO = 5.0


def free_port() -> int:
    """Return a loopback port that nobody listens on."""
    with socket.create_server((HOST, 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Part:
    """A process that can be killed, and started again where it was."""

    name: str
    port: int
    command: list[str]
    folder: Path
    environment: dict[str, str] | None = None
    # From when to when it was away, on the monotonic clock.
    outages: list[tuple[float, float]] = field(default_factory=list)
    _process: subprocess.Popen[bytes] | None = None

    @property
    def log(self) -> Path:
        """The file of everything that it has said."""
        return self.folder / f"{self.name}.log"

    def start(self) -> None:
        """Start it, and wait until it can be reached."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        give_up = time.monotonic() + _STARTS_WITHIN
        while time.monotonic() < give_up and self._process.poll() is None:
            with (
                suppress(OSError),
                socket.create_connection((HOST, self.port), timeout=1),
            ):
                break
            time.sleep(0.05)
        else:
            raise RuntimeError(f"{self.name} does not start; read {self.log}.")

    def kill(self) -> None:
        """End it at once, as a machine that loses its power does."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()

    def fail_for(self, seconds: float) -> None:
        """Kill it, and start it again a while later."""
        began = time.monotonic()
        self.outages.append((began, float("inf")))
        self.kill()
        time.sleep(seconds)
        self.start()
        self.outages[-1] = (began, time.monotonic())

    def was_away(self, since: float, until: float) -> bool:
        """Tell whether it was, or had just been, away at some time in between."""
        return any(
            began <= until and since <= ended + _ECHO for began, ended in self.outages
        )


@dataclass(frozen=True)
class Cluster:
    """Everything that runs."""

    engine: Part
    redis: Part
    servers: list[Part]

    @property
    def parts(self) -> list[Part]:
        """Every part, in the order in which they start."""
        return [self.engine, self.redis, *self.servers]

    def stop(self) -> None:
        """End every part."""
        for part in reversed(self.parts):
            part.kill()


def settings_of(folder: Path) -> dict[str, str]:
    """Return the environment that the servers and the soak itself share.

    Limits count all along and are too high to be met: everybody has one address here.
    """
    limits = (
        *("SIGN_UPS", "EXISTENCE_CHECKS", "CHECKOUTS", "TAPS", "PARTNER_WRITES"),
        *("ANONYMOUS_CALLS", "SIGNED_IN_CALLS", "WALL_SNAPSHOTS"),
    )
    return {
        "PATH": os.environ["PATH"],
        "DEBUG": "true",
        "DJANGO_SETTINGS_MODULE": "biztech.settings",
        "DYNAMODB_ENDPOINT": f"http://{HOST}:{free_port()}",
        "ENV_FILE": os.devnull,
        "REDIS_URL": f"redis://{HOST}:{free_port()}/0",
        "VAR_DIR": str(folder),
        **{f"{limit}_PER_MINUTE": "100000" for limit in limits},
    }


def new_cluster(folder: Path, environment: dict[str, str]) -> Cluster:
    """Return what those settings describe; nothing runs yet."""
    from core.dynamo.engine import engine_command

    redis_server = shutil.which("redis-server")
    if redis_server is None:
        raise SystemExit("Install redis-server (Debian: apt-get install redis-server).")
    engine_port = _port_in(environment["DYNAMODB_ENDPOINT"])
    redis_port = _port_in(environment["REDIS_URL"])
    _, engine = engine_command(folder / "dynamodb", engine_port)
    redis = [redis_server, "--bind", HOST, "--save", "", "--port", str(redis_port)]
    return Cluster(
        engine=Part("engine", engine_port, engine, folder),
        redis=Part("redis", redis_port, redis, folder),
        servers=[_server(name, folder, environment) for name in ("one", "two")],
    )


def _server(name: str, folder: Path, environment: dict[str, str]) -> Part:
    port = free_port()
    command = [sys.executable, "manage.py", "serve"]
    return Part(
        f"server-{name}", port, command, folder, {**environment, "PORT": str(port)}
    )


def _port_in(url: str) -> int:
    return int(url.removesuffix("/0").rpartition(":")[2])
