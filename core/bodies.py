"""What goes in and out of the API: JSON objects, strictly read.

Django REST framework loads these while its own views are being imported, so nothing
here may import a view.
"""

import math
from collections.abc import Iterable, Mapping
from typing import IO, Any

from rest_framework import exceptions
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.parsers import JSONParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.request import Request
from rest_framework.utils import json

from core.errors import BodyTooLarge, Malformed, Unstorable
from core.serving.limits import API, KB

# What a change of 500 registrations at once comes near, and no form else.
MOST_NAMES = 2000
# What DynamoDB stores of numbers.
MOST_DIGITS = 38
SMALLEST, LARGEST = 1e-130, 1e126


class JSONObjectParser(JSONParser):
    """Reads a body that is one JSON object; anything else is ``Malformed``."""

    renderer_class = JSONRenderer

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: Mapping[str, Any] | None = None,
    ) -> dict[str, Any]:
        """Return the object, or refuse a body that is too large or not an object."""
        text = stream.read(API.largest + 1)
        if len(text) > API.largest:
            raise BodyTooLarge(API.largest // KB)
        try:
            body = json.loads(
                text.decode(),
                parse_float=_storable_float,
                parse_int=_storable_int,
                object_pairs_hook=_Counted(),
            )
            # Half of a surrogate pair is JSON, and can be neither stored nor answered.
            json.dumps(body, ensure_ascii=False).encode()
        except (ValueError, RecursionError):
            raise Malformed("The body is not valid JSON.") from None
        if not isinstance(body, dict):
            raise Malformed("The body must be a JSON object.")
        return body


class JSONUnlessHTML(DefaultContentNegotiation):
    """Answers JSON to whatever a client accepts, and a page to a browser.

    406 means "wrong input" in this API, never "wrong Accept header".
    """

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the renderer for a request, the first one when none is acceptable."""
        available = list(renderers)
        first = available[0]
        # What nearly every client asks for, which needs no comparing.
        accepted = request.META.get("HTTP_ACCEPT", "*/*")
        may_choose = format_suffix or request.META.get("QUERY_STRING")
        if accepted in ("*/*", first.media_type) and not may_choose:
            return first, first.media_type
        chosen: tuple[BaseRenderer, str]
        try:
            chosen = super().select_renderer(request, available, format_suffix)
        except exceptions.NotAcceptable:
            chosen = first, first.media_type
        return chosen


class JSONWhateverFormat(JSONUnlessHTML):
    """Answers JSON always: for routes whose parameter ``format`` is their own."""

    def select_renderer(
        self,
        request: Request,
        renderers: Iterable[BaseRenderer],
        format_suffix: str | None = None,
    ) -> tuple[BaseRenderer, str]:
        """Return the first renderer."""
        first = next(iter(renderers))
        return first, first.media_type


class _Counted:
    """Makes the objects of one body, and refuses one name too many."""

    def __init__(self) -> None:
        self._left = MOST_NAMES

    def __call__(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._left -= len(pairs)
        if self._left < 0:
            raise Malformed(f"The body has more than {MOST_NAMES} names.")
        return dict(pairs)


def _storable_float(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError
    if number and not SMALLEST <= abs(number) < LARGEST:
        raise Unstorable(MOST_DIGITS)
    return number


def _storable_int(text: str) -> int:
    if len(text.lstrip("-")) > MOST_DIGITS:
        raise Unstorable(MOST_DIGITS)
    return int(text)
