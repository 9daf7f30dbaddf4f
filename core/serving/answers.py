"""One answer of a WSGI application, made in a thread, a part at a time."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from core.serving.limits import PART, PIECE

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]


class Answer:
    """``proceed`` and ``close`` run in a thread, one after another, the rest beside."""

    def __init__(self, application: Application, environ: Environ) -> None:
        self.finished = False
        self.waiting = 0
        self._application = application
        self._environ = environ
        self._status = 0
        self._headers: list[tuple[bytes, bytes]] = []
        self._content: Iterable[bytes] | None = None
        self._rest: Iterator[bytes] = iter(())
        self._chunks: list[bytes] = []

    def proceed(self) -> None:
        """Make the next part: all that is left, unless it is long."""
        try:
            if self._content is None:
                self._content = self._application(self._environ, self._begin)
                self._rest = iter(self._content)
            for chunk in self._rest:
                self._write(chunk)
                if self.waiting >= PART:
                    return
        except BaseException:
            self.close()
            raise
        self.close()

    def close(self) -> None:
        """Let the application clean up, once."""
        self.finished = True
        if close := getattr(self._content, "close", None):
            close()

    def start(self) -> dict[str, Any]:
        """Return the message that begins it."""
        return {
            "type": "http.response.start",
            "status": self._status,
            "headers": self._headers,
        }

    def pieces(self) -> Iterator[bytes]:
        """Hand out what was made, in pieces that a client can take in time."""
        made, self._chunks, self.waiting = b"".join(self._chunks), [], 0
        for begin in range(0, len(made), PIECE):
            yield made[begin : begin + PIECE]

    def _begin(
        self, status: str, headers: list[tuple[str, str]], _failure: Any = None
    ) -> Callable[[bytes], None]:
        self._status = int(status.split(" ", 1)[0])
        self._headers = encoded(headers)
        return self._write

    def _write(self, chunk: bytes) -> None:
        self._chunks.append(chunk)
        self.waiting += len(chunk)


def encoded(headers: Iterable[tuple[str, str]]) -> list[tuple[bytes, bytes]]:
    """Return headers as a server sends them; Django's cookies begin with a blank."""
    return [
        (name.lower().encode("latin1"), value.strip().encode("latin1"))
        for name, value in headers
    ]
