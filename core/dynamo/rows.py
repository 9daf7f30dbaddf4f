"""One row, one call: a create, an edit or a removal, and the refusal it may meet.

Cheaper than a transaction, for a decision that concerns one row alone.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TypeVar

from pynamodb.exceptions import DeleteError, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action

from core.dynamo.base import Entity, Key
from core.dynamo.transactions import existing
from core.errors import Refused

E = TypeVar("E", bound=Entity)


def create_row(entity: Entity, *, otherwise: Refused) -> None:
    """Add a row that must not exist yet."""
    with _refusing(otherwise):
        entity.save(condition=entity.absent_condition())


def put_row(entity: Entity, *, condition: Condition, otherwise: Refused) -> None:
    """Add a row, or replace the one that is there, if ``condition`` holds."""
    with _refusing(otherwise):
        entity.save(condition=condition)


def update_row(
    model: type[E],
    key: Key,
    actions: list[Action],
    *,
    otherwise: Refused,
    condition: Condition | None = None,
) -> E:
    """Change attributes of a row that must exist; return the row as it is then."""
    row = model(*key)
    with _refusing(otherwise):
        row.update(actions, condition=existing(model, condition))
    return row


def delete_row(
    model: type[Entity],
    key: Key,
    *,
    otherwise: Refused,
    condition: Condition | None = None,
) -> None:
    """Remove a row that must exist, and for which ``condition`` must hold."""
    with _refusing(otherwise):
        model(*key).delete(condition=existing(model, condition))


@contextmanager
def _refusing(otherwise: Refused) -> Iterator[None]:
    """Raise the refusal that a failed condition stands for; a fault stays a fault."""
    try:
        yield
    except (DeleteError, PutError, UpdateError) as error:
        if error.cause_response_code != "ConditionalCheckFailedException":
            raise
        raise otherwise from error
