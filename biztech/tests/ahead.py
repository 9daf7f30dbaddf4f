"""The public reads as a thread of the server is asked for them, and Django behind."""

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from biztech.public_reads import PublicReads
from biztech.wsgi import django
from core.serving.answers import Application, Environ
from core.serving.environ import environ_of

Headers = Iterable[tuple[str, str]]
HOST = ("Host", "testserver")


class Told(NamedTuple):
    """A whole answer."""

    status: str
    headers: list[tuple[str, str]]
    content: bytes

    @property
    def status_code(self) -> int:
        """Return the status as a number."""
        return int(self.status[:3])


class Asked(NamedTuple):
    """A whole request."""

    path: str
    headers: Headers = (HOST,)
    method: str = "GET"
    query: str = ""
    body: bytes = b""

    def environ(self) -> Environ:
        """Return what an application is told of it."""
        scope = {
            "method": self.method,
            "path": self.path,
            "query_string": self.query.encode("latin1"),
            "http_version": "1.1",
            "headers": [
                (name.lower().encode("latin1"), value.encode("latin1"))
                for name, value in self.headers
            ],
        }
        return environ_of(scope, self.body)


class Watched:
    """Django, and how often it was asked."""

    def __init__(self, django: Application = django) -> None:
        self._django = django
        self.asked = 0

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer, as Django does."""
        self.asked += 1
        return self._django(environ, start)


def answer(application: Application, asked: Asked) -> Told:
    """Return what an application answers."""
    begun: list[Any] = []
    content = application(asked.environ(), lambda *how: begun.append(how[:2]))
    whole = b"".join(content)
    if close := getattr(content, "close", None):
        close()
    ((status, headers),) = begun
    return Told(status, headers, whole)


def answered_ahead(path: str) -> Told:
    """Return what a profile's address answers without Django, or fail."""
    watched = Watched()
    reads = PublicReads(watched)
    for each in (path, f"{path}NotOne"):
        answer(reads, Asked(each))
    asked_before = watched.asked
    told = answer(reads, Asked(path))
    assert watched.asked == asked_before
    return told
