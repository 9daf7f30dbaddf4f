"""One page of a table at a time, for callers who ask for pages.

A cursor says where the next page begins. It is signed, so that nobody makes one up,
and holds for the table that it was made for, and for a day.
"""

from dataclasses import dataclass
from typing import Any, Generic, cast

from django.core import signing

from core.dynamo.base import E, Entity
from core.dynamo.errors import InvalidCursor, InvalidLimit

LARGEST_PAGE = 1000
USUAL_PAGE = 100

_SECONDS_VALID = 24 * 60 * 60


@dataclass(frozen=True, kw_only=True)
class Page(Generic[E]):
    """Some rows, and where the next ones begin; None after the last page."""

    rows: list[E]
    next_cursor: str | None


def page_size(text: str | None) -> int:
    """Return the number of rows that a caller asked for, or refuse it."""
    if text is None:
        return USUAL_PAGE
    if len(text) <= len(str(LARGEST_PAGE)) and text.isascii() and text.isdigit():
        size = int(text)
        if 1 <= size <= LARGEST_PAGE:
            return size
    raise InvalidLimit(LARGEST_PAGE)


def read_page(entity: type[E], *, size: int, cursor: str | None = None) -> Page[E]:
    """Return at most ``size`` rows of a table, from the cursor on; for exec lists.

    Following the cursors to the end meets every row that stays in the table exactly
    once. The last page may be empty.
    """
    begin = None if cursor is None else _opened(entity, cursor)
    found = entity.scan(limit=size, page_size=size, last_evaluated_key=begin)
    rows = list(found)
    end = found.last_evaluated_key
    return Page(rows=rows, next_cursor=_sealed(entity, end) if end else None)


def _sealed(entity: type[Entity], key: dict[str, Any]) -> str:
    return signing.dumps(key, salt=_salt(entity), compress=True)


def _opened(entity: type[Entity], cursor: str) -> dict[str, Any]:
    try:
        key = signing.loads(cursor, salt=_salt(entity), max_age=_SECONDS_VALID)
    except signing.BadSignature:
        raise InvalidCursor from None
    return cast("dict[str, Any]", key)


def _salt(entity: type[Entity]) -> str:
    return f"core.dynamo.paging {entity.Meta.table_name}"
