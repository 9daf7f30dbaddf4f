"""A thousand requests through both clients: what is sent and understood is the same.

Each client has an engine of its own, so that both meet the same rows at every step.
"""

import json
import os
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from botocore.exceptions import ClientError

from core.dynamo.client import _client
from core.dynamo.engine import start_engine
from core.dynamo.lean import _OF_ROWS

REGION = "us-west-2"
TABLE = "biztechCompared"
REQUESTS = 1_000 * int(os.environ.get("STORM_SIZE", "1"))
SEED = 1
Request = tuple[str, dict[str, Any]]

TEXTS = (
    "", "a", "B", "BS", "Amira O'Neil", "é漢\u202e😀", 'quo"te\\back', "<b>&amp;",
    "tab\tnew\nline\x00", "\u2028", "\x7f",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1.50", "1e5", "-0.500", "3.14159265358979323846264338327950288419",
    "1e-130", "9.9e125", "007", "18446744073709551616",
)  # fmt: skip
WRONG: tuple[dict[str, Any], ...] = (
    {"N": "abc"}, {"N": "1e126"}, {"SS": []}, {"SS": ["a", "a"]}, {"S": "\ud800"},
    {"NS": ["1", "1.0"]}, {"BS": []}, {}, {"S": "a", "N": "1"},
)  # fmt: skip
EXISTING = {
    "ConditionExpression": "attribute_exists(id)",
    "ReturnValuesOnConditionCheckFailure": "ALL_OLD",
}
IDS = ("a", "b", "ç", "😀", "x" * 300)
NAMES = ("fname", "B", "BS", "M", "N", "year", "a.b", "wörd", "#x", " ")


