"""Emptying tables between tests, quickly."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from biztech.dynamo.client import listening, shared_client
from biztech.dynamo.registry import TABLES

_WRITES = {"PutItem", "UpdateItem", "DeleteItem"}


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


@contextmanager
def written_tables_emptied() -> Iterator[None]:
    """Start with empty tables: ours, and what was written or created meanwhile.

    Ours are emptied also when nothing was heard, because a test may have started
    another process on the same engine.
    """
    written: set[str] = set()
    created: set[str] = set()

    def remember(operation: str, request: dict[str, Any]) -> None:
        if operation == "CreateTable":
            created.add(request["TableName"])
        elif writes(operation):
            written.update(tables_in(operation, request))

    with listening(remember):
        yield
    standing = {table.full_name for table in TABLES}
    for name in created - standing:
        shared_client().delete_table(TableName=name)
    ours = {table.full_name for table in TABLES if table.is_ours}
    for name in ours | (written & standing):
        _empty(name)


def _empty(name: str) -> None:
    table = next(table for table in TABLES if table.full_name == name)
    keys = [part.name for part in (table.hash_key, table.range_key) if part]
    names = {f"#{position}": key for position, key in enumerate(keys)}
    client = shared_client()
    while rows := client.scan(
        TableName=name,
        ProjectionExpression=",".join(names),
        ExpressionAttributeNames=names,
        Limit=1000,
    )["Items"]:
        for start in range(0, len(rows), 25):
            requests = [
                {"DeleteRequest": {"Key": row}} for row in rows[start : start + 25]
            ]
            client.batch_write_item(RequestItems={name: requests})
