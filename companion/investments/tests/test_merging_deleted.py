"""What is left of two registrations of one person, of which one was deleted."""

from decimal import Decimal
from typing import Any

import pytest

from companion.investments.models import Remainder
from companion.investments.queries import remainders_of
from companion.investments.services import invest
from core.dynamo.rows import store_rows
from core.plans.queries import steps_of
from core.plans.tests.plan_runs import EXEC, applied, states
from events.models import Registration, Team
from events.services.moving import delete_registration
from events.services.registering import Application, register
from events.tests.rows import store_event
from interactions.tests.people import join
from memberships.merging.planning import contradictions
from memberships.tests.pairs import OLD, merge, said, undone
from memberships.tests.people import AMIRA

KICKSTART = ("kickstart", 2025)
KEY, TITLE = "kickstart;2025", "Kickstart 2025"
NEW = "amira.new@example.org"


@pytest.fixture(autouse=True)
def two() -> None:
    """Have two members who are one, and a team that takes money."""
    join(AMIRA, now=1)
    join(OLD, now=1)
    store_event(id="kickstart", year=2025, ename="Kickstart")
    store_rows(Team.of({"id": "t1", "eventID;year": KEY, "funding": 0}))


def registered(email: str, *, now: int, invested: int = 0) -> None:
    application = Application(email=email, event_id="kickstart", year=2025)
    register(application, actor=EXEC, by_exec=True, now=now)
    if invested:
        amount = Decimal(invested)
        invest(email, "t1", amount=amount, comment="", actor=email, now=now)


def deleted(email: str, *, now: int) -> None:
    delete_registration(email, *KICKSTART, actor=EXEC, by_exec=True, now=now)


def money() -> dict[str, tuple[Any, Any]]:
    """Return what each address has at the event, and what is kept for it."""
    found = {}
    for email in (AMIRA, OLD, NEW):
        row = Registration.find(email, KEY)
        kept = [row.left for row in remainders_of(email)]
        has = row.plain().get("balance") if row else None
        found[email] = (has, kept[0] if kept else None)
    return found


def remarks(plan: Any) -> list[str]:
    return [text for outcome, text in said(plan) if outcome == "remark"]


@pytest.mark.parametrize("invested", [0, 5_000, 45_000])
@pytest.mark.parametrize(("gone", "there"), [(OLD, AMIRA), (AMIRA, OLD)])
def test_deleted_and_registered_are_one_opening_less_what_both_invested(
    now: int, gone: str, there: str, invested: int
) -> None:
    registered(gone, now=now, invested=10_000)
    deleted(gone, now=now)
    registered(there, now=now, invested=invested)
    before = money()
    has, left = 50_000 - invested, max(40_000 - invested, 0)
    assert before[gone] == (None, 40_000)
    assert before[there] == (has, None)

    plan = applied(merge(now))

    assert money() == {AMIRA: (left, None), OLD: (None, None), NEW: (None, None)}
    theirs, own = (40_000, has) if gone == OLD else (has, 40_000)
    was, becomes = remarks(plan)
    assert was.startswith(f"The registration of {gone} for {TITLE} was deleted before")
    assert becomes == (
        f"Balance at {TITLE}: {theirs} of {OLD} and {own} of {AMIRA} become {left}."
    )
    undone(plan, now)
    assert money() == before


@pytest.mark.parametrize(("gone", "there"), [(OLD, AMIRA), (AMIRA, OLD)])
def test_who_registers_anew_after_a_merge_has_no_second_opening(
    now: int, gone: str, there: str
) -> None:
    registered(gone, now=now, invested=10_000)
    deleted(gone, now=now)
    registered(there, now=now)
    applied(merge(now))

    for turn in range(2):
        deleted(AMIRA, now=now + turn)
        registered(AMIRA, now=now + turn)

    assert money()[AMIRA] == (40_000, None)


