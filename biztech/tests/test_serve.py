"""``make run``'s server as a person meets it: started, killed, started again."""

import asyncio
import json
import os
import re
import signal
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management.base import OutputWrapper
from websockets import Origin
from websockets.sync.client import ClientConnection, connect

from accounts.models import User
from biztech.demo import demo_club
from biztech.demo.first_run import prepare_demo_club
from biztech.management.commands import serve
from core.audit.models import UNFINISHED, PendingWork
from core.clock import DAY
from core.dynamo.client import _client, shared_client
from interactions.services import ConnectionWork

ROOT = Path(__file__).resolve().parents[2]
PRODUCTION = {
    "DEBUG": "false",
    "SECRET_KEY": "of a server that nobody can sign in to, for one test",
    "ALLOWED_HOSTS": "localhost,127.0.0.1",
    "PUBLIC_URL": "https://identity.example.org",
    "COGNITO_USER_POOL_ID": "us-west-2_example",
    "COGNITO_CLIENT_ID": "example",
    "PROFILE_BUCKET": "biztech-profile-pictures",
    "MAIL_BACKEND": "ses",
    "MAIL_FROM": "dev@ubcbiztech.com",
}


@dataclass
class Server:
    """A server of its own state folder and port."""

    state: Path
    port: int
    process: subprocess.Popen[str]
    output: Path

    @property
    def engine(self) -> dict[str, Any]:
        """What ``engine.json`` says now."""
        described: dict[str, Any] = json.loads((self.state / "engine.json").read_text())
        return described

    def users(self) -> int:
        """Count the users in its database."""
        client = _client(self.engine["endpoint"], "us-west-2", "lean")
        count: int = client.scan(TableName="biztechUsers", Select="COUNT")["Count"]
        return count

    def get(self, path: str, **headers: str) -> HTTPResponse:
        """Return the answer to a request."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("GET", path, headers=headers)
        return connection.getresponse()

    def post(self, path: str, body: bytes, **headers: str) -> HTTPResponse:
        """Return the answer to a request that has a body."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request("POST", path, body, headers)
        return connection.getresponse()

    def half_sent(self, path: str, **headers: str) -> socket.socket:
        """Return a connection that has sent no more than half a body."""
        client = socket.create_connection(("127.0.0.1", self.port))
        lines = [f"{name}: {value}" for name, value in headers.items()]
        head = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Length: 9", *lines]
        client.sendall("\r\n".join([*head, "", "{"]).encode())
        return client

    def wait_until_up(self) -> None:
        """Wait until it answers, or fail with what it said."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            assert self.process.poll() is None, self.output.read_text()
            try:
                self.get("/health/live")
            except OSError:
                time.sleep(0.05)
            else:
                return
        pytest.fail(self.output.read_text())


Start = Callable[..., Server]


def command_line(pid: int) -> bytes:
    """Return the command line of a process; one that ended has none."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(state: Path, port: int, **more: str) -> dict[str, str]:
    return {
        **os.environ,
        "DYNAMODB_ENDPOINT": "",
        "PORT": str(port),
        "VAR_DIR": str(state),
        **more,
    }


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Return a way to start servers on one state folder."""
    servers: list[Server] = []
    state = tmp_path / "state of a club"

    def start_one(**more: str) -> Server:
        port = free_port()
        output = tmp_path / f"output-{len(servers)}"
        process = subprocess.Popen(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(state, port, **more),
            stdout=output.open("w"),
            stderr=subprocess.STDOUT,
            text=True,
        )
        servers.append(Server(state, port, process, output))
        servers[-1].wait_until_up()
        return servers[-1]

    yield start_one
    for server in servers:
        server.process.terminate()
        server.process.wait(timeout=30)


def test_first_start_fills_the_club_and_prints_a_link_that_signs_in(
    start: Start,
) -> None:
    server = start()

    said = server.output.read_text()
    link = re.search(r"http://localhost:\d+(/sign-in/\S+)", said)
    assert server.users() == 299
    assert link is not None
    assert f"http://localhost:{server.port}/admin/" in said
    answer = server.get(link[1])
    assert (answer.status, answer.getheader("Location")) == (302, "/admin/")


def test_killed_server_and_engine_start_again_with_every_row(start: Start) -> None:
    first = start()
    before = first.users()
    os.kill(first.engine["pid"], signal.SIGKILL)
    first.process.kill()
    first.process.wait()

    second = start()

    assert second.users() == before
    assert "Filling in the demo club" not in second.output.read_text()


def test_killed_server_leaves_an_engine_that_the_next_one_takes_over(
    start: Start,
) -> None:
    first = start(DEMO="0")
    engine = first.engine
    first.process.kill()
    first.process.wait()

    second = start()

    assert second.engine == engine


def test_start_without_demo_club_stays_without_it(start: Start) -> None:
    first = start(DEMO="0")
    first.process.terminate()
    first.process.wait()

    second = start()

    assert second.users() == 0


def test_server_takes_up_what_a_crash_left_unfinished(start: Start) -> None:
    server = start(DEMO="0", WORKER_SECONDS="0.2")
    client = _client(server.engine["endpoint"], "us-west-2", "lean")
    mark = PendingWork.of(
        {
            "subject": UNFINISHED,
            "sk": "1795176000000-left",
            "work": ConnectionWork.REMOVE,
            "profileID": "NobodyIsHere",
            "at": 5,
        }
    )
    client.put_item(TableName="biztechAudit", Item=mark.wire)

    key = {name: mark.wire[name] for name in ("subject", "sk")}
    deadline = time.monotonic() + 30
    while "Item" in client.get_item(
        TableName="biztechAudit", Key=key, ConsistentRead=True
    ):
        assert time.monotonic() < deadline, server.output.read_text()
        time.sleep(0.05)


@pytest.mark.parametrize("kind", [signal.SIGTERM, signal.SIGINT])
def test_server_that_is_told_to_stop_stops_its_engine(
    start: Start, kind: signal.Signals
) -> None:
    server = start(DEMO="0")
    engine = server.engine

    server.process.send_signal(kind)

    assert server.process.wait(timeout=30) == 0
    assert command_line(engine["pid"]) == b""
    assert not (server.state / "engine.json").exists()


def test_taken_port_is_refused_with_a_way_out(start: Start, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        finished = subprocess.run(
            [sys.executable, "manage.py", "serve"],
            cwd=ROOT,
            env=environment(tmp_path / "state", port),
            capture_output=True,
            text=True,
            check=False,
            timeout=60,
        )

    assert finished.returncode == 1
    assert finished.stderr.strip() == (
        f"CommandError: Port {port} cannot be used (Address already in use). Stop what"
        f" listens there, or choose another port: make run PORT={port + 1}"
    )


@pytest.mark.parametrize("kind", ["web", "wall"])
def test_half_a_server_without_redis_is_refused_with_a_way_out(
    tmp_path: Path, kind: str
) -> None:
    finished = subprocess.run(
        [sys.executable, "manage.py", "serve", "--only", kind],
        cwd=ROOT,
        env=environment(tmp_path / "state", free_port(), REDIS_URL=""),
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert finished.returncode == 1
    assert finished.stderr.strip() == (
        f"CommandError: --only {kind} needs REDIS_URL: through Redis the two kinds of"
        " process tell each other what happens. Without it one process serves"
        " everything: manage.py serve"
    )


def test_unknown_websocket_address_is_refused(start: Start) -> None:
    server = start(DEMO="0")

    answer = server.get(
        "/ws/nowhere/",
        **{
            "Connection": "Upgrade",
            "Upgrade": "websocket",
            "Origin": f"http://localhost:{server.port}",
            "Sec-WebSocket-Version": "13",
            "Sec-WebSocket-Key": "dGhlIHNhbXBsZSBub25jZQ==",
        },
    )

    assert answer.status == 403
    assert "Traceback" not in server.output.read_text()


def test_screens_that_break_off_leave_no_line_in_the_log(start: Start) -> None:
    server = start(DEMO="0", WALL_HEARTBEAT_SECONDS="0.02")
    said = server.output.read_text()

    def subscribed() -> ClientConnection:
        origin = Origin(f"http://localhost:{server.port}")
        address = f"ws://localhost:{server.port}/ws/wall/"
        screen = connect(address, origin=origin, legacy=True)
        screen.send('{"action": "subscribe"}')
        screen.recv(timeout=30)
        return screen

    for screen in [subscribed() for _ in range(20)]:
        at_once = struct.pack("ii", 1, 0)
        screen.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        screen.socket.close()
    with subscribed() as watching:
        for _ in range(5):
            watching.recv(timeout=30)
    server.process.terminate()

    assert server.process.wait(timeout=30) == 0
    assert server.output.read_text() == said


def test_production_start_as_documented_serves_with_limits_and_logs_nobody(
    start: Start, engine: str, tmp_path: Path
) -> None:
    # Of collected static files, of which these requests need none.
    (tmp_path / "state of a club" / "static").mkdir(parents=True)
    server = start(**PRODUCTION, DYNAMODB_ENDPOINT=engine, UNFINISHED_PER_ADDRESS="1")
    amira = "/members/amira%40student.ubc.ca"

    asked = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "10.0.0.1"}
    with server.half_sent("/payments", **asked):
        answers = [
            server.get("/health/live"),
            server.get(amira, **asked),
            server.post("/payments", b"{}", **asked),
            server.post("/payments", b"{", **{**asked, "X-Forwarded-For": "10.0.0.2"}),
            server.post("/payments", b"x" * 262_145, **asked),
        ]
    server.process.terminate()

    assert [answer.status for answer in answers] == [200, 401, 429, 415, 413]
    assert server.process.wait(timeout=30) == 0
    assert server.output.read_text().splitlines() == [
        f"Database   {engine}",
        "Sign-in    Cognito",
        "Live wall  in this process",
        "Pictures   biztech-profile-pictures",
        "Mail       Amazon SES, us-west-2",
        "Dashboard  https://identity.example.org/admin/",
    ]


@pytest.mark.parametrize("opened", [True, False])
def test_start_says_that_everybody_reads_registrations(
    settings: Any, opened: bool
) -> None:
    settings.OPEN_REGISTRATION_READS = opened
    settings.LOCAL_IDENTITY = False
    said = StringIO()

    serve.Command(stdout=said)._introduce(embedded=False)

    assert ("OPEN_REGISTRATION_READS: anybody can read" in said.getvalue()) is opened


@pytest.fixture
def local(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a state folder of its own, as a local start has one."""
    monkeypatch.delenv("DEMO", raising=False)
    settings.DEBUG = True
    settings.VAR_DIR = tmp_path
    (tmp_path / "dynamodb").mkdir()
    return tmp_path / "dynamodb" / "demo-club.json"


