"""Reading something once per request, however many parts of a page need it."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest

T = TypeVar("T")


def cached_on(request: HttpRequest, name: str, read: Callable[[], T]) -> T:
    """Return what ``read`` returned the first time in this request.

    A failure is kept too and raised again, so that a page does not wait for the same
    time-out once per part.
    """
    kept: dict[str, Any] = vars(request).setdefault("_read_once", {})
    if name not in kept:
        try:
            kept[name] = read()
        except Exception as failure:  # noqa: BLE001 - raised again below
            kept[name] = failure
    found = kept[name]
    if isinstance(found, Exception):
        raise found
    return found  # type: ignore[no-any-return]