def test_two_that_were_deleted_leave_one_opening_less_what_both_invested(
    now: int,
) -> None:
    for email, amount in ((OLD, 10_000), (AMIRA, 15_000)):
        registered(email, now=now, invested=amount)
        deleted(email, now=now)
    before = money()

    plan = applied(merge(now))

    assert money() == {AMIRA: (None, 25_000), OLD: (None, None), NEW: (None, None)}
    assert remarks(plan) == [
        f"Left to invest at {TITLE}: 40000 of {OLD} and 35000 of {AMIRA} become 25000."
    ]
    undone(plan, now)
    assert money() == before
    applied(merge(now))
    registered(AMIRA, now=now)
    assert money()[AMIRA] == (25_000, None)


def keep(email: str, left: int) -> None:
    """Keep money that no opening explains."""
    key, event = Remainder.key(email, KEY)
    store_rows(Remainder.of({"id": key, "eventID;year": event, "left": left}))


@pytest.mark.parametrize(("theirs", "own"), [(70, 90), (90, 70), (70, 70)])
def test_of_two_sums_that_no_opening_explains_the_lesser_is_left(
    now: int, theirs: int, own: int
) -> None:
    keep(OLD, theirs)
    keep(AMIRA, own)
    before = money()

    plan = applied(merge(now))

    assert money() == {AMIRA: (None, 70), OLD: (None, None), NEW: (None, None)}
    undone(plan, now)
    assert money() == before


@pytest.mark.parametrize(("gone", "there"), [(OLD, AMIRA), (AMIRA, OLD)])
def test_what_no_opening_explains_of_one_who_was_deleted_is_chosen(
    now: int, gone: str, there: str
) -> None:
    registered(there, now=now)
    keep(gone, 70)
    before = money()
    (conflict,) = (
        each
        for each in contradictions(OLD, AMIRA, now=now)
        if each.name == f"balance {KEY}"
    )
    whose, other = ("from", "into") if gone == OLD else ("into", "from")
    assert (conflict.told(whose), conflict.told(other)) == ("70", "50000")
    # Who is registered is asked about first.
    assert conflict.stays == other

    plan = applied(merge(now, **{conflict.name: whose}))

    assert money()[AMIRA] == (70, None)
    undone(plan, now)
    assert money() == before
    applied(merge(now))
    assert money()[AMIRA] == (50_000, None)


@pytest.mark.parametrize(("gone", "there"), [(OLD, AMIRA), (AMIRA, OLD), (OLD, OLD)])
def test_registration_without_money_has_what_was_kept(
    now: int, gone: str, there: str
) -> None:
    row = {"id": there, "eventID;year": KEY, "registrationStatus": "checkedIn"}
    store_rows(Registration.of({**row, "isPartner": True}))
    keep(gone, 70)
    before = money()

    plan = applied(merge(now))

    assert money() == {AMIRA: (70, None), OLD: (None, None), NEW: (None, None)}
    stays = Registration.get(AMIRA, KEY)
    assert (stays.status, stays.is_partner) == ("checkedIn", True)
    undone(plan, now)
    assert money() == before


@pytest.mark.parametrize("into", [AMIRA, NEW])
def test_what_is_kept_of_one_alone_goes_along(now: int, into: str) -> None:
    registered(OLD, now=now, invested=10_000)
    deleted(OLD, now=now)
    before = money()

    plan = applied(merge(now, OLD, into))

    assert money() == {**dict.fromkeys(before, (None, None)), into: (None, 40_000)}
    assert remarks(plan) == [
        f"Left to invest at {TITLE}: 40000 of {OLD} and nothing of {into} become 40000."
    ]
    undone(plan, now)
    assert money() == before


def test_what_is_kept_of_the_one_who_stays_alone_stays(now: int) -> None:
    registered(AMIRA, now=now, invested=10_000)
    deleted(AMIRA, now=now)

    plan = applied(merge(now))

    assert money()[AMIRA] == (None, 40_000)
    assert remarks(plan) == []


def test_registration_meanwhile_refuses_money_that_was_to_be_kept(now: int) -> None:
    registered(OLD, now=now, invested=10_000)
    deleted(OLD, now=now)
    plan = merge(now)
    registered(AMIRA, now=now)
    before = money()

    applied(plan)

    assert states(plan)[0] == "refused"
    assert next(steps_of(plan.plan_id)).refusal
    assert money() == before
    applied(merge(now))
    assert money()[AMIRA] == (40_000, None)
