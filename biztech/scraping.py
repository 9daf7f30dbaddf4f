"""Where Prometheus reads what this process counted: ``/metrics``.

Answered as health is, so by the machine's address too; to whoever knows the token.
"""

import asyncio
import hmac
from http import HTTPStatus
from typing import Any

from django.conf import settings

from core.metrics import exposition

METRICS = "/metrics"


class Scraped:
    """An ASGI application that answers at one address, and else passes on."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        if scope["path"] != METRICS:
            await self._application(scope, receive, send)
        elif not settings.METRICS_TOKEN:
            await _answer(send, HTTPStatus.NOT_FOUND)
        elif scope["method"] != "GET":
            await _answer(send, HTTPStatus.METHOD_NOT_ALLOWED, (b"allow", b"GET"))
        elif not _knows_token(scope):
            challenge = (b"www-authenticate", b"Bearer")
            await _answer(send, HTTPStatus.UNAUTHORIZED, challenge)
        else:
            kind, content = await asyncio.to_thread(exposition)
            media_type = (b"content-type", kind.encode())
            await _answer(send, HTTPStatus.OK, media_type, content=content)


def _knows_token(scope: Any) -> bool:
    given = dict(scope["headers"]).get(b"authorization", b"")
    wanted = b"Bearer " + settings.METRICS_TOKEN.encode()
    return hmac.compare_digest(given, wanted)


async def _answer(
    send: Any,
    status: HTTPStatus,
    *more: tuple[bytes, bytes],
    content: bytes = b"",
) -> None:
    headers = [
        (b"cache-control", b"no-store"),
        (b"content-length", b"%d" % len(content)),
        *more,
    ]
    start = {"status": status.value, "headers": headers}
    await send({"type": "http.response.start", **start})
    await send({"type": "http.response.body", "body": content})
