"""Runs ministack as a durable engine, for machines without a dynoxide build.

ministack itself keeps its tables in memory. Here each change is written to a journal
on disk before it is acknowledged, and the journal is replayed at the start: a killed
engine loses nothing. Runs in an environment of its own, outside the project.
"""

import argparse
import asyncio
import base64
import json
import os
import signal
from pathlib import Path
from typing import Any, BinaryIO

ACCEPTED = 200
READ_ONLY = ("Get", "BatchGet", "TransactGet", "Query", "Scan", "List", "Describe")

Message = dict[str, Any]


class Journaled:
    """An ASGI application that remembers every change another one accepts."""

    def __init__(self, application: Any, journal: BinaryIO | None) -> None:
        self.application = application
        self.journal = journal
        # Changes take turns, so that the journal has them in the order they happened.
        self.turn = asyncio.Lock()

    async def __call__(self, scope: Message, receive: Any, send: Any) -> None:
        """Pass a request on; a change is on disk before its answer leaves."""
        journal = self.journal
        if journal is None or scope["type"] != "http" or is_read(scope):
            await self.application(scope, receive, send)
            return
        body = await whole_body(receive)
        async with self.turn:
            answer = await self.ask(scope, body)
            if answer[0]["status"] == ACCEPTED:
                remember(journal, scope, body)
        for message in answer:
            await send(message)

    async def ask(self, scope: Message, body: bytes) -> list[Message]:
        """Return the messages with which the application answers."""
        answer: list[Message] = []

        async def receive() -> Message:
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message: Message) -> None:
            answer.append(message)

        await self.application(scope, receive, send)
        return answer

    async def replay(self, lines: list[bytes]) -> None:
        """Apply remembered changes again, in their order."""
        for line in lines:
            change = json.loads(line)
            scope = {
                "type": "http",
                "asgi": {"version": "3.0"},
                "http_version": "1.1",
                "method": "POST",
                "scheme": "http",
                "path": "/",
                "raw_path": b"/",
                "query_string": b"",
                "root_path": "",
                "headers": [
                    (name.encode("latin1"), value.encode("latin1"))
                    for name, value in change["headers"]
                ],
                "client": ("127.0.0.1", 0),
                "server": ("127.0.0.1", 0),
            }
            await self.ask(scope, base64.b64decode(change["body"]))


def remember(journal: BinaryIO, scope: Message, body: bytes) -> None:
    """Write a change to disk."""
    headers = [
        [name.decode("latin1"), value.decode("latin1")]
        for name, value in scope["headers"]
    ]
    line = {"headers": headers, "body": base64.b64encode(body).decode()}
    journal.write(json.dumps(line).encode() + b"\n")
    journal.flush()
    os.fsync(journal.fileno())


def is_read(scope: Message) -> bool:
    """Tell whether a request changes nothing."""
    target = dict(scope["headers"]).get(b"x-amz-target", b"").decode()
    operation = target.partition(".")[2]
    return not operation or operation.startswith(READ_ONLY)


async def whole_body(receive: Any) -> bytes:
    """Return a request's whole body."""
    body = b""
    more = True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def run(store: Path | None, port: int) -> None:
    """Replay what is stored, then serve until told to stop."""
    # Read by ministack when it is imported.
    os.environ.update(
        SERVICES="dynamodb,dynamodbstreams", LOG_LEVEL="WARNING", PERSIST_STATE="0"
    )
    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    lines: list[bytes] = []
    journal = None
    if store is not None:
        path = store / "ministack.journal"
        # A line without its end was never acknowledged.
        kept = path.read_bytes() if path.exists() else b""
        lines = kept[: kept.rfind(b"\n") + 1].splitlines()
        journal = path.open("ab")
        journal.truncate(kept.rfind(b"\n") + 1)
    journaled = Journaled(app, journal)
    await journaled.replay(lines)
    config = Config()
    config.bind = [f"127.0.0.1:{port}"]
    stopped = asyncio.Event()
    loop = asyncio.get_running_loop()
    for kind in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(kind, stopped.set)
    await serve(journaled, config, shutdown_trigger=stopped.wait)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--store", type=Path)
    parser.add_argument("--port", type=int, required=True)
    arguments = parser.parse_args()
    asyncio.run(run(arguments.store, arguments.port))
