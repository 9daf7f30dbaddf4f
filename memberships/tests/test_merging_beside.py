"""What goes along with two people who are made one, and what may come between."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from accounts.models import User
from biztech.tests.callers import change_row
from core.audit.pending_work import do_pending_work, pending_work
from core.doctor.examining import examine
from core.dynamo.base import of_year
from core.dynamo.registry import table_named
from core.dynamo.tables import create_tables
from core.mail.models import OutgoingMail
from core.plans.deciding import ask_to_apply
from core.plans.queries import steps_of
from core.plans.tests.plan_runs import (
    applied,
    killed_after,
    states,
)
from core.plans.working import work_on
from events.models import Event, Hold, PlaceInLine, Registration
from events.services.counting import recount
from events.tests.rows import (
    GALA,
    GALA_KEY,
    assert_counts_are_true,
    registration,
    sign_up,
    store_event,
)
from interactions.models import Connection
from interactions.queries import connections_of
from interactions.services import connect
from interactions.tests.people import join
from memberships.models import Member
from memberships.people import person
from memberships.tests.pairs import (
    OLD,
    all_rows,
    both_members,
    differing,
    merge,
    paid,
    said,
    undone,
)
from memberships.tests.people import AMIRA, store
from memberships.years import forget_years
from payments.membership_history import act_that_made_member, was_taken
from payments.models import Payment
from payments.services.fulfilment import settle
from payments.tests.people import METADATA, seen
from profiles.queries import find_profile


def test_of_two_registrations_the_better_one_stays(now: int) -> None:
    join(AMIRA, now=1)
    join(OLD, now=1)
    store_event(capac=1)
    sign_up(OLD)
    sign_up(AMIRA)
    assert registration(AMIRA).status == "waitlist"
    mails = len(list(OutgoingMail.read_all()))
    before = all_rows()

    plan = applied(merge(now))

    assert registration(AMIRA).status == "registered"
    assert registration(AMIRA).waiting_since is None
    assert not list(PlaceInLine.of_event(GALA_KEY))
    assert_counts_are_true()
    (remark,) = (text for outcome, text in said(plan) if outcome == "remark")
    assert remark.endswith("registered stays, the other one (waitlist) goes.")
    undone(plan, now)
    assert all_rows()["Registration"] == before["Registration"]
    assert_counts_are_true()
    assert len(list(OutgoingMail.read_all())) == mails


def test_registration_goes_back_while_the_event_is_full(now: int) -> None:
    join(AMIRA, now=1)
    join(OLD, now=1)
    store_event(capac=1)
    sign_up(OLD)

    plan = undone(applied(merge(now)), now)

    assert states(plan)[0] == "undone"
    assert registration(OLD).status == "registered"
    assert_counts_are_true()


def test_seat_that_is_held_goes_along(now: int) -> None:
    join(AMIRA, now=1)
    join(OLD, now=1)
    store_event(capac=1)
    sign_up(OLD)
    row = registration(OLD)
    change_row(
        row, Registration.status.set("incomplete"), Registration.hold_until.set(now + 9)
    )
    recount(Event.get(*GALA), now=now, apply=True)
    assert [hold.email for hold in Hold.of_event(GALA_KEY)] == [OLD]

    plan = applied(merge(now))

    assert [hold.email for hold in Hold.of_event(GALA_KEY)] == [AMIRA]
    assert_counts_are_true()
    undone(plan, now)
    assert [hold.email for hold in Hold.of_event(GALA_KEY)] == [OLD]
    assert_counts_are_true()


def test_undo_is_refused_where_somebody_is_there_again(now: int) -> None:
    kept, _ = both_members(now)
    plan = applied(merge(now))
    join(OLD, now=now)
    before = all_rows()

    plan = undone(plan, now)

    first = next(steps_of(plan.plan_id))
    assert first.state == "kept"
    assert "There is a user record again." in first.refusal
    assert all_rows() == before
    assert find_profile(kept)


def test_taps_at_the_same_moment_are_never_lost(now: int) -> None:
    kept, gone = join(AMIRA, now=1), join(OLD, now=1)
    others = [f"p{number}@example.org" for number in range(8)]
    ids = {join(email, now=1) for email in others}
    plan = merge(now)

    with ThreadPoolExecutor(9) as pool:
        done = pool.submit(applied, plan)
        taps = list(pool.map(lambda email: connect(email, gone, now=now), others))

    assert states(done.result())[0] == "applied"
    assert all(tap.created for tap in taps)
    do_pending_work()
    assert {row.other_id for row in connections_of(kept)} == ids
    assert connections_of(gone) == []


def test_checkout_that_is_paid_after_the_merge_is_the_kept_address(now: int) -> None:
    join(AMIRA, now=1)
    store(User, id=OLD, createdAt=1)
    told = {**METADATA, "email": OLD}
    store(
        Payment,
        id="cs_test_1",
        sk="payment",
        month="2026-11",
        email=OLD,
        paymentType="OAuthMember",
        state="open",
        expected=1500,
        currency="cad",
        metadata=told,
        revision=1,
        createdAt=5,
    )
    applied(merge(now))

    settled = settle(seen(metadata=told), now=now)

    assert settled.payment
    assert settled.payment.email == AMIRA
    assert person(OLD).member is None


def test_merge_is_not_taken_for_a_membership_that_was_taken_away(now: int) -> None:
    both_members(now)
    made = act_that_made_member(AMIRA)
    assert made

    applied(merge(now))

    assert not was_taken(AMIRA, since=0, but_by="")
    again = act_that_made_member(AMIRA)
    assert again
    assert again.act_id == made.act_id


def test_record_of_a_former_year_made_nobody_a_member_of_this_one(now: int) -> None:
    create_tables([replace(table_named(Member.base_name()), year=2025)])
    forget_years()
    join(AMIRA, now=1)
    store(User, id=OLD)
    store(of_year(Member, 2025), id=OLD, firstName="Ami", createdAt=3)
    made = act_that_made_member(AMIRA)
    assert made

    applied(merge(now))

    assert of_year(Member, 2025).find(AMIRA)
    again = act_that_made_member(AMIRA)
    assert again and again.act_id == made.act_id


def test_doctor_has_nothing_to_say_of_a_merge(now: int) -> None:
    both_members(now)
    before = set(examine(now=now))

    applied(merge(now))

    assert set(examine(now=now)) <= before


def test_of_two_merges_at_once_one_is_done(now: int) -> None:
    both_members(now)
    plans = [merge(now), merge(now, AMIRA, OLD)]

    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(applied, plans))

    assert sorted(states(plan)[0] for plan in done) == ["applied", "refused"]
    assert len([p for p in (person(OLD), person(AMIRA)) if p.member]) == 1
    assert pending_work() == []
    assert_counts_are_true()


@pytest.mark.other_process
def test_killed_in_the_middle_it_ends_as_without(now: int) -> None:
    both_members(now)
    for number in range(65):
        paid(OLD, f"cs_many_{number}")
    before = all_rows()
    plan = merge(now)
    assert states(plan)[:2] == ["planned", "planned"]
    ask_to_apply(plan.plan_id)

    killed_after(1, plan, "merge_people", "--apply", "--plan", plan.plan_id)
    assert person(OLD).user is None
    assert states(plan)[:2] == ["applied", "planned"]
    work_on(plan.plan_id)

    assert set(states(plan)) == {"applied", "noted"}
    assert {row.email for row in Payment.read_all()} == {AMIRA}
    undone(plan, now)
    assert differing(before, all_rows(), but=("Seats",)) == {}


@pytest.mark.other_process
def test_killed_before_whom_they_met_moved_it_is_completed(now: int) -> None:
    _, gone = both_members(now)
    before = all_rows()
    plan = merge(now)
    ask_to_apply(plan.plan_id)

    killed_after(
        0,
        plan,
        "merge_people",
        "--apply",
        "--plan",
        plan.plan_id,
        work="steps.do_work_of",
    )
    assert list(Connection.query(f"PROFILE#{gone}", Connection.type.startswith("CON")))
    do_pending_work()
    assert not list(
        Connection.query(f"PROFILE#{gone}", Connection.type.startswith("CON"))
    )
    work_on(plan.plan_id)
    undone(plan, now)

    assert differing(before, all_rows(), but=("Seats",)) == {}
