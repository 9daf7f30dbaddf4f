"""The three public reads that pages of the web client make, without Django's machinery.

They are one call to the database; what Django does around it costs far more. Django
answers the first request of each kind, and its headers are kept for those that ask in
the same words. Whatever is not as plain as that it answers itself, faults included.
"""

import re
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any, NamedTuple

from rest_framework.renderers import JSONRenderer

from accounts.api.views import said_of
from accounts.queries import is_member, is_user
from core.api import answer_refusal
from core.calls import note_route, noted_route
from core.errors import Refused
from core.serving.answers import Application, Environ
from core.throttling import ANONYMOUS, EXISTENCE_CHECK, count_ahead
from profiles.queries import public_profile

Kind = tuple[str | None, ...]


class Read(NamedTuple):
    """What is asked at an address, and which limit it counts for."""

    answer: Callable[[str], Any]
    purpose: str


class Head(NamedTuple):
    """How Django began an answer of one kind and status, and at which route."""

    status: str
    headers: list[tuple[str, str]]
    route: str


READS = {
    "/profiles/profile/": Read(public_profile, ANONYMOUS),
    "/users/check/": Read(partial(said_of, is_user), EXISTENCE_CHECK),
    "/users/checkMembership/": Read(partial(said_of, is_member), EXISTENCE_CHECK),
}

_PLAIN = re.compile(rf"({'|'.join(READS)})([A-Za-z0-9@.+_-]{{1,200}})/?")
_LENGTH = "Content-Length"
# With one of these a request is Django's.
_ODD = ("QUERY_STRING", "HTTP_COOKIE", "HTTP_AUTHORIZATION", "HTTP_TRANSFER_ENCODING")
# What Django's headers depend on.
_HEARD = (
    "wsgi.url_scheme",
    "HTTP_HOST",
    "HTTP_X_FORWARDED_PROTO",
    "HTTP_ORIGIN",
    "HTTP_ACCEPT",
    "CONTENT_TYPE",
)
# Statuses that the views of these reads answer with, and nothing before them does.
_VIEWS_OWN = {200, 404, 503}
# Kinds are few, unless somebody makes them up.
_MOST_KINDS = 200


class PublicReads:
    """A WSGI application in front of Django's."""

    def __init__(self, django: Application) -> None:
        self._django = django
        self._heads: dict[Kind, dict[int, Head]] = {}

    def __call__(self, environ: Environ, start: Callable[..., Any]) -> Iterable[bytes]:
        """Answer a request, by Django or as Django would."""
        asked = _PLAIN.fullmatch(environ["PATH_INFO"])
        if asked is None or not _is_plain(environ):
            return self._django(environ, start)
        kind = (asked[1], *(environ.get(name) for name in _HEARD))
        known = self._heads.get(kind)
        if known is not None and (said := _said(READS[asked[1]], asked[2], environ)):
            status, content = said
            if head := known.get(status):
                note_route(head.route)
                start(head.status, _with_length(head.headers, len(content)))
                return [content]
        return self._django(environ, partial(self._start, start, kind))

    def _start(
        self,
        start: Callable[..., Any],
        kind: Kind,
        status: str,
        headers: list[tuple[str, str]],
        *failure: Any,
    ) -> Any:
        """Begin an answer of Django's, and keep how it begins."""
        code = int(status[:3])
        names = dict(headers)
        is_json = names.get("Content-Type") == JSONRenderer.media_type
        if code in _VIEWS_OWN and is_json and "Set-Cookie" not in names:
            if len(self._heads) >= _MOST_KINDS:
                self._heads.clear()
            self._heads.setdefault(kind, {})[code] = Head(
                status, headers, noted_route()
            )
        return start(status, headers, *failure)


def _is_plain(environ: Environ) -> bool:
    return (
        environ["REQUEST_METHOD"] == "GET"
        and environ.get("CONTENT_LENGTH") in ("0", "", None)
        and not any(environ.get(name) for name in _ODD)
        # Parameters change how the body is written.
        and ";" not in environ.get("HTTP_ACCEPT", "")
    )


def _said(read: Read, about: str, environ: Environ) -> tuple[int, bytes] | None:
    """Return status and body of an answer, None where Django has to find it."""
    if not count_ahead(environ, purpose=read.purpose):
        return None
    try:
        status, body = 200, read.answer(about)
    except Refused as refused:
        response = answer_refusal(refused, {})
        status, body = response.status_code, response.data
    except Exception:  # noqa: BLE001 - Django meets it again, and says and logs it
        return None
    return status, JSONRenderer().render(body)


def _with_length(headers: list[tuple[str, str]], length: int) -> list[tuple[str, str]]:
    return [
        (name, str(length) if name == _LENGTH else value) for name, value in headers
    ]
