"""Every call by a name of its own, which its answer and its log lines tell, counted."""

import time
from collections.abc import Iterable
from typing import Any

from biztech.tracing import trace
from core.calls import Call, current_call
from core.metrics import Counter, Durations

_ID = b"x-request-id"
_METHODS = {"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"}

ANSWERS = Counter(
    "biztech_http_answers", "Answers over HTTP.", "method", "route", "status"
)
SECONDS = Durations(
    "biztech_http_seconds",
    "From the head of a request to the head of its answer.",
    "method",
    "route",
)


class Observed:
    """An ASGI application around the one that answers HTTP."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        call = Call.named(_asked_for(scope["headers"]))
        method = scope["method"] if scope["method"] in _METHODS else "other"
        begun = time.monotonic()

        async def send_named(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                named = (_ID, call.id.encode())
                seconds, status = time.monotonic() - begun, message["status"]
                ANSWERS.add(method, call.route, str(status))
                SECONDS.note(seconds, method, call.route)
                trace(method, call.route, status, call.id, seconds)
                message = {**message, "headers": [*message["headers"], named]}
            await send(message)

        # Each request is a task of its own, so nobody else sees it.
        current_call.set(call)
        await self._application(scope, receive, send_named)


def _asked_for(headers: Iterable[tuple[bytes, bytes]]) -> str:
    return next((value.decode("latin1") for name, value in headers if name == _ID), "")
