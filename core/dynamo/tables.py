"""Making tables what the registry says, without ever dropping or changing one."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from typing import Any

from tenacity import Retrying, retry_if_result, stop_after_delay, wait_exponential

from core.dynamo.client import shared_client
from core.dynamo.registry import Index, KeyPart, Table

_LONGEST_WAIT = 15 * 60

Report = Callable[[str], None]


class TableMismatch(Exception):
    """A table exists whose keys are not those of the registry."""

    def __init__(self, subject: str, found: Any, wanted: Any) -> None:
        super().__init__(
            f"{subject} exists with the keys {found}; the registry says {wanted}."
            " Nothing was changed. Correct ENVIRONMENT, MEMBERSHIP_YEAR or"
            " DYNAMODB_ENDPOINT if this is another table, else the registry."
        )


def create_tables(
    tables: Iterable[Table], *, dry_run: bool = False, report: Report = lambda _: None
) -> int:
    """Create what is missing of each table and return how many things that were.

    Adds tables, indexes and the expiry attribute, and waits until each is usable.
    Harmless to repeat. With ``dry_run`` it only reports what it would do.
    """
    return sum(_complete(table, dry_run=dry_run, report=report) for table in tables)


def exists(table: Table) -> bool:
    """Tell whether there is such a table, whatever is in it."""
    return _describe(table.full_name) is not None


def missing_parts(tables: Iterable[Table]) -> list[str]:
    """Return a phrase for each table, index and expiry that is not there yet."""
    phrases: list[str] = []
    create_tables(tables, dry_run=True, report=phrases.append)
    return phrases


def _complete(table: Table, *, dry_run: bool, report: Report) -> int:
    done = 0
    for phrase, act in _steps(table):
        report(phrase)
        if not dry_run:
            act()
        done += 1
    return done


def _steps(table: Table) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what is missing, each with the call that adds it."""
    name = table.full_name
    found = _describe(name)
    if found is None:
        yield f"table {name}", lambda: _create(table)
    else:
        _require_same_keys(f"Table {name}", found["KeySchema"], _schema(table))
        present = {
            index["IndexName"]: index
            for index in found.get("GlobalSecondaryIndexes", [])
        }
        for index in table.indexes:
            if index.name not in present:
                yield f"index {index.name} of {name}", _adding(table, index)
            else:
                _require_same_keys(
                    f"Index {index.name} of {name}",
                    present[index.name]["KeySchema"],
                    _schema(index),
                )
    if table.ttl and (found is None or not _expires(name)):
        yield f"expiry {table.ttl} of {name}", lambda: _add_expiry(table)


def _describe(name: str) -> dict[str, Any] | None:
    client = shared_client()
    try:
        found: dict[str, Any] = client.describe_table(TableName=name)["Table"]
    except client.exceptions.ResourceNotFoundException:
        return None
    return found


def _require_same_keys(subject: str, found: Any, wanted: Any) -> None:
    if found != wanted:
        raise TableMismatch(subject, _readable(found), _readable(wanted))


def _readable(schema: list[dict[str, str]]) -> str:
    return " + ".join(part["AttributeName"] for part in schema)


def definition_of(table: Table) -> dict[str, Any]:
    """Return a table as DynamoDB is asked to make it; its expiry comes after that."""
    definition: dict[str, Any] = {
        "TableName": table.full_name,
        "KeySchema": _schema(table),
        "AttributeDefinitions": _definitions(table),
        "BillingMode": "PAY_PER_REQUEST",
    }
    if table.indexes:
        definition["GlobalSecondaryIndexes"] = [
            _index_definition(index) for index in table.indexes
        ]
    return definition


def _create(table: Table) -> None:
    client = shared_client()
    # In use: another process is creating it at this moment.
    with suppress(client.exceptions.ResourceInUseException):
        client.create_table(**definition_of(table))
    _wait_until_active(table.full_name)


def _adding(table: Table, index: Index) -> Callable[[], None]:
    def add() -> None:
        # DynamoDB adds one index at a time.
        _wait_until_active(table.full_name)
        shared_client().update_table(
            TableName=table.full_name,
            AttributeDefinitions=_definitions(table),
            GlobalSecondaryIndexUpdates=[{"Create": _index_definition(index)}],
        )
        _wait_until_active(table.full_name)

    return add


def _expires(name: str) -> bool:
    answer = shared_client().describe_time_to_live(TableName=name)
    status = answer["TimeToLiveDescription"]["TimeToLiveStatus"]
    return status in ("ENABLED", "ENABLING")


def _add_expiry(table: Table) -> None:
    shared_client().update_time_to_live(
        TableName=table.full_name,
        TimeToLiveSpecification={"Enabled": True, "AttributeName": table.ttl},
    )


def _wait_until_active(name: str) -> None:
    wait_for = Retrying(
        retry=retry_if_result(lambda active: not active),
        wait=wait_exponential(multiplier=0.05, max=10),
        stop=stop_after_delay(_LONGEST_WAIT),
    )
    wait_for(_is_active, name)


def _is_active(name: str) -> bool:
    found = _describe(name) or {}
    statuses = [found.get("TableStatus", "CREATING")]
    statuses += [
        index.get("IndexStatus", "ACTIVE")
        for index in found.get("GlobalSecondaryIndexes", [])
    ]
    return set(statuses) == {"ACTIVE"}


def _schema(keyed: Table | Index) -> list[dict[str, str]]:
    schema = [{"AttributeName": keyed.hash_key.name, "KeyType": "HASH"}]
    if keyed.range_key:
        schema.append({"AttributeName": keyed.range_key.name, "KeyType": "RANGE"})
    return schema


def _definitions(table: Table) -> list[dict[str, str]]:
    parts: list[KeyPart | None] = [table.hash_key, table.range_key]
    for index in table.indexes:
        parts += [index.hash_key, index.range_key]
    used = dict.fromkeys(part for part in parts if part)
    return [{"AttributeName": part.name, "AttributeType": part.type} for part in used]


def _index_definition(index: Index) -> dict[str, Any]:
    projection: dict[str, Any] = {"ProjectionType": "ALL"}
    if index.includes is not None:
        projection = {
            "ProjectionType": "INCLUDE",
            "NonKeyAttributes": list(index.includes),
        }
    return {
        "IndexName": index.name,
        "KeySchema": _schema(index),
        "Projection": projection,
    }
