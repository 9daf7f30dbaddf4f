"""One row, one call: a create, an edit or a removal, and the refusal it may meet.

Cheaper than a transaction, for a decision that concerns one row alone. Many rows that
no decision depends on are stored and removed together.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import TypeVar

from pynamodb.exceptions import DeleteError, PutError, UpdateError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.models import BatchWrite, Model

from core.dynamo.base import TOO_LARGE, Entity, Key
from core.dynamo.errors import RowTooLarge
from core.dynamo.signals import announce
from core.dynamo.transactions import existing
from core.errors import Refused

E = TypeVar("E", bound=Entity)

# As many as one request may hold.
_AT_ONCE = 25


def create_row(entity: Entity, *, otherwise: Refused) -> None:
    """Add a row that must not exist yet."""
    put_row(entity, condition=entity.absent_condition(), otherwise=otherwise)


def put_row(entity: Entity, *, condition: Condition, otherwise: Refused) -> None:
    """Add a row, or replace the one that is there, if ``condition`` holds."""
    with _writing(type(entity), entity.key_of(), otherwise=otherwise):
        Model.save(entity, condition=condition)


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
    with _writing(model, key, otherwise=otherwise):
        Model.update(row, actions, condition=existing(model, condition))
    return row


def delete_row(
    model: type[Entity],
    key: Key,
    *,
    otherwise: Refused,
    condition: Condition | None = None,
) -> None:
    """Remove a row that must exist, and for which ``condition`` must hold."""
    with _writing(model, key, otherwise=otherwise):
        Model.delete(model(*key), condition=existing(model, condition))


def store_rows(*rows: Entity) -> None:
    """Put rows in the place of whatever is there; a fault may leave some out."""
    _write_together(rows, BatchWrite.save)


def remove_rows(*rows: Entity) -> None:
    """Remove the rows of these keys, if they are there; a fault may leave some."""
    _write_together(rows, BatchWrite.delete)


def _write_together(
    rows: tuple[Entity, ...], write: Callable[[BatchWrite[Entity], Entity], None]
) -> None:
    for start in range(0, len(rows), _AT_ONCE):
        for model, group in groupby(rows[start : start + _AT_ONCE], key=type):
            written = list(group)
            with BatchWrite[Entity](model) as batch:
                for row in written:
                    write(batch, row)
            for row in written:
                announce(model, row.key_of())


@contextmanager
def _writing(model: type[Entity], key: Key, *, otherwise: Refused) -> Iterator[None]:
    """Announce what is written, or raise the refusal that stopped it.

    A fault stays a fault.
    """
    try:
        yield
    except (DeleteError, PutError, UpdateError) as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise otherwise from error
        if TOO_LARGE in str(error.cause):
            raise RowTooLarge from error
        raise
    announce(model, key)