class _Requests:
    """Requests that succeed, fail, and are wrong, the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - replayable
        self._spoiled = False
        self._kinds: list[Callable[[], Request]] = [
            self.put, self.put, self.update, self.update, self.get, self.delete,
            self.query, self.scan, self.write_batch, self.read_batch,
            self.write_together, self.write_together, self.read_together,
        ]  # fmt: skip

    def __iter__(self) -> Iterator[Request]:
        for _ in range(REQUESTS):
            self._spoiled = False
            yield self.random.choice(self._kinds)()

    def often(self, chance: float) -> bool:
        return self.random.random() < chance

    def some(self, make: Callable[[], Any], most: int) -> list[Any]:
        return [make() for _ in range(self.random.randint(1, most))]

    def data(self) -> bytes | bytearray:
        kind = self.random.choice((bytes, bytearray))
        return kind(self.random.randbytes(self.random.choice((0, 1, 2, 3, 300))))

    def value(self, depth: int = 0) -> dict[str, Any]:
        """Return a wire value of any type; a few are none that DynamoDB takes."""
        pick = self.random
        # Of several, an engine names any.
        if not self._spoiled and self.often(0.02):
            self._spoiled = True
            return pick.choice(WRONG)
        names = ("S", "N", "B", "BOOL", "NULL", "SS", "NS", "BS", "M", "L")
        kind = pick.choice(names[:8] if depth > 2 else names)
        made: dict[str, Callable[[], Any]] = {
            "S": lambda: pick.choice(TEXTS) * (20_000 if self.often(0.01) else 1),
            "N": lambda: pick.choice(NUMBERS),
            "B": self.data,
            "BOOL": lambda: self.often(0.5),
            "NULL": lambda: True,
            "SS": lambda: pick.sample(TEXTS[1:], pick.randint(1, 4)),
            "NS": lambda: pick.sample(NUMBERS, pick.randint(1, 4)),
            "BS": lambda: [bytes([n]) for n in pick.sample(range(256), 3)],
            "M": lambda: {n: self.value(depth + 1) for n in pick.sample(NAMES, 3)},
            "L": lambda: [self.value(depth + 1) for _ in range(pick.randint(0, 3))],
        }
        return {kind: made[kind]()}

    def key(self) -> dict[str, Any]:
        if self.often(0.02):
            return self.random.choice(
                ({"id": {"S": ""}}, {"id": {"S": "a"}}, {"id": {"N": "1"}})
            )
        return {
            "id": {"S": self.random.choice(IDS)},
            "place": {"B": self.random.choice((b"", b"\x00", b"\xff\xfe", b"at"))},
        }

    def item(self) -> dict[str, Any]:
        names = self.random.sample(NAMES, self.random.randint(0, 5))
        return {**{name: self.value() for name in names}, **self.key()}

    def table(self) -> dict[str, str]:
        return {"TableName": "biztechNowhere" if self.often(0.01) else TABLE}

    def condition(self) -> dict[str, Any]:
        """Return a condition that holds, one that does not, or no right one."""
        say: Any = self.random.choice(
            (
                {},
                {"ConditionExpression": "attribute_not_exists(id)"},
                {"ConditionExpression": "attribute_exists(id)"},
                {
                    "ConditionExpression": "#n = :v OR attribute_type(#n, :t)",
                    "ExpressionAttributeNames": {"#n": self.random.choice(NAMES)},
                    "ExpressionAttributeValues": {":v": self.value(), ":t": {"S": "B"}},
                },
                {"ConditionExpression": "nonsense ="},
            )
        )
        if say and self.often(0.5):
            return {**say, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        return dict(say)

    def change(self) -> dict[str, Any]:
        name = self.random.choice(NAMES)
        values = {":w": self.value(), ":one": {"N": "1"}}
        count = self.random.choice((" ADD hits :one", ", hits = :one + :one", ""))
        return {
            "UpdateExpression": f"SET #w = :w{count}",
            "ExpressionAttributeNames": {"#w": name},
            "ExpressionAttributeValues": values,
        }

    def changed(self) -> dict[str, Any]:
        """Return a change under a condition, with the names and values of both."""
        change, condition = self.change(), self.condition()
        for part in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
            change[part].update(condition.pop(part, {}))
        return {**change, **condition}

    def put(self) -> Request:
        extra = {"ReturnValues": "ALL_OLD"} if self.often(0.5) else {}
        return "PutItem", {
            **self.table(), "Item": self.item(), **self.condition(), **extra,
        }  # fmt: skip

    def update(self) -> Request:
        return "UpdateItem", {
            **self.table(), "Key": self.key(), **self.changed(),
            "ReturnValues": self.random.choice(("ALL_NEW", "UPDATED_OLD", "NONE")),
        }  # fmt: skip

    def delete(self) -> Request:
        return "DeleteItem", {
            **self.table(), "Key": self.key(), **self.condition(),
            "ReturnValues": "ALL_OLD",
        }  # fmt: skip

    def get(self) -> Request:
        return "GetItem", {
            **self.table(), "Key": self.key(), "ConsistentRead": self.often(0.5),
            "ReturnConsumedCapacity": "TOTAL",
        }  # fmt: skip

    def query(self) -> Request:
        request: dict[str, Any] = {
            **self.table(),
            "KeyConditionExpression": "id = :id AND place >= :p",
            "ExpressionAttributeValues": {
                ":id": {"S": self.random.choice(IDS)},
                ":p": {"B": self.random.choice((b"", b"\x10"))},
            },
            "ScanIndexForward": self.often(0.5),
            "Limit": self.random.randint(0, 3),
        }
        if self.often(0.3):
            request["ExclusiveStartKey"] = self.key()
        return "Query", request

    def scan(self) -> Request:
        extra = {"Select": "COUNT"} if self.often(0.3) else {}
        return "Scan", {
            **self.table(), **extra, "Limit": 20,
            "FilterExpression": "attribute_exists(#n)",
            "ExpressionAttributeNames": {"#n": self.random.choice(NAMES)},
        }  # fmt: skip

    def write_batch(self) -> Request:
        changes = self.some(
            lambda: (
                {"PutRequest": {"Item": self.item()}}
                if self.often(0.7)
                else {"DeleteRequest": {"Key": self.key()}}
            ),
            4,
        )
        return "BatchWriteItem", {"RequestItems": {TABLE: changes}}

    def read_batch(self) -> Request:
        keys = self.some(self.key, 4)
        return "BatchGetItem", {"RequestItems": {TABLE: {"Keys": keys}}}

    def write_together(self) -> Request:
        kinds: dict[str, Callable[[], dict[str, Any]]] = {
            "Put": lambda: {"Item": self.item(), **self.condition()},
            "Delete": lambda: {"Key": self.key(), **self.condition()},
            "Update": lambda: {"Key": self.key(), **self.changed()},
            "ConditionCheck": lambda: {"Key": self.key(), **EXISTING},
        }
        names = self.random.choices(list(kinds), k=self.random.randint(1, 3))
        parts = [{name: {**self.table(), **kinds[name]()}} for name in names]
        token = "".join(self.random.choices("0123456789abcdef", k=32))
        return "TransactWriteItems", {
            "TransactItems": parts, "ClientRequestToken": token,
        }  # fmt: skip

    def read_together(self) -> Request:
        parts = self.some(lambda: {"Get": {**self.table(), "Key": self.key()}}, 3)
        return "TransactGetItems", {"TransactItems": parts}


@pytest.fixture
def clients() -> Iterator[tuple[Any, Any]]:
    """Return the lean client and botocore's, each with an engine of its own."""
    engines = [start_engine(None), start_engine(None)]
    lean = _client(engines[0].endpoint, REGION, "lean")
    stock = _client(engines[1].endpoint, REGION, "botocore")
    for each in (lean, stock):
        each.create_table(
            TableName=TABLE,
            KeySchema=[
                {"AttributeName": "id", "KeyType": "HASH"},
                {"AttributeName": "place", "KeyType": "RANGE"},
            ],
            AttributeDefinitions=[
                {"AttributeName": "id", "AttributeType": "S"},
                {"AttributeName": "place", "AttributeType": "B"},
            ],
            BillingMode="PAY_PER_REQUEST",
        )
    yield lean, stock
    for each in (lean, stock):
        each.delete_table(TableName=TABLE)
    for running in engines:
        running.stop()


