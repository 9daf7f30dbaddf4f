"""Whoever keeps a picture of rows is told which were written, and no others."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from biztech.tests.callers import AMIRA, BEN, CHLOE, store_user
from core.dynamo.signals import tell_of_writes
from core.dynamo.transactions import write_transaction
from core.errors import Conflict

Told = list[tuple[str, str]]


@pytest.fixture
def told() -> Iterator[Told]:
    """Collect what is told, beside somebody who fails at it."""
    rows: Told = []

    def fail(*_: object) -> None:
        raise RuntimeError

    stops = [
        tell_of_writes(fail),
        tell_of_writes(lambda model, key: rows.append((model.__name__, key[0]))),
    ]
    yield rows
    for stop in stops:
        stop()


def test_rows_of_a_transaction_are_told_once_it_holds(told: Told) -> None:
    store_user(BEN)
    store_user(CHLOE)

    with write_transaction() as writes:
        writes.create(User.of({"id": AMIRA}), otherwise=Conflict("There is one."))
        writes.update(
            User, (BEN, None), [User.fname.set("Ben")], otherwise=Conflict("")
        )
        writes.delete(User, (CHLOE, None), otherwise=Conflict(""))
        writes.require_absent(User, ("new@example.org", None), otherwise=Conflict(""))
        assert told == []

    assert sorted(told) == sorted([("User", AMIRA), ("User", BEN), ("User", CHLOE)])


def test_refused_transaction_tells_nothing(told: Told) -> None:
    store_user(AMIRA)

    with pytest.raises(Conflict), write_transaction() as writes:
        writes.create(User.of({"id": AMIRA}), otherwise=Conflict("There is one."))

    assert told == []


def test_change_of_a_single_row_is_told(told: Told) -> None:
    store_user(AMIRA)
    user = User.find(AMIRA)
    assert user is not None

    user.update([User.fname.set("Amira")])

    assert told == [("User", AMIRA)]
