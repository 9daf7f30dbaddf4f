"""Whether this process serves, and whether what it leans on answers.

Answered on the event loop, before anything else: also while all threads are busy, by
the machine's address alone, over plain HTTP, and without a line in the log.
"""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from channels.layers import get_channel_layer
from django.conf import settings

from biztech.worker import LEASE
from core.leases import is_held
from profiles.pictures.stores import picture_store

logger = logging.getLogger("biztech.health")

LIVE = "/health/live"
READY = "/health/ready"

Check = Callable[[], Awaitable[object]]
Body = dict[str, Any]

# In seconds. What was found holds for a moment, whoever asks how often.
_LIMIT = 2.0
_HOLDS_FOR = 1.0

_HEADERS = [
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"allow", b"GET, HEAD"),
]


@dataclass(frozen=True)
class Found:
    """What came of asking a part, and how long that took."""

    ok: bool
    ms: int


class Part:
    """Something that the product leans on, asked by one question at a time."""

    def __init__(self, check: Check, *, limit: float = _LIMIT) -> None:
        self._check = check
        self._limit = limit
        self._asked_at = 0.0
        self._asking: asyncio.Task[Found] | None = None
        self._was_ok = True

    async def found(self) -> Found:
        """Return whether it answers, within the limit; what takes longer does not."""
        asking = self._question()
        if not asking.done():
            left = self._limit - self._seconds()
            await asyncio.wait({asking}, timeout=max(left, 0))
        if asking.done():
            return asking.result()
        return Found(ok=False, ms=round(self._seconds() * 1000))

    def note(self, name: str, found: Found) -> None:
        """Log it once when it begins to fail, and once when it is well again."""
        if found.ok != self._was_ok:
            said = "answers" if found.ok else "failed"
            logger.warning("health.%s part=%s ms=%d", said, name, found.ms)
        self._was_ok = found.ok

    def _question(self) -> asyncio.Task[Found]:
        asked = self._asking
        if asked is None or (asked.done() and self._seconds() > _HOLDS_FOR):
            self._asked_at = asyncio.get_running_loop().time()
            asked = self._asking = asyncio.create_task(self._ask())
        return asked

    async def _ask(self) -> Found:
        try:
            await self._check()
        except Exception:  # noqa: BLE001 - whatever it is, the part does not answer
            ok = False
        else:
            ok = True
        return Found(ok=ok, ms=round(self._seconds() * 1000))

    def _seconds(self) -> float:
        return asyncio.get_running_loop().time() - self._asked_at


class Health:
    """An ASGI application that answers for its health, and else passes on."""

    def __init__(self, application: Any, parts: Mapping[str, Part]) -> None:
        self._application = application
        self._parts = parts

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        path = scope["path"].removesuffix("/")
        if path not in (LIVE, READY):
            await self._application(scope, receive, send)
        elif scope["method"] not in ("GET", "HEAD"):
            await _answer(send, HTTPStatus.METHOD_NOT_ALLOWED, {"status": "failed"})
        elif path == LIVE:
            await _answer(send, HTTPStatus.OK, {"status": "ok"})
        else:
            await self._tell_readiness(send)

    async def _tell_readiness(self, send: Any) -> None:
        names, parts = tuple(self._parts), tuple(self._parts.values())
        found = await asyncio.gather(*(part.found() for part in parts))
        for name, part, what in zip(names, parts, found, strict=True):
            part.note(name, what)
        ready = all(one.ok for one in found)
        body = {
            "status": _word(ok=ready),
            "parts": {
                name: {"status": _word(ok=one.ok), "ms": one.ms}
                for name, one in zip(names, found, strict=True)
            },
        }
        status = HTTPStatus.OK if ready else HTTPStatus.SERVICE_UNAVAILABLE
        await _answer(send, status, body)


def parts_of_this_process() -> dict[str, Part]:
    """Return what this installation leans on, each with how to ask it."""
    threads = ThreadPoolExecutor(2, thread_name_prefix="health")

    def in_thread(ask: Callable[[], object]) -> Part:
        loop = asyncio.get_running_loop
        return Part(lambda: loop().run_in_executor(threads, ask))

    parts = {
        "database": in_thread(lambda: is_held(LEASE, now=0)),
        "live": Part(_send_to_nobody),
    }
    if settings.PROFILE_BUCKET or settings.LOCAL_PICTURES:
        parts["pictures"] = in_thread(_ask_for_pictures)
    return parts


def _ask_for_pictures() -> None:
    if store := picture_store():
        store.require_answer()


async def _send_to_nobody() -> None:
    layer: Any = get_channel_layer()
    await layer.group_send("health", {"type": "health"})


async def _answer(send: Any, status: HTTPStatus, body: Body) -> None:
    content = json.dumps(body).encode()
    length = (b"content-length", b"%d" % len(content))
    start = {"status": status.value, "headers": [*_HEADERS, length]}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": content})


def _word(*, ok: bool) -> str:
    return "ok" if ok else "failed"
