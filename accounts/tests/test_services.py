"""Accounts: sign-up in one write, edits that keep what they do not know, favourites."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from accounts.errors import UserExists
from accounts.models import User
from accounts.services import edit_user, sign_up
from core.audit.trail import history
from core.dynamo.rows import store_rows
from core.errors import CannotUpdate, NotFound

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"


def store(**values: Any) -> None:
    store_rows(User.of({"id": AMIRA, **values}))


def test_sign_up_stores_one_row_in_one_call(
    now: int, database_calls: list[str]
) -> None:
    stored = sign_up(
        {"id": AMIRA, "fname": "Amira", "year": 3},
        favourites=["blueprint;2026"],
        by_exec=False,
        now=now,
    )

    assert database_calls == ["PutItem"]
    assert stored == {
        "id": AMIRA,
        "fname": "Amira",
        "year": 3,
        "studentId": 0,
        "isMember": False,
        "admin": False,
        "favedEventsID": ["blueprint"],
        "favedEventsID;year": ["blueprint;2026"],
        "createdAt": now,
        "updatedAt": now,
    }
    assert User.get(AMIRA).plain() == stored


@pytest.mark.parametrize(("by_exec", "is_member"), [(False, False), (True, True)])
def test_sign_up_as_a_member_needs_an_exec(
    now: int, by_exec: bool, is_member: bool
) -> None:
    values = {"id": AMIRA, "isMember": True, "admin": True}

    stored = sign_up(values, favourites=[], by_exec=by_exec, now=now)

    assert (stored["isMember"], stored["admin"]) == (is_member, False)


def test_sign_up_of_the_clubs_domain_is_flagged_admin(now: int) -> None:
    stored = sign_up({"id": BEN, "admin": False}, favourites=[], by_exec=False, now=now)

    assert stored["admin"] is True


def test_sign_up_twenty_times_at_once_makes_one_account(now: int) -> None:
    def attempt(number: int) -> bool:
        try:
            sign_up({"id": AMIRA, "n": number}, favourites=[], by_exec=False, now=now)
        except UserExists:
            return False
        return True

    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(attempt, range(20)))

    assert made.count(True) == 1


def test_edit_keeps_unknown_attributes_and_is_recorded(now: int) -> None:
    store(fname="A", shoeSize=39, badges={"a"})

    edited = edit_user(
        AMIRA, {"fname": "Amira", "team name": "x"}, actor=AMIRA, by_exec=False, now=now
    )

    assert edited.changed == {"fname": "Amira", "team name": "x", "updatedAt": now}
    assert User.get(AMIRA).plain() == {
        "id": AMIRA,
        "fname": "Amira",
        "shoeSize": 39,
        "badges": ["a"],
        "team name": "x",
        "updatedAt": now,
    }
    (act,) = history(AMIRA)
    assert (act.act, act.actor) == ("edit", AMIRA)
    assert '"fname": ["A", "Amira"]' in act.changes


@pytest.mark.parametrize("by_exec", [True, False])
@pytest.mark.parametrize("name", ["admin", "keptProfileID"])
def test_edit_of_a_protected_attribute_writes_nothing(
    now: int, name: str, by_exec: bool
) -> None:
    store(fname="A")

    with pytest.raises(CannotUpdate, match=f"Cannot update {name}"):
        edit_user(
            AMIRA, {"fname": "B", name: True}, actor=BEN, by_exec=by_exec, now=now
        )

    assert User.get(AMIRA).plain() == {"id": AMIRA, "fname": "A"}


@pytest.mark.parametrize(("name", "value"), [("isMember", True), ("credits", 99)])
def test_edit_of_membership_or_credits_is_an_execs(
    now: int, name: str, value: Any
) -> None:
    store(isMember=False)

    with pytest.raises(CannotUpdate, match=f"Cannot update {name}"):
        edit_user(AMIRA, {name: value}, actor=AMIRA, by_exec=False, now=now)
    edit_user(AMIRA, {name: value}, actor=BEN, by_exec=True, now=now)

    assert User.get(AMIRA).plain()[name] == value


def test_edit_that_sends_the_whole_row_back_changes_nothing(now: int) -> None:
    store(isMember=True, createdAt=1, updatedAt=2, favedEventsID={"x"})
    row = User.get(AMIRA).plain()

    edited = edit_user(
        AMIRA, {**row, "id": "x", "createdAt": 9}, actor=AMIRA, by_exec=False, now=now
    )

    assert edited.changed == {}
    assert User.get(AMIRA).plain() == row
    assert history(AMIRA) == []


def test_edit_of_an_unknown_user_makes_no_row(now: int) -> None:
    with pytest.raises(NotFound, match="user with id"):
        edit_user(AMIRA, {"fname": "A"}, actor=BEN, by_exec=True, now=now)

    assert User.find(*User.key(AMIRA)) is None
