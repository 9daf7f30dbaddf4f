"""The call that is being answered: what the log and the metrics tell of it."""

import re
import secrets
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.admindocs.views import simplify_regex
from django.http import HttpRequest, HttpResponse

# Long enough to tell calls apart, and nothing that could name somebody.
_SANE = re.compile(r"[A-Za-z0-9_-]{8,64}")

# Of a call that was answered before it was known which address was asked for.
NO_ROUTE = "none"

current_call: "ContextVar[Call | None]" = ContextVar("current_call", default=None)


@dataclass(slots=True)
class Call:
    """One call; ``id`` is the caller's own if that is one, else made here.

    ``route`` is which address was asked for, without what stands in it. Whether the
    call ``is_within_limit`` is known once it was counted.
    """

    id: str
    route: str = NO_ROUTE
    is_within_limit: bool | None = None

    @classmethod
    def named(cls, asked_for: str) -> "Call":
        """Return a call of the id that was asked for, if it may be one."""
        return cls(asked_for if _SANE.fullmatch(asked_for) else secrets.token_hex(8))


def note_route(route: str) -> None:
    """Note which route the current call found, if it is one."""
    if call := current_call.get():
        call.route = route


def noted_route() -> str:
    """Return the route that was noted of the current call."""
    call = current_call.get()
    return call.route if call else NO_ROUTE


class RouteMiddleware:
    """Notes which route a call found."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: Any) -> None:
        """Note the route, once it is known."""
        found = request.resolver_match
        if found:
            known = found.route or found.url_name
            note_route(_template(found.route) if known else "unknown")


@cache
def _template(route: str) -> str:
    # Every path is routed with and without a slash at its end.
    return str(simplify_regex(route)).rstrip("/") or "/"
