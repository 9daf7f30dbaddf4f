"""Bodies, read whole on the event loop before any thread is taken."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from typing import Any

from core.answers import is_page_at
from core.serving import limits
from core.serving.limits import BodyLimit
from core.serving.places import Full, Places
from core.serving.refusals import NotTaken

Scope = dict[str, Any]
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]

# The first that fits counts.
_BY_ADDRESS = {
    "/_uploads/": limits.PICTURE,
    "/admin/plans/import/": limits.SHEET,
    "/admin/": limits.DASHBOARD,
}


class Gone(Exception):
    """The client left before its request was complete."""


class Incoming:
    """The bodies that this process holds."""

    def __init__(self, *, each: int) -> None:
        self._unfinished = Places(each=each, most=limits.ALL_UNFINISHED)
        self._held = 0

    @asynccontextmanager
    async def body(
        self, scope: Scope, receive: Receive, caller: str
    ) -> AsyncIterator[bytes]:
        """Read a request's body, which counts as held until the block ends.

        Raises ``NotTaken`` for one that is too large, too slow or one too many, and
        ``Gone`` when nobody waits for an answer any more.
        """
        body = bytearray()
        try:
            await self._fill(body, scope, receive, caller)
            yield bytes(body)
        finally:
            self._held -= len(body)

    async def _fill(
        self, body: bytearray, scope: Scope, receive: Receive, caller: str
    ) -> None:
        limit = limit_at(scope["path"])
        headers = dict(scope["headers"])
        # The server has refused a length that is no number.
        length = int(headers.get(b"content-length", 0))
        if length > limit.largest:
            raise NotTaken.too_large(limit)
        has_body = length or b"transfer-encoding" in headers
        try:
            with self._unfinished.one(caller) if has_body else nullcontext():
                async with asyncio.timeout(limit.seconds):
                    await self._read(body, receive, limit)
        except Full:
            raise NotTaken.too_many() from None
        except TimeoutError:
            raise NotTaken.too_slow(limit) from None

    async def _read(self, body: bytearray, receive: Receive, limit: BodyLimit) -> None:
        more = True
        while more:
            message = await receive()
            if message["type"] != "http.request":
                raise Gone
            chunk = message.get("body", b"")
            more = message.get("more_body", False)
            if len(body) + len(chunk) > limit.largest:
                raise NotTaken.too_large(limit)
            if self._held + len(chunk) > limits.ALL_BODIES:
                raise NotTaken.busy()
            self._held += len(chunk)
            body += chunk


def limit_at(path: str) -> BodyLimit:
    """Return what a body that is sent to an address may be."""
    for start, limit in _BY_ADDRESS.items():
        if path.startswith(start):
            return limit
    return limits.FORM if is_page_at(path) else limits.API
