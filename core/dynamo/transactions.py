"""One write per decision.

``write_transaction()`` collects what a decision changes and sends it as a single
``TransactWriteItems``. Each operation names the refusal that its condition stands
for; DynamoDB's reasons are mapped back to them here and nowhere else.
"""

import itertools
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from botocore.exceptions import ClientError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action, Update
from tenacity import (
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    wait_random_exponential,
)
from tenacity.stop import stop_base
from tenacity.wait import wait_base

from core.dynamo.base import TOO_LARGE, Entity, Key
from core.dynamo.client import shared_client
from core.dynamo.errors import DatabaseSilent, RowTooLarge, Stale
from core.dynamo.signals import announce
from core.errors import Refused

# Reasons that say "somebody else is at it" and not "your condition is false".
_PASSING = {
    "TransactionConflict",
    "ThrottlingError",
    "ProvisionedThroughputExceeded",
    "RequestLimitExceeded",
}

E = TypeVar("E", bound=Entity)
R = TypeVar("R")

# Twenty people granting the same person at once all get through within these.
_DECISIONS = stop_after_attempt(12)
_BETWEEN_DECISIONS = wait_random_exponential(multiplier=0.01, max=0.2)
_SENDINGS = stop_after_attempt(8)
_BETWEEN_SENDINGS = wait_random_exponential(multiplier=0.02, max=0.5)


@dataclass
class _Operation:
    """One part of a transaction as it is sent, and the refusal its condition means."""

    part: dict[str, Any]
    otherwise: Refused
    # The row that it writes, if it writes one.
    row: tuple[type[Entity], Key] | None = None


class Writes:
    """The changes of one decision; nothing is sent before the block ends."""

    def __init__(self) -> None:
        # In the order of their refusals, whatever the call order: the first that is
        # met is told.
        self._checks: list[_Operation] = []
        self._deletes: list[_Operation] = []
        self._puts: list[_Operation] = []
        self._updates: list[_Operation] = []

    def require(
        self,
        model: type[Entity],
        key: Key,
        *,
        otherwise: Refused,
        condition: Condition | None = None,
    ) -> None:
        """Refuse everything unless the row exists and ``condition`` holds."""
        part = _part(model, existing(model, condition), Key=model.key_item(key))
        self._checks.append(_Operation(part, otherwise))

    def require_absent(
        self, model: type[Entity], key: Key, *, otherwise: Refused
    ) -> None:
        """Refuse everything if there is such a row."""
        part = _part(model, model.absent_condition(), Key=model.key_item(key))
        self._checks.append(_Operation(part, otherwise))

    def create(self, entity: Entity, *, otherwise: Refused) -> None:
        """Add a row that must not exist yet."""
        self._put(entity, entity.absent_condition(), otherwise)

    def replace(
        self, entity: Entity, *, otherwise: Refused, condition: Condition | None = None
    ) -> None:
        """Put a row in the place of one that must exist; nothing of that one stays.

        For changes of more attributes than an update may name.
        """
        self._put(entity, existing(type(entity), condition), otherwise)

    def delete(
        self,
        model: type[Entity],
        key: Key,
        *,
        otherwise: Refused,
        condition: Condition | None = None,
    ) -> None:
        """Remove a row that must exist, and for which ``condition`` must hold."""
        part = _part(model, existing(model, condition), Key=model.key_item(key))
        self._deletes.append(_Operation(part, otherwise, (model, key)))

    def update(
        self,
        model: type[Entity],
        key: Key,
        actions: list[Action],
        *,
        otherwise: Refused,
        condition: Condition | None = None,
    ) -> None:
        """Change attributes of a row that must exist; all others stay."""
        wanted = existing(model, condition)
        self.count(model, key, actions, condition=wanted, otherwise=otherwise)

    def count(
        self,
        model: type[Entity],
        key: Key,
        actions: list[Action],
        *,
        otherwise: Refused,
        condition: Condition | None = None,
    ) -> None:
        """Change attributes of a row that is made where there is none."""
        part = _part(model, condition, actions, Key=model.key_item(key))
        self._updates.append(_Operation(part, otherwise, (model, key)))

    def put(self, entity: Entity) -> None:
        """Add a row, or replace the one of its key; for what follows from others."""
        self._put(entity, None, Stale())

    def forget(
        self,
        model: type[Entity],
        key: Key,
        *,
        condition: Condition | None = None,
        otherwise: Refused | None = None,
    ) -> None:
        """Remove a row if there is one; for what follows from others."""
        part = _part(model, condition, Key=model.key_item(key))
        self._deletes.append(_Operation(part, otherwise or Stale(), (model, key)))

    def _put(
        self, entity: Entity, condition: Condition | None, otherwise: Refused
    ) -> None:
        part = _part(type(entity), condition, Item=entity.serialize())
        row = (type(entity), entity.key_of())
        self._puts.append(_Operation(part, otherwise, row))

    def __len__(self) -> int:
        return len(self._in_order())

    def _in_order(self) -> list[tuple[str, _Operation]]:
        """Return every operation with DynamoDB's name for its kind."""
        kinds = {
            "ConditionCheck": self._checks,
            "Delete": self._deletes,
            "Put": self._puts,
            "Update": self._updates,
        }
        return [(kind, each) for kind, those in kinds.items() for each in those]

    def commit(self) -> None:
        """Send everything as one transaction, or raise the refusal it meets."""
        in_order = self._in_order()
        if not in_order:
            return
        items = [{kind: each.part} for kind, each in in_order]
        # A lost answer is retried by the SDK; the token keeps that from counting twice.
        token = str(uuid.uuid4())
        client = shared_client()
        try:
            _patiently(
                lambda: client.transact_write_items(
                    ClientRequestToken=token, TransactItems=items
                )
            )
        except ClientError as error:
            _refuse([each for _, each in in_order], error)
            _refuse_passing(error)
            raise
        for _, operation in in_order:
            if operation.row:
                announce(*operation.row)


