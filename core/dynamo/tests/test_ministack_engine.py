"""The journal that makes the substitute engine durable."""

import asyncio
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

SCRIPT = Path(__file__).resolve().parents[3] / "tools" / "ddb" / "ministack_engine.py"


@pytest.fixture
def engine_module() -> ModuleType:
    specification = importlib.util.spec_from_file_location("ministack_engine", SCRIPT)
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class Tables:
    """Stands in for ministack: keeps the bodies it accepts, refuses "bad"."""

    def __init__(self) -> None:
        self.kept: list[bytes] = []

    async def __call__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        """Accept or refuse one request."""
        body = (await receive())["body"]
        if body != b"bad":
            self.kept.append(body)
        status = 400 if body == b"bad" else 200
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": b"answer to " + body})


def ask(application: Any, operation: str, *parts: bytes) -> tuple[int, bytes]:
    """Send one request in parts and return status and body of the answer."""
    target = f"DynamoDB_20120810.{operation}".encode()
    scope = {"type": "http", "headers": [(b"x-amz-target", target)]}
    waiting = [
        {"type": "http.request", "body": part, "more_body": part is not parts[-1]}
        for part in parts
    ]
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return waiting.pop(0)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    asyncio.run(application(scope, receive, send))
    return sent[0]["status"], sent[1]["body"]


def test_accepted_change_is_journaled_and_replayed(
    engine_module: ModuleType, tmp_path: Path
) -> None:
    path = tmp_path / "journal"
    with path.open("ab") as journal:
        first = engine_module.Journaled(Tables(), journal)
        answers = [
            ask(first, "PutItem", b"on", b"e"),
            ask(first, "UpdateItem", b"two\xff"),
        ]
    restarted = Tables()

    second = engine_module.Journaled(restarted, None)
    asyncio.run(second.replay(path.read_bytes().splitlines()))

    assert answers == [(200, b"answer to one"), (200, b"answer to two\xff")]
    assert restarted.kept == [b"one", b"two\xff"]


@pytest.mark.parametrize(
    ("operation", "body"),
    [("GetItem", b"one"), ("Query", b"one"), ("ListTables", b""), ("PutItem", b"bad")],
)
def test_read_or_refused_change_is_not_journaled(
    engine_module: ModuleType, tmp_path: Path, operation: str, body: bytes
) -> None:
    path = tmp_path / "journal"

    with path.open("ab") as journal:
        ask(engine_module.Journaled(Tables(), journal), operation, body)

    assert path.read_bytes() == b""
