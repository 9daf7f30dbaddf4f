"""How often one caller may call, by purpose.

Counted in the cache, so that all processes that share Redis share the counts.
"""

import asyncio
import hashlib
import logging
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from rest_framework.exceptions import Throttled
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from core.calls import current_call
from core.redis import redis_errors
from core.serving.callers import caller_address

if TYPE_CHECKING:
    # The framework loads this module while it is still defining its views.
    from rest_framework.views import APIView

logger = logging.getLogger("core.api")

SIGN_UP = "sign-up"
EXISTENCE_CHECK = "existence-check"
CHECKOUT = "checkout"
TAP = "tap"
PARTNER_WRITE = "partner-write"
FEEDBACK = "feedback"
REGISTRATION = "registration"
REGISTRATION_OF_ONE = "registration-of-one"
LEADERBOARD = "leaderboard"
WALL = "wall"
ANONYMOUS = "anonymous"
SIGNED_IN = "signed-in"

_WINDOW = 60


class CallsPerMinute(BaseThrottle):
    """Limits how often one caller may call, in each minute of the clock.

    A view names its purpose in ``throttle_scope``; all others share one purpose for
    callers who are known and one for those who are not. Who is known is counted by
    person, everybody else by address. Without Redis, when it is configured, calls
    pass: the limits protect the service and never take it down.
    """

    def allow_request(self, request: Request, view: "APIView") -> bool:
        """Count the call, unless that was done, and tell if it is within the limit."""
        call = current_call.get()
        if call and call.is_within_limit is not None:
            return call.is_within_limit
        known = request.user.is_authenticated
        scope = getattr(view, "throttle_scope", None)
        scope = scope or (SIGNED_IN if known else ANONYMOUS)
        who = request.user.get_username() if known else _address(request.META)
        limit: int = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][scope]
        return _count(scope, who) <= limit

    def wait(self) -> float:
        """Return the seconds until the next minute begins."""
        return _wait()


def count_for(email: str, *, purpose: str) -> None:
    """Count a call that is about somebody, whoever calls; refuse one too many."""
    limit: int = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][purpose]
    if _count(purpose, email) > limit:
        raise Throttled(_wait())


def may_call(request: HttpRequest, *, purpose: str) -> bool:
    """Count an address's call of a page, and tell whether it is within the limit."""
    return _may(_address(request.META), purpose=purpose)


async def count_ahead(address: str, *, purpose: str) -> bool:
    """Count the current call, which is an address's, before Django would do so.

    Tells whether it is within the limit.
    """
    if settings.REDIS_URL:
        # Redis is asked over a network, for which the event loop does not wait.
        within = await asyncio.to_thread(_may, address, purpose=purpose)
    else:
        within = _may(address, purpose=purpose)
    if call := current_call.get():
        call.is_within_limit = within
    return within


def _may(address: str, *, purpose: str) -> bool:
    limit: int = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"][purpose]
    return _count(purpose, address) <= limit


def _address(meta: Mapping[str, Any]) -> str:
    return caller_address(
        peer=meta.get("REMOTE_ADDR", ""),
        forwarded=meta.get("HTTP_X_FORWARDED_FOR", ""),
    )


def _wait() -> float:
    return _WINDOW - time.time() % _WINDOW


def _count(scope: str, who: str) -> int:
    """Return how many calls this one makes in the present minute."""
    # Addresses of people and machines have no place in a shared cache.
    caller = hashlib.sha256(who.encode()).hexdigest()
    key = f"calls:{scope}:{caller}:{int(time.time()) // _WINDOW}"
    try:
        return _one_more(key)
    except redis_errors() as error:
        logger.warning("throttle.uncounted error=%s", type(error).__name__)
        return 0


def _one_more(key: str) -> int:
    while True:
        try:
            return cache.incr(key)
        except ValueError:
            # The first of the minute, unless another call is that meanwhile.
            if cache.add(key, 1, timeout=2 * _WINDOW):
                return 1
