"""What somebody has left who was registered, and given money, twice."""

from decimal import Decimal
from typing import Any

import pytest

from companion.investments.services import invest
from core.dynamo.rows import store_rows
from core.plans.tests.plan_runs import applied
from events.models import Registration, Team
from interactions.tests.people import join
from memberships.merging.planning import contradictions
from memberships.tests.pairs import OLD, merge, said, undone
from memberships.tests.people import AMIRA

KEY = "kickstart;2025"


@pytest.fixture(autouse=True)
def two() -> None:
    """Have two members who are one, and a team that takes money."""
    join(AMIRA, now=1)
    join(OLD, now=1)
    store_rows(Team.of({"id": "t1", "eventID;year": KEY, "funding": 0}))


def store_registered(email: str, **values: Any) -> None:
    row = {"id": email, "eventID;year": KEY, "registrationStatus": "checkedIn"}
    store_rows(Registration.of({**row, **values}))


def invested(email: str, amount: int, *, now: int) -> None:
    invest(email, "t1", amount=Decimal(amount), comment="", actor=email, now=now)


def balance_of(email: str) -> Any:
    return Registration.get(email, KEY).plain().get("balance")


@pytest.mark.parametrize(
    ("one", "other", "left"),
    [(10, 20, 49_970), (10, 10, 49_980), (0, 0, 50_000), (30_000, 40_000, 0)],
)
def test_one_opening_is_left_after_all_that_both_invested(
    now: int, one: int, other: int, left: int
) -> None:
    for email, amount in ((AMIRA, one), (OLD, other)):
        store_registered(email, balance=50_000)
        if amount:
            invested(email, amount, now=now)
    before = [balance_of(email) for email in (AMIRA, OLD)]

    plan = applied(merge(now))

    assert balance_of(AMIRA) == left
    assert Team.get("t1", KEY).funding == one + other
    if one or other:
        remark = (
            f"Balance at {KEY}: {before[1]} of {OLD} and {before[0]} of {AMIRA}"
            f" become {left}."
        )
        assert ("remark", remark) in said(plan)
    undone(plan, now)
    assert [balance_of(email) for email in (AMIRA, OLD)] == before


def test_money_that_no_opening_explains_is_chosen(now: int) -> None:
    store_registered(AMIRA, balance=50_000)
    store_registered(OLD, balance=70)
    (conflict,) = (
        each
        for each in contradictions(OLD, AMIRA, now=now)
        if each.name.startswith("balance")
    )
    assert (conflict.label, conflict.sender, conflict.into, conflict.stays) == (
        f"Balance at {KEY}",
        ("70",),
        ("50000",),
        "into",
    )

    plan = applied(merge(now, **{f"balance {KEY}": "from"}))

    assert balance_of(AMIRA) == 70
    assert ("chosen", f"Balance at {KEY}: 70 stays, 50000 goes.") in said(plan)
    undone(plan, now)
    assert [balance_of(email) for email in (AMIRA, OLD)] == [50_000, 70]
    applied(merge(now))
    assert balance_of(AMIRA) == 50_000


def test_money_of_one_goes_along(now: int) -> None:
    store_registered(AMIRA)
    store_registered(OLD, balance=70)

    applied(merge(now))

    assert balance_of(AMIRA) == 70
