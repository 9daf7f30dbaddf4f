"""What every entity shares."""

from collections.abc import Callable
from typing import Any

import pytest

from accounts.models import User
from core.dynamo.base import (
    attribute,
    changes_between,
    comparable_part,
    entity_for,
    equals,
    of_year,
)
from core.dynamo.client import shared_client
from core.dynamo.errors import Stale
from core.dynamo.registry import table_named
from core.dynamo.tables import create_tables
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.dynamo.wire import to_item
from core.errors import Conflict
from memberships.models import Member
from profiles.models import QR, Profile

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"
CHLOE = "chloe@example.org"


def add(*entities: Any) -> None:
    with write_transaction() as writes:
        for entity in entities:
            writes.create(entity, otherwise=Conflict("exists"))


@pytest.mark.parametrize(
    "write",
    [
        lambda: User.of({"id": AMIRA}).save(),
        lambda: User(AMIRA).update([User.fname.set("Amira")]),
        lambda: User(AMIRA).delete(),
        User.batch_write,
    ],
    ids=["save", "update", "delete", "batch_write"],
)
def test_entity_itself_writes_nothing(
    write: Callable[[], object], database_calls: list[str]
) -> None:
    with pytest.raises(TypeError, match=r"core\.dynamo\.rows"):
        write()

    assert database_calls == []


def test_find_of_a_missing_row_is_none() -> None:
    assert User.find(CHLOE) is None


@pytest.mark.parametrize(
    ("hash_key", "range_key"),
    [("x" * 2049, "y"), ("é" * 1025, "y"), ("x", "y" * 1025), ("", "y"), ("x", "")],
)
def test_find_by_a_key_that_no_row_can_have_is_none(
    hash_key: str, range_key: str
) -> None:
    key = QR.key("code", "blueprint", 2026)
    add(QR.of({"id": key[0], "eventID;year": key[1]}))

    assert QR.find(hash_key, range_key) is None
    assert list(QR.find_many([(hash_key, range_key), key])) == [key]


def test_rows_are_found_in_one_call_whatever_their_order(
    database_calls: list[str],
) -> None:
    add(User.of({"id": AMIRA}), User.of({"id": BEN}))
    database_calls.clear()

    found = User.find_many([User.key(BEN), User.key(CHLOE), User.key(AMIRA)])

    assert {key: user.id for key, user in found.items()} == {
        (AMIRA, None): AMIRA,
        (BEN, None): BEN,
    }
    assert database_calls == ["BatchGetItem"]


def test_rows_with_a_range_key_are_found_by_both_parts() -> None:
    key = QR.key("code", "blueprint", 2026)
    add(QR.of({"id": key[0], "eventID;year": key[1], "type": "Booth"}))

    found = QR.find_many([key, QR.key("code", "blueprint", 2025)])

    assert list(found) == [("code", "blueprint;2026")]
    assert found[key].key_of() == key


def test_found_and_listed_rows_hold_what_was_asked_and_their_keys() -> None:
    key = QR.key("code", "blueprint", 2026)
    values = {"id": key[0], "eventID;year": key[1], "type": "Booth", "points": 3}
    add(QR.of(values))

    (found,) = QR.find_many([key], attributes=["type"], consistent=False).values()
    (listed,) = QR.read_all(attributes=[])

    assert found.plain() == {"id": key[0], "eventID;year": key[1], "type": "Booth"}
    assert listed.plain() == {"id": key[0], "eventID;year": key[1]}
    with pytest.raises(LookupError, match="points"):
        assert found.points


def test_finding_no_rows_asks_no_database(database_calls: list[str]) -> None:
    assert User.find_many([]) == {}
    assert database_calls == []


def test_list_follows_every_page() -> None:
    text = "x" * 350_000
    add(*[User.of({"id": f"{number}@a.co", "fname": text}) for number in range(5)])

    assert len(list(User.read_all())) == 5


def test_models_share_one_client() -> None:
    connections = {
        id(model._get_connection().connection.client) for model in (User, Member, QR)
    }

    assert connections == {id(shared_client())}


