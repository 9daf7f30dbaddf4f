"""Every call by a name of its own, which its answer and its log lines tell."""

from collections.abc import Iterable
from typing import Any

from core.calls import Call, current_call

_ID = b"x-request-id"


class Observed:
    """An ASGI application around the one that answers HTTP."""

    def __init__(self, application: Any) -> None:
        self._application = application

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer one request."""
        call = Call.named(_asked_for(scope["headers"]))

        async def send_named(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                named = (_ID, call.id.encode())
                message = {**message, "headers": [*message["headers"], named]}
            await send(message)

        # Each request is a task of its own, so nobody else sees it.
        current_call.set(call)
        await self._application(scope, receive, send_named)


def _asked_for(headers: Iterable[tuple[bytes, bytes]]) -> str:
    return next((value.decode("latin1") for name, value in headers if name == _ID), "")