def _part(
    model: type[Entity],
    condition: Condition | None,
    actions: Sequence[Action] = (),
    **row: Any,
) -> dict[str, Any]:
    """Return what DynamoDB is sent for one row."""
    names: dict[str, str] = {}
    values: dict[str, Any] = {}
    part = {"TableName": model.Meta.table_name, **row}
    if condition is not None:
        part["ConditionExpression"] = condition.serialize(names, values)
    if actions:
        part["UpdateExpression"] = Update(*actions).serialize(names, values)
    if names:
        placed = {placeholder: name for name, placeholder in names.items()}
        part["ExpressionAttributeNames"] = placed
    if values:
        part["ExpressionAttributeValues"] = values
    return part


def _refuse(operations: list[_Operation], error: ClientError) -> None:
    """Raise the refusal that DynamoDB's reasons stand for, if they stand for one."""
    for operation, reason in zip(operations, _reasons(error), strict=False):
        if reason["Code"] == "ConditionalCheckFailed":
            raise operation.otherwise from error
        if TOO_LARGE in str(reason.get("Message")):
            raise RowTooLarge from error
    if TOO_LARGE in str(error):
        raise RowTooLarge from error


def _reasons(error: ClientError) -> list[Any]:
    """Return why DynamoDB cancelled a transaction, one reason for each operation."""
    return list(error.response.get("CancellationReasons", []))


def existing(model: type[Entity], condition: Condition | None) -> Condition:
    """Return the condition that a row is there, and that ``condition`` holds of it."""
    exists = model.exists_condition()
    return exists if condition is None else exists & condition


@contextmanager
def write_transaction() -> Iterator[Writes]:
    """Collect writes and commit them together when the block ends without error."""
    writes = Writes()
    yield writes
    writes.commit()


def retry_on_conflict(decide: Callable[[int], R]) -> R:
    """Return ``decide(attempt)``, reading and deciding anew when it meets ``Stale``."""
    attempts = itertools.count()
    return _again_after(
        lambda error: isinstance(error, Stale),
        lambda: decide(next(attempts)),
        wait=_BETWEEN_DECISIONS,
        stop=_DECISIONS,
    )


def read_together(*wanted: tuple[type[E], Key]) -> list[Any]:
    """Read rows of several tables at one moment; a missing one is None.

    One call, serialisable: never sees half of a transaction.
    """
    parts = [_part(model, None, Key=model.key_item(key)) for model, key in wanted]
    items = [{"Get": part} for part in parts]
    client = shared_client()
    try:
        read = _patiently(lambda: client.transact_get_items(TransactItems=items))
    except ClientError as error:
        _refuse_passing(error)
        raise
    return [
        model.of_item(found["Item"]) if found.get("Item") else None
        for (model, _), found in zip(wanted, read["Responses"], strict=True)
    ]


def _patiently(send: Callable[[], R]) -> R:
    """Send, and send again what will pass."""
    return _again_after(
        _will_pass,
        send,
        wait=_BETWEEN_SENDINGS,
        stop=_SENDINGS,
    )


def _again_after(
    passing: Callable[[BaseException], bool],
    act: Callable[[], R],
    *,
    wait: wait_base,
    stop: stop_base,
) -> R:
    """Act, and act again after a failure that may pass.

    Nearly all pass at once, and go without what keeps count of attempts.
    """
    try:
        return act()
    except Exception as error:
        if not passing(error):
            raise
        failures = [error]

    def again() -> R:
        if failures:
            raise failures.pop()
        return act()

    patient = Retrying(
        retry=retry_if_exception(passing), wait=wait, stop=stop, reraise=True
    )
    return patient(again)


def _refuse_passing(error: ClientError) -> None:
    """Refuse for now what did not pass in the time that there was for it."""
    if _will_pass(error):
        raise DatabaseSilent from error


def _will_pass(error: BaseException) -> bool:
    if not isinstance(error, ClientError):
        return False
    codes = {reason["Code"] for reason in _reasons(error)} - {"None"}
    codes = codes or {error.response["Error"]["Code"]}
    return codes <= {*_PASSING, "TransactionInProgressException"}