def outcome(client: Any, operation: str, request: dict[str, Any]) -> Any:
    """Return what was answered, or which error says what."""
    try:
        answered = client._make_api_call(operation, request)
    except ClientError as refused:
        response: dict[str, Any] = dict(refused.response)
        told = response.pop("ResponseMetadata")["HTTPStatusCode"]
        # Botocore repeats it here for some errors.
        response.pop("message", response.pop("Message", ""))
        kind = type(refused).__name__
        known = isinstance(refused, getattr(client.exceptions, kind, ClientError))
        return kind, known, str(refused), told, response
    answered.pop("ResponseMetadata", None)
    return answered


def test_storm_of_requests_is_sent_and_understood_alike(
    clients: tuple[Any, Any],
) -> None:
    lean, stock = clients
    done: set[str] = set()
    refused: set[str] = set()

    for operation, request in _Requests(SEED):
        assert_same_body(clients, operation, request)
        understood = outcome(lean, operation, request)
        assert understood == outcome(stock, operation, request), (operation, request)
        if isinstance(understood, dict):
            done.add(operation)
        else:
            refused.add(understood[0])

    assert done == _OF_ROWS
    assert refused >= {
        "ConditionalCheckFailedException",
        "ResourceNotFoundException",
        "TransactionCanceledException",
    }


def assert_same_body(
    clients: tuple[Any, Any], operation: str, request: dict[str, Any]
) -> None:
    lean, stock = clients
    model = stock.meta.service_model.operation_model(operation)
    expected = stock._serializer.serialize_to_request(request, model)["body"]
    assert json.loads(lean._written(model, request)) == json.loads(expected)
