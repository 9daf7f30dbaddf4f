"""Answers for what another process serves: a hint for whoever set up the proxy."""

from core.serving.bridge import Send
from core.serving.incoming import Receive, Scope

_MISDIRECTED = 421


class Elsewhere:
    """An ASGI application that has nothing but a hint for requests and websockets."""

    def __init__(self, hint: str) -> None:
        self._hint = hint.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse one request or one websocket."""
        prefix = "websocket." if scope["type"] == "websocket" else ""
        headers = [
            (b"content-type", b"text/plain; charset=utf-8"),
            (b"content-length", b"%d" % len(self._hint)),
        ]
        start = {"status": _MISDIRECTED, "headers": headers}
        await send({"type": f"{prefix}http.response.start", **start})
        await send({"type": f"{prefix}http.response.body", "body": self._hint})
