"""What pages of apps need to know of their callers."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase

Page = Callable[..., HttpResponseBase]


def identified(page: Page) -> Page:
    """Find out who calls before the page begins: apps never read a session."""

    @wraps(page)
    def known(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        # Asking is what reads the session, if the browser has one.
        _ = request.user.is_authenticated
        return page(request, **captured)

    return known
