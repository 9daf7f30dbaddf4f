"""The three public reads that pages of the web client make, without Django's machinery.

They are one call to the database, made on the event loop; what a thread and Django do
around it costs far more. Django answers the first request of each kind, and its headers
are kept for those that ask in the same words. Whatever is not as plain as that it
answers itself, faults included.
"""

import re
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

from rest_framework.renderers import JSONRenderer

from accounts.queries import is_member_on_loop, is_user_on_loop
from core.api import answer_refusal
from core.calls import NO_ROUTE, note_route, noted_route
from core.email import normalize_email
from core.errors import InvalidEmail, Refused
from core.serving.bridge import Send
from core.serving.callers import caller_in
from core.serving.incoming import Message, Receive, Scope
from core.serving.limits import PIECE
from core.throttling import ANONYMOUS, EXISTENCE_CHECK, count_ahead
from profiles.queries import public_profile_on_loop

Kind = tuple[str | bytes, ...]
Headers = list[tuple[bytes, bytes]]


class Read(NamedTuple):
    """What is asked at an address, and which limit it counts for."""

    answer: Callable[[str], Awaitable[Any]]
    purpose: str


class Head(NamedTuple):
    """How Django began an answer of one kind and status, and at which route."""

    headers: Headers
    route: str


async def _said_of(question: Callable[[str], Awaitable[bool]], email: str) -> bool:
    try:
        return await question(normalize_email(email))
    except InvalidEmail:
        return False


READS = {
    "/profiles/profile/": Read(public_profile_on_loop, ANONYMOUS),
    "/users/check/": Read(partial(_said_of, is_user_on_loop), EXISTENCE_CHECK),
    "/users/checkMembership/": Read(
        partial(_said_of, is_member_on_loop), EXISTENCE_CHECK
    ),
}

_PLAIN = re.compile(rf"({'|'.join(READS)})([A-Za-z0-9@.+_-]{{1,200}})/?")
_LENGTH = b"content-length"
# With one of these a request is Django's.
_ODD = {b"cookie", b"authorization", b"transfer-encoding"}
# What Django's headers depend on.
_HEARD = {b"host", b"x-forwarded-proto", b"origin", b"accept", b"content-type"}
# Statuses that the views of these reads answer with, and nothing before them does.
_VIEWS_OWN = {200, 404, 503}
# Kinds are few, unless somebody makes them up.
_MOST_KINDS = 200
_json = JSONRenderer()


class PublicReads:
    """An ASGI application in front of the one that has Django answer."""

    def __init__(self, django: Any) -> None:
        self._django = django
        self._heads: dict[Kind, dict[int, Head]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, by Django or as Django would."""
        asked = _PLAIN.fullmatch(scope["path"])
        kind = _kind(scope, asked[1]) if asked else None
        if asked is None or kind is None:
            await self._django(scope, receive, send)
            return
        known = self._heads.get(kind)
        if known is not None and (said := await _said(asked[1], asked[2], scope)):
            status, content = said
            if head := known.get(status):
                note_route(head.route)
                headers = _with_length(head.headers, len(content))
                start = {"status": status, "headers": headers}
                await send({"type": "http.response.start", **start})
                await send({"type": "http.response.body", "body": content})
                return

        async def learn(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._learn(kind, message["status"], message["headers"])
            await send(message)

        await self._django(scope, receive, learn)

    def _learn(self, kind: Kind, status: int, headers: Headers) -> None:
        """Keep how an answer of Django's begins."""
        names = dict(headers)
        is_json = names.get(b"content-type") == JSONRenderer.media_type.encode()
        is_plain = is_json and b"set-cookie" not in names
        route = noted_route()
        # What was refused before Django saw it found no route.
        if is_plain and status in _VIEWS_OWN and route != NO_ROUTE:
            if len(self._heads) >= _MOST_KINDS:
                self._heads.clear()
            self._heads.setdefault(kind, {})[status] = Head(headers, route)


def _kind(scope: Scope, path: str) -> Kind | None:
    """Return what Django's headers depend on, None for a request that is not plain."""
    if scope["method"] != "GET" or scope["query_string"]:
        return None
    heard: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in _HEARD:
            heard[name] = heard[name] + b"," + value if name in heard else value
        elif (value and name in _ODD) or (name == _LENGTH and value.strip(b"0")):
            return None
    # Parameters change how the body is written.
    if b";" in heard.get(b"accept", b""):
        return None
    return (path, scope["scheme"], *sorted(heard.items()))


async def _said(path: str, about: str, scope: Scope) -> tuple[int, bytes] | None:
    """Return status and body of an answer, None where Django has to find it."""
    read = READS[path]
    if not await count_ahead(caller_in(scope), purpose=read.purpose):
        return None
    try:
        status, body = 200, await read.answer(about)
    except Refused as refused:
        response = answer_refusal(refused, {})
        status, body = response.status_code, response.data
    except Exception:  # noqa: BLE001 - Django meets it again, and says and logs it
        return None
    content = _json.render(body)
    # Longer ones are handed out in pieces.
    return (status, content) if len(content) <= PIECE else None


def _with_length(headers: Headers, length: int) -> Headers:
    return [
        (name, b"%d" % length if name == _LENGTH else value) for name, value in headers
    ]
