"""One row, one call: what a failed condition becomes, and who may look at it."""

from pathlib import Path

import pytest

from accounts.models import User
from core.dynamo.errors import RowTooLarge, Stale
from core.dynamo.rows import (
    create_row,
    delete_row,
    put_row,
    remove_rows,
    store_rows,
    update_row,
)
from memberships.models import Member

ROOT = Path(__file__).resolve().parents[3]
AMIRA = "amira@student.ubc.ca"
# A condition's failure, as the database and its library call it.
FAILURES = ("ConditionalCheckFailed", "cause_response_code")


def amira(name: str) -> User:
    return User.of({"id": AMIRA, "fname": name})


def test_row_that_is_there_is_not_created_again() -> None:
    create_row(amira("Amira"), otherwise=Stale())

    with pytest.raises(Stale):
        create_row(amira("Other"), otherwise=Stale())
    assert User.get(AMIRA).fname == "Amira"


def test_row_that_is_not_there_is_neither_changed_nor_removed() -> None:
    with pytest.raises(Stale):
        update_row(User, User.key(AMIRA), [User.fname.set("A")], otherwise=Stale())
    with pytest.raises(Stale):
        delete_row(User, User.key(AMIRA), otherwise=Stale())
    assert User.find(AMIRA) is None


def test_row_is_changed_and_removed_on_a_condition_only() -> None:
    create_row(amira("Amira"), otherwise=Stale())
    key, other = User.key(AMIRA), User.fname == "Other"

    with pytest.raises(Stale):
        put_row(amira("B"), condition=other, otherwise=Stale())
    with pytest.raises(Stale):
        delete_row(User, key, condition=other, otherwise=Stale())
    changed = update_row(
        User, key, [User.fname.set("A")], condition=~other, otherwise=Stale()
    )

    assert changed.fname == "A"
    delete_row(User, key, condition=~other, otherwise=Stale())
    assert User.find(AMIRA) is None


def test_row_is_neither_created_nor_changed_beyond_what_can_be_stored() -> None:
    essay = "x" * 410_000
    with pytest.raises(RowTooLarge):
        create_row(amira(essay), otherwise=Stale())
    create_row(amira("Amira"), otherwise=Stale())

    with pytest.raises(RowTooLarge):
        update_row(User, User.key(AMIRA), [User.fname.set(essay)], otherwise=Stale())

    assert User.get(AMIRA).fname == "Amira"


def test_rows_of_several_tables_are_stored_and_removed_together() -> None:
    users = [User.of({"id": f"{number}@example.org"}) for number in range(30)]
    create_row(amira("Amira"), otherwise=Stale())

    store_rows(*users, amira("Other"), Member.of({"id": AMIRA}))

    assert User.count() == 31
    assert User.get(AMIRA).fname == "Other"
    assert Member.find(AMIRA) is not None
    remove_rows(*users[1:], User(AMIRA), Member(AMIRA), Member("nobody@example.org"))
    assert [user.id for user in User.scan()] == ["0@example.org"]
    assert Member.find(AMIRA) is None


def test_no_rows_ask_no_database(database_calls: list[str]) -> None:
    store_rows()
    remove_rows()

    assert database_calls == []


def test_failed_conditions_are_told_apart_in_the_ground_alone() -> None:
    apps = ("accounts", "biztech", "core", "events", "interactions", "memberships")
    modules = [
        path
        for app in (*apps, "payments", "profiles", "tools")
        for path in (ROOT / app).rglob("*.py")
        if "tests" not in path.parts and "node_modules" not in path.parts
    ]

    found = {
        str(path.relative_to(ROOT))
        for path in modules
        if any(each in path.read_text() for each in FAILURES)
    }

    assert {Path(name).parent for name in found} == {Path("core/dynamo")}
