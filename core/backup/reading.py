"""Whole tables read for copies: in segments, consistently, and with patience."""

from collections.abc import Iterator
from typing import Any

from tenacity import (
    retry,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from core.backup.parts import Page
from core.dynamo.client import shared_client
from core.dynamo.errors import DatabaseSilent
from core.dynamo.registry import Table

SEGMENTS = 4
# So that a call is answered well within its time, and little is held.
_ROWS_OF_A_PAGE = 250
_TRIES = 8


def pages_of(
    table: Table, segment: int, after: dict[str, Any] | None = None
) -> Iterator[Page]:
    """Yield the pages of a segment, each with the key after which to go on.

    A page that is not answered is asked for again; in the end it is ``DatabaseSilent``.
    """
    while True:
        page = _page(
            TableName=table.full_name,
            Segment=segment,
            TotalSegments=SEGMENTS,
            ConsistentRead=True,
            Limit=_ROWS_OF_A_PAGE,
            **({"ExclusiveStartKey": after} if after else {}),
        )
        after = page.get("LastEvaluatedKey")
        yield page["Items"], after
        if not after:
            return


@retry(
    retry=retry_if_exception_type(DatabaseSilent),
    wait=wait_random_exponential(multiplier=0.2, max=5),
    stop=stop_after_attempt(_TRIES),
    reraise=True,
)
def _page(**asked: Any) -> dict[str, Any]:
    found: dict[str, Any] = shared_client().scan(**asked)
    return found
