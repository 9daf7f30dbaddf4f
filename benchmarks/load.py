"""Sends prepared requests over kept connections: ``python -m benchmarks.load``.

A process of its own, of the standard library alone, so that it costs little beside the
server. Reads one line of JSON: port, connections, seconds and requests; each connection
sends the next request once the last one is answered. Prints what came of them.
"""

import asyncio
import json
import re
import sys
import time
from collections.abc import Iterator
from typing import Any

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CREATED = 201


async def _send(
    port: int, requests: Iterator[bytes], until: float, told: dict[str, Any]
) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**24)
    for request in requests:
        begun = time.perf_counter()
        if begun > until:
            break
        writer.write(request)
        head = await reader.readuntil(b"\r\n\r\n")
        length = _LENGTH.search(head)
        body = await reader.readexactly(int(length[1]) if length else 0)
        told["ms"].append((time.perf_counter() - begun) * 1000)
        if int(head.split(b" ", 2)[1]) > _CREATED:
            told["failed"] += 1
            told["said"] = body[:500].decode(errors="replace")
    writer.close()


async def send(asked: dict[str, Any]) -> dict[str, Any]:
    """Send the requests and return how long each took."""
    told: dict[str, Any] = {"ms": [], "failed": 0}
    requests = iter([request.encode() for request in asked["requests"]])
    begun = time.perf_counter()
    until = begun + asked["seconds"]
    async with asyncio.TaskGroup() as group:
        for _ in range(asked["connections"]):
            group.create_task(_send(asked["port"], requests, until, told))
    return {**told, "seconds": time.perf_counter() - begun}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(send(json.loads(sys.stdin.readline())))))
