"""Who is calling on a websocket."""

import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from django.conf import settings
from django.http import parse_cookie

from biztech.identity.backends import person_of
from biztech.identity.errors import KeysUnavailable, TokenRefused
from biztech.identity.sessions import SessionStore
from biztech.identity.tokens import verify
from biztech.identity.users import Anonymous, ApiUser, Caller

logger = logging.getLogger("biztech.identity")

# Offered by the client as two subprotocols, "bearer" and the token itself: a browser
# can set no header on a websocket, and an address ends up in logs.
BEARER = "bearer"

# Close codes: the token is wrong (private range), and "try again later" (RFC 6455).
UNAUTHORIZED = 4401
TRY_AGAIN = 1013

Scope = dict[str, Any]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]
# Channels types its scopes and messages more closely than the middleware needs.
Application = Callable[[Any, Any, Any], Awaitable[None]]


class IdentityMiddleware:
    """Puts the caller in ``scope["user"]``: by token, by session, or ``Anonymous``.

    A wrong token closes the socket with a code that tells the client so. The session's
    cookie counts only for pages of our own origin.
    """

    def __init__(self, application: Application) -> None:
        self.application = application

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Find out who calls, then go on."""
        offered = list(scope.get("subprotocols", ()))
        if not offered or offered[0].lower() != BEARER:
            user: Caller = await _person_of_cookie(scope.get("headers", ()))
            await self.application({**scope, "user": user}, receive, send)
            return
        try:
            user = await _bearer_of(offered[1] if len(offered) > 1 else "")
        except TokenRefused as refused:
            logger.info("token.refused code=%s", refused.code)
            await _close(receive, send, UNAUTHORIZED)
        except KeysUnavailable as unavailable:
            logger.warning("token.unverifiable code=%s", unavailable.code)
            await _close(receive, send, TRY_AGAIN)
        else:
            known = {**scope, "user": user, "subprotocols": [BEARER]}
            await self.application(known, receive, _accepting_bearer(send))


async def _bearer_of(token: str) -> ApiUser:
    claims = await sync_to_async(verify, thread_sensitive=False)(token)
    return ApiUser(claims.email)


async def _person_of_cookie(headers: Iterable[tuple[bytes, bytes]]) -> Caller:
    values = {name.decode("latin1"): value.decode("latin1") for name, value in headers}
    cookies = parse_cookie(values.get("cookie", ""))
    key = cookies.get(settings.SESSION_COOKIE_NAME)
    origin = values.get("origin")
    # Sites next to ours share its cookies; a page of theirs must not act for anybody.
    if not key or (origin and urlsplit(origin).netloc != values.get("host")):
        return Anonymous()
    return await sync_to_async(person_of, thread_sensitive=False)(SessionStore(key))


def _accepting_bearer(send: Send) -> Send:
    async def send_accepting(message: dict[str, Any]) -> None:
        if message["type"] == "websocket.accept" and not message.get("subprotocol"):
            # A browser drops a connection that agrees on none of its subprotocols.
            message = {**message, "subprotocol": BEARER}
        await send(message)

    return send_accepting


async def _close(receive: Receive, send: Send, code: int) -> None:
    # Browsers see a close code only on a socket that was accepted.
    await receive()
    await send({"type": "websocket.accept", "subprotocol": BEARER})
    await send({"type": "websocket.close", "code": code})
