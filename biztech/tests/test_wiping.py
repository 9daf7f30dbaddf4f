"""After a test its rows are gone; another process's are, where they are expected."""

from collections.abc import Iterator

import pytest

from accounts.models import User
from biztech.tests.callers import AMIRA, BEN, CHLOE, store_profile, store_user
from biztech.tests.wiping import WrittenRows, empty_our_tables, tables_with_rows
from companion.credits.models import Prize
from companion.credits.queries import prizes
from core.dynamo.client import listening, shared_client
from core.dynamo.rows import store_rows
from core.dynamo.transactions import write_transaction
from core.errors import Conflict
from events.queries import kept_events
from events.tests.stored import store_event

GONE = Conflict("is not as it was")


@pytest.fixture
def written() -> Iterator[WrittenRows]:
    """Listen to what is written, beside the listener of the whole run."""
    rows = WrittenRows()
    with listening(rows.hear):
        yield rows


@pytest.mark.parametrize("turn", range(2))
def test_nothing_is_known_of_another_tests_events_and_prizes(turn: int) -> None:
    assert (kept_events(), prizes()) == ([], [])

    store_event()
    store_rows(Prize.of({"id": "hoodie", "price": 30}))
    assert (len(kept_events()), len(prizes())) == (1, 1)


def test_rows_are_removed_however_they_were_written(written: WrittenRows) -> None:
    shared_client().put_item(TableName="biztechUsers", Item={"id": {"S": AMIRA}})
    shared_client().update_item(TableName="biztechUsers", Key={"id": {"S": BEN}})
    store_profile("SillyPandasDeny")
    with write_transaction() as writes:
        writes.create(User.of({"id": CHLOE}), otherwise=GONE)
        writes.update(User, (AMIRA, None), [User.fname.set("A")], otherwise=GONE)
    store_rows(*(User.of({"id": f"{number}@example.org"}) for number in range(60)))
    assert tables_with_rows() == ["biztechUsers", "biztechProfiles"]

    written.remove()

    assert tables_with_rows() == []
    assert len(written) == 0


def test_rows_that_nothing_was_heard_of_stay() -> None:
    store_user(AMIRA)
    written = WrittenRows()
    with listening(written.hear):
        store_user(BEN)

    written.remove()

    assert [user.id for user in User.scan()] == [AMIRA]


def test_our_tables_are_emptied_whoever_wrote() -> None:
    for number in range(60):
        store_user(f"{number}@example.org")

    empty_our_tables()

    assert tables_with_rows() == []


def test_removal_takes_tables_that_the_registry_lacks(written: WrittenRows) -> None:
    shared_client().create_table(
        TableName="biztechUsers1999",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    shared_client().put_item(TableName="biztechUsers1999", Item={"id": {"S": "a"}})

    written.remove()

    assert "biztechUsers1999" not in shared_client().list_tables()["TableNames"]


def test_checks_of_a_condition_are_no_writes(written: WrittenRows) -> None:
    store_user(AMIRA)
    before = len(written)

    with write_transaction() as writes:
        writes.require(User, (AMIRA, None), otherwise=GONE)
        writes.create(User.of({"id": BEN}), otherwise=GONE)

    assert len(written) == before + 1
