"""One write per decision.

``write_transaction()`` collects what a decision changes and sends it as a single
``TransactWriteItems``. Each operation names the refusal that its condition stands
for; DynamoDB's reasons are mapped back to them here and nowhere else.
"""

import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeVar

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactGetError, TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactGet, TransactWrite
from tenacity import (
    Retrying,
    retry_if_exception,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

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
_DECISIONS = 12


@dataclass
class _Operation:
    """One part of a transaction, and the refusal its condition means."""

    add_to: Callable[[TransactWrite], None]
    otherwise: Refused
    # The row that it writes, if it writes one.
    row: tuple[type[Entity], Key] | None = None


class Writes:
    """The changes of one decision; nothing is sent before the block ends."""

    def __init__(self) -> None:
        # PynamoDB sends checks, deletes, puts, updates, whatever the call order;
        # keeping the same four lists makes reason i belong to operation i.
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
        wanted = existing(model, condition)
        self._checks.append(
            _Operation(
                lambda tx: tx.condition_check(model, *key, condition=wanted), otherwise
            )
        )

    def require_absent(
        self, model: type[Entity], key: Key, *, otherwise: Refused
    ) -> None:
        """Refuse everything if there is such a row."""
        absent = model.absent_condition()
        self._checks.append(
            _Operation(
                lambda tx: tx.condition_check(model, *key, condition=absent), otherwise
            )
        )

    def create(self, entity: Entity, *, otherwise: Refused) -> None:
        """Add a row that must not exist yet."""
        self._puts.append(
            _Operation(
                lambda tx: tx.save(entity, condition=entity.absent_condition()),
                otherwise,
                (type(entity), entity.key_of()),
            )
        )

    def replace(
        self, entity: Entity, *, otherwise: Refused, condition: Condition | None = None
    ) -> None:
        """Put a row in the place of one that must exist; nothing of that one stays.

        For changes of more attributes than an update may name.
        """
        wanted = existing(type(entity), condition)
        self._puts.append(
            _Operation(
                lambda tx: tx.save(entity, condition=wanted),
                otherwise,
                (type(entity), entity.key_of()),
            )
        )

    def delete(
        self,
        model: type[Entity],
        key: Key,
        *,
        otherwise: Refused,
        condition: Condition | None = None,
    ) -> None:
        """Remove a row that must exist, and for which ``condition`` must hold."""
        wanted = existing(model, condition)
        self._deletes.append(
            _Operation(
                lambda tx: tx.delete(model(*key), condition=wanted),
                otherwise,
                (model, key),
            )
        )

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
        self._updates.append(
            _Operation(
                lambda tx: tx.update(model(*key), actions, condition=wanted),
                otherwise,
                (model, key),
            )
        )

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
        self._updates.append(
            _Operation(
                lambda tx: tx.update(model(*key), actions, condition=condition),
                otherwise,
                (model, key),
            )
        )

    def put(self, entity: Entity) -> None:
        """Add a row, or replace the one of its key; for what follows from others."""
        self._puts.append(
            _Operation(
                lambda tx: tx.save(entity), Stale(), (type(entity), entity.key_of())
            )
        )

    def forget(
        self,
        model: type[Entity],
        key: Key,
        *,
        condition: Condition | None = None,
        otherwise: Refused | None = None,
    ) -> None:
        """Remove a row if there is one; for what follows from others."""
        self._deletes.append(
            _Operation(
                lambda tx: tx.delete(model(*key), condition=condition),
                otherwise or Stale(),
                (model, key),
            )
        )

    def __len__(self) -> int:
        return len(self._in_order())

    def _in_order(self) -> list[_Operation]:
        return [*self._checks, *self._deletes, *self._puts, *self._updates]

    def commit(self) -> None:
        """Send everything as one transaction, or raise the refusal it meets."""
        operations = self._in_order()
        if not operations:
            return
        # A lost answer is retried by the SDK; the token keeps that from counting twice.
        transaction = TransactWrite(
            connection=_connection(), client_request_token=str(uuid.uuid4())
        )
        for operation in operations:
            operation.add_to(transaction)
        try:
            for attempt in _patiently(TransactWriteError):
                with attempt:
                    transaction._commit()
        except TransactWriteError as error:
            _refuse(operations, error)
            _refuse_passing(error)
            raise
        for operation in operations:
            if operation.row:
                announce(*operation.row)


def _refuse(operations: list[_Operation], error: TransactWriteError) -> None:
    """Raise the refusal that DynamoDB's reasons stand for, if they stand for one."""
    for operation, reason in zip(operations, error.cancellation_reasons, strict=False):
        if reason and reason.code == "ConditionalCheckFailed":
            raise operation.otherwise from error
        if reason and TOO_LARGE in str(reason.message):
            raise RowTooLarge from error
    if TOO_LARGE in str(error.cause):
        raise RowTooLarge from error


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
    patient = Retrying(
        retry=retry_if_exception_type(Stale),
        wait=wait_random_exponential(multiplier=0.01, max=0.2),
        stop=stop_after_attempt(_DECISIONS),
        reraise=True,
    )
    for attempt in patient:
        with attempt:
            return decide(attempt.retry_state.attempt_number - 1)
    raise Stale


def read_together(*wanted: tuple[type[E], Key]) -> list[Any]:
    """Read rows of several tables at one moment; a missing one is None.

    One call, serialisable: never sees half of a transaction.
    """
    try:
        for attempt in _patiently(TransactGetError):
            with attempt, TransactGet(connection=_connection()) as transaction:
                futures = [transaction.get(model, *key) for model, key in wanted]
    except TransactGetError as error:
        _refuse_passing(error)
        raise
    return [future._model for future in futures]


def _connection() -> Connection:
    connection = Connection()
    connection._client = shared_client()
    return connection


def _patiently(kind: type[TransactWriteError] | type[TransactGetError]) -> Retrying:
    return Retrying(
        retry=retry_if_exception(
            lambda error: isinstance(error, kind) and _will_pass(error)
        ),
        wait=wait_random_exponential(multiplier=0.02, max=0.5),
        stop=stop_after_attempt(8),
        reraise=True,
    )


def _refuse_passing(error: TransactWriteError | TransactGetError) -> None:
    """Refuse for now what did not pass in the time that there was for it."""
    if _will_pass(error):
        raise DatabaseSilent from error


def _will_pass(error: BaseException) -> bool:
    cause = getattr(error, "cause", None)
    reasons = [
        reason for reason in getattr(cause, "cancellation_reasons", ()) if reason
    ]
    codes = {reason.code for reason in reasons} or {
        getattr(error, "cause_response_code", "")
    }
    passing = {*_PASSING, "TransactionInProgressException"}
    return bool(codes) and codes <= passing
