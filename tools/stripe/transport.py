"""Runs Stripe's own library against the stand-in, without a socket."""

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import urlsplit

import stripe

from core.clock import now_ms
from tools.stripe.core import Request, answer
from tools.stripe.guard import require_local_payments

_VERSION = "/v1/"


class StandInTransport(stripe.HTTPClient):
    """A transport for ``stripe.StripeClient``; ``clock`` tells epoch milliseconds."""

    name = "local-stand-in"

    def __init__(self, *, clock: Callable[[], int] = now_ms) -> None:
        require_local_payments()
        super().__init__()
        self._clock = clock

    def request(
        self,
        method: str,
        url: str,
        headers: Mapping[str, str] | None,
        post_data: Any = None,
        **_: Any,
    ) -> tuple[str, int, Mapping[str, str]]:
        """Answer one request of the library's."""
        parts = urlsplit(url)
        asked = Request(
            method=method.upper(),
            path=parts.path.rpartition(_VERSION)[2],
            form=post_data or parts.query,
            headers={
                name.lower(): str(value) for name, value in (headers or {}).items()
            },
        )
        given = answer(asked, now=self._clock())
        return given.text(), given.status, given.headers
