"""Emptying tables between tests, quickly."""

from collections.abc import Iterable, Iterator
from typing import Any

from core.dynamo.client import shared_client
from core.dynamo.registry import Table, tables

_WRITES = {"PutItem", "UpdateItem", "DeleteItem"}
# As many as one request may delete.
_AT_ONCE = 25

Row = dict[str, Any]


def tables_in(operation: str, request: dict[str, Any]) -> set[str]:
    """Return the full names of the tables that a database call concerns."""
    match operation:
        case "BatchGetItem" | "BatchWriteItem":
            return set(request["RequestItems"])
        case "TransactWriteItems" | "TransactGetItems":
            parts = [
                part for item in request["TransactItems"] for part in item.values()
            ]
            return {part["TableName"] for part in parts}
    return {request["TableName"]} if "TableName" in request else set()


def writes(operation: str) -> bool:
    """Tell whether a database call changes records."""
    return operation in _WRITES or operation.endswith(("WriteItem", "WriteItems"))


class WrittenRows:
    """The rows, and new tables, of this process that are still to be removed."""

    def __init__(self) -> None:
        self._rows: list[tuple[str, Row]] = []
        self._tables: set[str] = set()

    def __len__(self) -> int:
        """Count the writes since the last removal."""
        return len(self._rows)

    def hear(self, operation: str, request: dict[str, Any]) -> None:
        """Remember what a database call writes."""
        if operation == "CreateTable":
            self._tables.add(request["TableName"])
        elif operation == "DeleteTable":
            self._tables.discard(request["TableName"])
        elif writes(operation):
            self._rows += _written(operation, request)

    def remove(self) -> None:
        """Delete what was heard of, and no other row."""
        standing = {table.full_name: table for table in tables()}
        for name in self._tables - standing.keys():
            shared_client().delete_table(TableName=name)
        _delete((standing[name], row) for name, row in self._rows if name in standing)
        # With the deletions, which were heard too.
        self._rows.clear()
        self._tables.clear()


def empty_our_tables() -> None:
    """Delete every row of the tables that are ours, whoever wrote it."""
    for table in tables():
        while table.is_ours and (rows := _some_rows(table)):
            _delete((table, row) for row in rows)


def tables_with_rows() -> list[str]:
    """Return the full names of the tables that are not empty."""
    return [table.full_name for table in tables() if _some_rows(table)]


def _written(operation: str, request: dict[str, Any]) -> Iterator[tuple[str, Row]]:
    """Yield the table and the row, or its key, of each write in a call."""
    match operation:
        case "BatchWriteItem":
            for name, parts in request["RequestItems"].items():
                for part in parts:
                    (write,) = part.values()
                    yield name, write.get("Item") or write["Key"]
        case "TransactWriteItems":
            for part in request["TransactItems"]:
                ((kind, write),) = part.items()
                if kind != "ConditionCheck":
                    yield write["TableName"], write.get("Item") or write["Key"]
        case _:
            yield request["TableName"], request.get("Item") or request["Key"]


def _delete(rows: Iterable[tuple[Table, Row]]) -> None:
    keys = {}
    for table, row in rows:
        key = {name: row[name] for name in _key_names(table)}
        keys[table.full_name, str(key)] = key
    deletions = [
        (name, {"DeleteRequest": {"Key": key}}) for (name, _), key in keys.items()
    ]
    for start in range(0, len(deletions), _AT_ONCE):
        requests: dict[str, list[Any]] = {}
        for name, deletion in deletions[start : start + _AT_ONCE]:
            requests.setdefault(name, []).append(deletion)
        shared_client().batch_write_item(RequestItems=requests)


def _some_rows(table: Table) -> list[Row]:
    names = {f"#{place}": name for place, name in enumerate(_key_names(table))}
    rows: list[Row] = shared_client().scan(
        TableName=table.full_name,
        ProjectionExpression=",".join(names),
        ExpressionAttributeNames=names,
        Limit=1000,
    )["Items"]
    return rows


def _key_names(table: Table) -> list[str]:
    return [part.name for part in (table.hash_key, table.range_key) if part]
