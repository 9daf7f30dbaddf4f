"""Rows of any table as DynamoDB keeps them: a page at a time, and never written."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from botocore.exceptions import ClientError

from biztech.dashboard.tables.errors import NoSuchKey, TableAbsent, TableClosed
from core.clock import now_ms
from core.dynamo.base import LONGEST_HASH_KEY, LONGEST_RANGE_KEY
from core.dynamo.client import shared_client
from core.dynamo.registry import Index, KeyPart, Table
from core.dynamo.wire import Item, to_wire

ROWS_OF_A_PAGE = 50
# Of a download: so that a call is answered well within its time.
_ROWS_OF_A_CALL = 250
# DynamoDB itself counts about every six hours.
_COUNTED_FOR_MS = 10 * 60 * 1000


@dataclass(frozen=True, kw_only=True)
class Question:
    """Which rows of a table are asked for; without a hash key, all of them.

    ``index`` is empty for the table's own key. The texts of keys are as typed.
    """

    index: str = ""
    hash_key: str = ""
    range_key: str = ""


def keyed_by(table: Table, index: str) -> Table | Index:
    """Return what has the key: the table, or an index of it."""
    return next((each for each in table.indexes if each.name == index), table)


def page_of(
    table: Table, question: Question, *, after: Item | None = None
) -> tuple[list[Item], Item | None]:
    """Return some rows, and the key after which the next ones come, if any do.

    A number of the second part of a key is it exactly, a text its beginning. Raises
    ``NoSuchKey`` for what can be no key.
    """
    asked = {"TableName": table.full_name, "Limit": ROWS_OF_A_PAGE}
    if after:
        asked["ExclusiveStartKey"] = after
    with _refusals(table.full_name):
        if question.hash_key:
            found = shared_client().query(**asked, **_asked_for(table, question))
        else:
            found = shared_client().scan(**asked)
    return found["Items"], found.get("LastEvaluatedKey")


def row_of(table: Table, key: Item) -> Item | None:
    """Return the row with a key as it is now."""
    with _refusals(table.full_name):
        found = shared_client().get_item(
            TableName=table.full_name, Key=key, ConsistentRead=True
        )
    item: Item | None = found.get("Item")
    return item


def rows_of(table: Table) -> Iterator[Item]:
    """Yield every row, a call after the other."""
    asked: dict[str, Any] = {"TableName": table.full_name, "Limit": _ROWS_OF_A_CALL}
    while True:
        with _refusals(table.full_name):
            found = shared_client().scan(**asked)
        yield from found["Items"]
        if "LastEvaluatedKey" not in found:
            return
        asked["ExclusiveStartKey"] = found["LastEvaluatedKey"]


def key_in(table: Table, item: Item) -> Item:
    """Return the part of a row that is the table's key."""
    parts = [part for part in (table.hash_key, table.range_key) if part]
    return {part.name: item[part.name] for part in parts}


def count_of(table: Table) -> int | None:
    """Return about how many rows there are; None where there is no such table.

    DynamoDB's own count is up to six hours old.
    """
    return _counted(table.full_name, now_ms() // _COUNTED_FOR_MS)


@lru_cache(maxsize=256)
def _counted(name: str, period: int) -> int | None:
    try:
        with _refusals(name):
            found = shared_client().describe_table(TableName=name)
    except (TableAbsent, TableClosed):
        return None
    return int(found["Table"]["ItemCount"])


def _asked_for(table: Table, question: Question) -> dict[str, Any]:
    keyed = keyed_by(table, question.index)
    names = {"#h": keyed.hash_key.name}
    values = {":h": _value(keyed.hash_key, question.hash_key, LONGEST_HASH_KEY)}
    condition = "#h = :h"
    if keyed.range_key and question.range_key:
        names["#r"] = keyed.range_key.name
        values[":r"] = _value(keyed.range_key, question.range_key, LONGEST_RANGE_KEY)
        begins = keyed.range_key.type == "S"
        condition += " AND begins_with(#r, :r)" if begins else " AND #r = :r"
    asked: dict[str, Any] = {
        "KeyConditionExpression": condition,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values,
    }
    if question.index:
        asked["IndexName"] = question.index
    return asked


def _value(part: KeyPart, text: str, longest: int) -> dict[str, Any]:
    if part.type == "S":
        if len(text.encode()) > longest:
            raise NoSuchKey(part.name, f"{longest} bytes at most")
        return {"S": text}
    try:
        return to_wire(Decimal(text))
    except (ArithmeticError, TypeError):
        raise NoSuchKey(part.name, "a number") from None


@contextmanager
def _refusals(name: str) -> Iterator[None]:
    """Say in a sentence why a table cannot be read; a fault stays a fault."""
    try:
        yield
    except ClientError as error:
        match error.response["Error"]["Code"]:
            case "ResourceNotFoundException":
                raise TableAbsent(name) from error
            case "AccessDeniedException":
                raise TableClosed(name) from error
            case "ValidationException" if "index" in str(error).lower():
                raise TableAbsent(name) from error
        raise