def prepare(now: int) -> str:
    output = StringIO()
    prepare_demo_club(OutputWrapper(output), now=now)
    return output.getvalue()


def test_interrupted_filling_is_completed_with_the_same_people(
    local: Path, now: int
) -> None:
    users = sorted(demo_club(now=now).users)
    prepare(now)
    lost = {"id": {"S": users[0]}}
    shared_client().delete_item(TableName="biztechUsers", Key=lost)
    local.write_text(json.dumps({"state": "unfinished", "at": now}))

    prepare(now + DAY)

    assert sorted(user.id for user in User.read_all()) == users
    assert json.loads(local.read_text()) == {"state": "filled", "at": now}


def test_database_with_people_in_it_gets_no_demo_club(local: Path, now: int) -> None:
    person = {"id": {"S": "amira@student.ubc.ca"}}
    shared_client().put_item(TableName="biztechUsers", Item=person)

    said = prepare(now)

    assert said == ""
    assert [user.id for user in User.read_all()] == ["amira@student.ubc.ca"]
    assert json.loads(local.read_text())["state"] == "declined"


def test_answers_of_kept_connections_are_sent_at_once() -> None:
    listener = serve._listener("127.0.0.1", 0)
    waits: list[bool] = []

    async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = writer.get_extra_info("socket")
        option = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
        waits.append(not option)
        writer.close()

    async def ask() -> None:
        async with await asyncio.start_server(answer, sock=listener):
            reader, writer = await asyncio.open_connection(*listener.getsockname())
            await reader.read()
            writer.close()

    asyncio.run(ask())
    assert waits == [False]
