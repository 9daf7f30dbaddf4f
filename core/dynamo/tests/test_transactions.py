"""One write per decision: all or nothing, and the refusal that the condition names."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from accounts.models import User
from core.dynamo.base import attribute
from core.dynamo.client import listening
from core.dynamo.tests.stand_in import StandIn, answer, cancelled
from core.dynamo.transactions import Writes, read_together, write_transaction
from core.errors import Conflict, Refused
from memberships.models import Member

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"
CHLOE = "chloe@example.org"


class Checked(Refused):
    """The condition check failed."""


class Deleted(Refused):
    """The delete failed."""


class Created(Refused):
    """The put failed."""


class Updated(Refused):
    """The update failed."""


def add(*emails: str) -> None:
    with write_transaction() as writes:
        for email in emails:
            writes.create(User.of({"id": email}), otherwise=Conflict("exists"))


def check(writes: Writes, email: str) -> None:
    writes.require(User, User.key(email), otherwise=Checked("check"))


def delete(writes: Writes, email: str) -> None:
    writes.delete(User, User.key(email), otherwise=Deleted("delete"))


def create(writes: Writes, email: str) -> None:
    writes.create(User.of({"id": email}), otherwise=Created("create"))


def update(writes: Writes, email: str) -> None:
    writes.update(
        User,
        User.key(email),
        [attribute("fname").set("A")],
        otherwise=Updated("update"),
    )


Step = Callable[[Writes, str], None]
IN_CALL_ORDERS: list[list[Step]] = [
    [check, delete, create, update],
    [update, create, delete, check],
    [create, update, check, delete],
]


@pytest.mark.parametrize("steps", IN_CALL_ORDERS)
@pytest.mark.parametrize(
    ("failing", "refusal"),
    [(check, Checked), (delete, Deleted), (create, Created), (update, Updated)],
)
def test_failing_condition_raises_its_own_refusal_whatever_the_call_order(
    failing: Step, refusal: type[Refused], steps: list[Step]
) -> None:
    add("check@a.co", "delete@a.co", "update@a.co", "taken@a.co")
    present: dict[Step, str] = {
        check: "check@a.co",
        delete: "delete@a.co",
        update: "update@a.co",
    }
    emails = {**present, create: "new@a.co"}
    emails[failing] = "taken@a.co" if failing is create else "missing@a.co"
    before = sorted(user.id for user in User.read_all())

    with pytest.raises(refusal), write_transaction() as writes:
        for step in steps:
            step(writes, emails[step])

    assert sorted(user.id for user in User.read_all()) == before


def test_transaction_that_succeeds_applies_every_part_in_one_call(
    database_calls: list[str],
) -> None:
    add("check@a.co", "delete@a.co", "update@a.co")
    database_calls.clear()

    with write_transaction() as writes:
        check(writes, "check@a.co")
        delete(writes, "delete@a.co")
        create(writes, "new@a.co")
        update(writes, "update@a.co")

    assert database_calls == ["TransactWriteItems"]
    assert User.find("delete@a.co") is None
    assert User.find("new@a.co") is not None
    changed = User.find("update@a.co")
    assert changed is not None
    assert changed.fname == "A"


def test_transaction_without_writes_calls_nothing(database_calls: list[str]) -> None:
    with write_transaction() as writes:
        assert len(writes) == 0

    assert database_calls == []


def test_error_inside_the_block_sends_nothing(database_calls: list[str]) -> None:
    with pytest.raises(ZeroDivisionError), write_transaction() as writes:
        create(writes, AMIRA)
        _ = 1 / 0

    assert database_calls == []


def test_update_of_a_missing_row_creates_no_ghost() -> None:
    with pytest.raises(Updated), write_transaction() as writes:
        update(writes, CHLOE)

    assert User.find(CHLOE) is None


def test_update_keeps_attributes_that_no_model_declares() -> None:
    row = {"id": AMIRA, "creditsV2": {"kept": [1, "two", None, True]}, "tags": {"a"}}
    with write_transaction() as writes:
        writes.create(User.of(row), otherwise=Conflict("exists"))

    with write_transaction() as writes:
        update(writes, AMIRA)

    found = User.find(AMIRA)
    assert found is not None
    assert found.wire == {
        "id": {"S": AMIRA},
        "fname": {"S": "A"},
        "tags": {"SS": ["a"]},
        "creditsV2": {
            "M": {
                "kept": {
                    "L": [{"N": "1"}, {"S": "two"}, {"NULL": True}, {"BOOL": True}]
                }
            }
        },
    }


def test_twenty_creations_at_once_make_one_row_and_nineteen_refusals() -> None:
    def attempt(_: int) -> bool:
        try:
            with write_transaction() as writes:
                create(writes, AMIRA)
        except Created:
            return False
        return True

    with ThreadPoolExecutor(8) as pool:
        outcomes = list(pool.map(attempt, range(20)))

    assert sorted(outcomes) == [False] * 19 + [True]


@pytest.mark.parametrize(
    "code", ["TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"]
)
def test_passing_reason_is_retried_until_the_write_goes_through(
    stand_in: StandIn, code: str
) -> None:
    # No engine here ever reports a conflict.
    stand_in.will(cancelled("None", code), cancelled("None", code), answer({}))

    with write_transaction() as writes:
        create(writes, AMIRA)
        create(writes, BEN)

    assert len(stand_in.heard) == 3


def test_condition_beside_a_conflict_is_the_answer(stand_in: StandIn) -> None:
    stand_in.will(cancelled("TransactionConflict", "ConditionalCheckFailed"))

    with pytest.raises(Updated), write_transaction() as writes:
        create(writes, AMIRA)
        update(writes, BEN)


def test_repeated_transaction_carries_one_token(stand_in: StandIn) -> None:
    stand_in.will(cancelled("TransactionConflict"), answer({}))
    tokens: list[str] = []

    with (
        listening(lambda _, request: tokens.append(request["ClientRequestToken"])),
        write_transaction() as writes,
    ):
        create(writes, AMIRA)

    assert len(tokens) == 2
    assert len(set(tokens)) == 1


def test_read_together_reads_several_tables_in_one_call(
    database_calls: list[str],
) -> None:
    add(AMIRA)
    with write_transaction() as writes:
        member = Member.of({"id": AMIRA, "firstName": "Amira"})
        writes.create(member, otherwise=Conflict("exists"))
    database_calls.clear()

    user, found, nobody = read_together(
        (User, User.key(AMIRA)), (Member, Member.key(AMIRA)), (User, User.key(CHLOE))
    )

    assert database_calls == ["TransactGetItems"]
    assert (user.id, found.name, nobody) == (AMIRA, "Amira", None)


def test_read_together_in_conflict_is_repeated(stand_in: StandIn) -> None:
    found = {"Responses": [{"Item": {"id": {"S": AMIRA}}}]}
    stand_in.will(cancelled("TransactionConflict"), answer(found))

    [user] = read_together((User, User.key(AMIRA)))

    assert user.id == AMIRA
