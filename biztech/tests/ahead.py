"""The public reads as the server is asked for them, and Django behind."""

import asyncio
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any, NamedTuple

from django.conf import settings

from biztech.observed import Observed
from biztech.public_reads import PublicReads
from biztech.wsgi import application as wsgi
from core.serving.answers import Application, Environ
from core.serving.bridge import Bridge
from core.serving.incoming import Message, Scope

Headers = Iterable[tuple[str, str]]
HOST = ("Host", "testserver")
# The stock client speaks to the database in threads alone.
IS_AHEAD = settings.DYNAMODB_CLIENT == "lean"
_ID = b"x-request-id"


class Told(NamedTuple):
    """A whole answer, but for the id of the call."""

    status_code: int
    headers: list[tuple[bytes, bytes]]
    content: bytes


class Asked(NamedTuple):
    """A whole request."""

    path: str
    headers: Headers = (HOST,)
    method: str = "GET"
    query: str = ""
    body: bytes = b""

    def scope(self) -> Scope:
        """Return what an application is told of it first."""
        headers = [
            (name.lower().encode("latin1"), value.encode("latin1"))
            for name, value in self.headers
        ]
        if self.body:
            headers.append((b"content-length", b"%d" % len(self.body)))
        return {
            "type": "http",
            "scheme": "http",
            "method": self.method,
            "path": self.path,
            "query_string": self.query.encode("latin1"),
            "http_version": "1.1",
            "headers": headers,
        }


class Watched:
    """Django, and how often it was asked."""

    def __init__(self, application: Application = wsgi) -> None:
        self._application = application
        self.asked = 0
        self.asgi = Bridge(self, threads=1, each=1)

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, as Django does."""
        self.asked += 1
        return self._application(environ, start)


def answer(application: PublicReads | Watched, asked: Asked) -> Told:
    """Return what an application answers."""
    asgi = application.asgi if isinstance(application, Watched) else application
    return _runner().run(_answered(Observed(asgi), asked))


def answered_ahead(path: str) -> Told:
    """Return what a profile's address answers without Django, or fail."""
    watched = Watched()
    reads = PublicReads(watched.asgi)
    for each in (path, f"{path}NotOne"):
        answer(reads, Asked(each))
    asked_before = watched.asked
    told = answer(reads, Asked(path))
    assert watched.asked == asked_before or not IS_AHEAD
    return told


async def _answered(application: Any, asked: Asked) -> Told:
    sent: list[Message] = []

    async def receive() -> Message:
        return {"type": "http.request", "body": asked.body}

    async def send(message: Message) -> None:
        sent.append(message)

    # As the server does, so that nothing that is known of a call outlives it.
    await asyncio.create_task(application(asked.scope(), receive, send))
    start, *parts = sent
    headers = [pair for pair in start["headers"] if pair[0] != _ID]
    return Told(start["status"], headers, b"".join([each["body"] for each in parts]))


@cache
def _runner() -> asyncio.Runner:
    return asyncio.Runner()