def test_table_follows_year_and_environment_without_a_restart(settings: Any) -> None:
    settings.MEMBERSHIP_YEAR = 2031
    settings.ENVIRONMENT = "PROD"
    create_tables([table_named("biztechMembers")])

    add(Member.of({"id": AMIRA}))

    rows = shared_client().scan(TableName="biztechMembers2031PROD")["Items"]
    assert rows == [{"id": {"S": AMIRA}}]


def test_entity_of_another_year_reads_that_years_table(settings: Any) -> None:
    settings.MEMBERSHIP_YEAR = 2025
    create_tables([table_named("biztechMembers")])
    add(Member.of({"id": AMIRA}))
    settings.MEMBERSHIP_YEAR = 2026

    assert Member.find(AMIRA) is None
    assert of_year(Member, 2025).find(AMIRA) is not None
    assert of_year(Member, 2025) is of_year(Member, 2025)


def test_entity_is_found_by_its_tables_name() -> None:
    assert entity_for("biztechUsers") is User
    assert entity_for("biztechMembers", 2025) is of_year(Member, 2025)


def test_unknown_table_has_no_entity() -> None:
    with pytest.raises(LookupError, match="biztechNothing"):
        entity_for("biztechNothing")


def test_changes_turn_one_item_into_the_other_and_leave_the_rest() -> None:
    before = User.of({"id": AMIRA, "fname": "A", "major": "X", "credits": 3})
    after = User.of({"id": AMIRA, "fname": "B", "credits": 3, "odd;name": [1]})
    add(before)

    with write_transaction() as writes:
        writes.update(
            User,
            User.key(AMIRA),
            changes_between(before.wire, after.wire),
            condition=equals(before.wire, ["fname", "major", "odd;name"]),
            otherwise=Stale(),
        )

    found = User.find(AMIRA)
    assert found is not None
    assert found.wire == after.wire


@pytest.mark.parametrize("name", ["fname", "odd;name"])
def test_equality_with_an_item_that_changed_meanwhile_is_false(name: str) -> None:
    before = User.of({"id": AMIRA, "fname": "A"})
    add(User.of({"id": AMIRA, "fname": "other", "odd;name": "new"}))

    with pytest.raises(Stale), write_transaction() as writes:
        writes.update(
            User,
            User.key(AMIRA),
            [attribute("major").set("X")],
            condition=equals(before.wire, [name]),
            otherwise=Stale(),
        )


def test_plain_values_are_those_stored_under_their_stored_names() -> None:
    row = {"compositeID": "PROFILE#SillyPandasDeny", "type": "PROFILE", "odd": [1, "a"]}
    add(Profile.of(row))

    found = Profile.find(*Profile.key("SillyPandasDeny"))

    assert found is not None
    assert found.plain() == row


def test_row_that_must_be_absent_stops_the_transaction() -> None:
    add(User.of({"id": AMIRA}))

    with pytest.raises(Conflict, match="is there"), write_transaction() as writes:
        writes.require_absent(User, User.key(AMIRA), otherwise=Conflict("is there"))
        writes.create(User.of({"id": BEN}), otherwise=Conflict("exists"))

    assert User.find(BEN) is None


def test_decision_on_stale_facts_is_made_again() -> None:
    attempts: list[int] = []

    def decide(attempt: int) -> str:
        attempts.append(attempt)
        if attempt < 2:
            raise Stale
        return "decided"

    assert retry_on_conflict(decide) == "decided"
    assert attempts == [0, 1, 2]


def test_decision_that_stays_stale_is_refused_for_good() -> None:
    def decide(_: int) -> None:
        raise Stale

    with pytest.raises(Stale, match=r"Please try again\."):
        retry_on_conflict(decide)


def test_condition_compares_a_whole_row_and_what_it_lacks() -> None:
    row = to_item({"id": AMIRA, "shoeSize": 39})

    assert sorted(comparable_part(row, {"id", "fname"})) == ["fname", "id", "shoeSize"]


def test_condition_compares_of_a_large_row_what_fits_declared_ones_first() -> None:
    many = {f"a{number}": "x" for number in range(500)}
    row = to_item({"id": AMIRA, "fname": "Amira", "essay": "x" * 100_000, **many})

    compared = comparable_part(row, {"id", "fname"})

    assert set(compared[:2]) == {"id", "fname"}
    assert len(compared) == 100
    assert "essay" not in comparable_part(row, {"id", "fname", "essay"})
