"""Reconciliation: what it names, what it heals, and what it leaves alone."""

from typing import Any

import pytest

from accounts.models import User
from biztech.tests.wiping import writes
from core.audit.trail import history
from core.clock import now_ms
from core.dynamo.client import counted_calls
from core.dynamo.rows import remove_rows, store_rows
from events.models import Registration, event_key
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.people import person
from memberships.services import (
    add_member,
    delete_member,
    edit_member,
    grant_membership,
    revoke_membership,
)
from payments.ledger import account_of
from payments.models import Payment
from payments.services.decisions import keep, revoke
from payments.services.reconciliation import (
    heal,
    look,
    sessions_since,
    unexplained_members,
)
from payments.services.refunds import REFUND_REASON
from payments.tests.checkouts import opened, paid, shown
from payments.tests.people import AMIRA, store_event
from tools.stripe import play

BEN = "ben@ubcbiztech.com"
BLUEPRINT: dict[str, Any] = {
    "paymentType": "Event",
    "eventID": "blueprint",
    "year": "2026",
}
UNHEARD = ("missing-from-ledger", "paid-not-member")

Sight = tuple[tuple[str, ...], str]


def looked(session_id: str, now: int) -> Sight:
    one = look(shown(session_id), now=now)
    return one.findings, one.verdict


def healed(session_id: str, now: int) -> Sight:
    one = heal(shown(session_id), actor=BEN, now=now)
    return one.findings, one.verdict


def payment(session_id: str) -> Payment:
    found = account_of(session_id).payment
    assert found
    return found


def test_paid_checkout_nobody_told_of_is_named_and_healed(now: int) -> None:
    session_id = paid()

    assert looked(session_id, now) == (UNHEARD, "to heal")
    assert person(AMIRA).is_member is False
    assert healed(session_id, now) == (UNHEARD, "healed")
    assert person(AMIRA).is_member is True
    assert looked(session_id, now) == ((), "in order")
    (act,) = history(AMIRA)
    assert (act.act, act.actor) == ("payment", BEN)


def test_looking_writes_nothing(now: int) -> None:
    session = shown(paid())

    with counted_calls() as calls:
        look(session, now=now)

    assert [name for name in calls if writes(name)] == []


def test_healing_again_writes_nothing(now: int) -> None:
    session_id = paid(paymentType="UserMember")
    play.refund(session_id, amount=500, now=now_ms())
    healed(session_id, now)
    session = shown(session_id)

    with counted_calls() as calls:
        one = heal(session, actor=BEN, now=now + 1)

    assert one.findings == ("refunded-but-member",)
    assert [name for name in calls if writes(name)] == []


@pytest.mark.parametrize(
    ("changes", "finding"),
    [
        ({"cents": 100}, "wrong-amount"),
        ({"currency": "usd"}, "wrong-amount"),
        ({"paymentType": "Gift"}, "unmatched"),
        ({"email": ""}, "unmatched"),
        (BLUEPRINT, "registration-closed"),
    ],
)
def test_money_that_pays_for_nothing_is_named_recorded_and_left_to_an_exec(
    now: int, changes: dict[str, Any], finding: str
) -> None:
    store_event()
    session_id = paid(**changes)

    assert looked(session_id, now)[0] == ("missing-from-ledger", finding)
    assert healed(session_id, now)[1] == "needs a decision"
    assert looked(session_id, now) == ((finding,), "needs a decision")
    assert person(AMIRA).is_member is False
    keep(session_id, actor=BEN, now=now)
    assert looked(session_id, now) == ((), "in order")


def test_second_payment_of_a_member_needs_a_decision(now: int) -> None:
    healed(paid(), now)
    session_id = paid()

    assert looked(session_id, now)[0] == ("missing-from-ledger", "paid-twice")
    assert healed(session_id, now)[1] == "needs a decision"


def test_paid_event_moves_the_registration(now: int) -> None:
    key = event_key("blueprint", 2026)
    row = {"id": AMIRA, "eventID;year": key, "registrationStatus": "incomplete"}
    store_rows(Registration.of(row))
    store_event()
    session_id = paid(**BLUEPRINT)

    findings = ("missing-from-ledger", "paid-not-registered")
    assert healed(session_id, now) == (findings, "healed")
    assert Registration.get(AMIRA, key).status == "registered"


def test_refund_nobody_told_of_is_recorded_and_asks(now: int) -> None:
    session_id = paid()
    healed(session_id, now)
    play.refund(session_id, now=now_ms())

    findings = ("behind-stripe", "refunded-but-member")
    assert looked(session_id, now) == (findings, "needs a decision")
    assert payment(session_id).refunded is None
    assert healed(session_id, now) == (findings, "needs a decision")
    assert payment(session_id).refunded == 1500
    assert person(AMIRA).is_member is True


def test_dispute_nobody_told_of_is_recorded_and_asks(now: int) -> None:
    session_id = paid()
    healed(session_id, now)
    play.dispute(session_id, now=now_ms())

    assert healed(session_id, now)[0] == ("behind-stripe", "disputed")
    assert payment(session_id).disputed is True


def test_refund_of_an_event_says_nothing_of_a_membership(now: int) -> None:
    grant_membership(MembershipFacts(email=AMIRA), actor=BEN, now=now)
    key = event_key("blueprint", 2026)
    row = {"id": AMIRA, "eventID;year": key, "registrationStatus": "incomplete"}
    store_rows(Registration.of(row))
    store_event()
    session_id = paid(**BLUEPRINT)
    play.refund(session_id, now=now_ms())

    assert healed(session_id, now)[0][-1] == "refunded"


@pytest.mark.parametrize(
    ("end", "state"),
    [
        (lambda one: play.expire(one, now=now_ms()), "expired"),
        (lambda one: play.pay_later(one, now=now_ms()), "processing"),
    ],
)
def test_checkout_that_ended_unheard_is_brought_up_to_date(
    now: int, end: Any, state: str
) -> None:
    session_id = opened()
    healed(session_id, now)
    end(session_id)

    assert looked(session_id, now) == (("behind-stripe",), "to heal")
    assert healed(session_id, now) == (("behind-stripe",), "healed")
    assert payment(session_id).state == state


def test_delayed_payment_that_failed_unheard_is_no_longer_awaited(now: int) -> None:
    session_id = opened()
    play.pay_later(session_id, now=now_ms())
    healed(session_id, now)
    play.settle_later(session_id, succeeded=False, now=now_ms())

    healed(session_id, now)

    assert payment(session_id).state == "failed"


def test_invitation_that_a_crash_prevented_is_sent(now: int) -> None:
    session_id = paid(paymentType="UserMember")

    findings = (*UNHEARD, "invitation-due")
    assert healed(session_id, now) == (findings, "healed")
    assert payment(session_id).invitation == "sent"


def test_membership_that_vanished_without_anybody_taking_it_comes_back(
    now: int,
) -> None:
    session_id = paid()
    healed(session_id, now)
    remove_rows(Member.get(AMIRA))

    assert looked(session_id, now) == (("paid-not-member",), "to heal")
    assert healed(session_id, now) == (("paid-not-member",), "healed")
    assert person(AMIRA).is_member is True


def test_membership_that_an_exec_took_stays_taken(now: int) -> None:
    session_id = paid()
    healed(session_id, now)
    revoke_membership(
        AMIRA, reason="Asked for it.", keep_profile=False, actor=BEN, now=now + 1
    )

    assert healed(session_id, now + 2) == ((), "in order")
    assert person(AMIRA).is_member is False


def test_membership_that_one_refund_ended_while_another_payment_came_in_comes_back(
    now: int,
) -> None:
    session_id = paid()
    healed(session_id, now)
    revoke_membership(
        AMIRA, reason=REFUND_REASON, keep_profile=True, actor="Stripe", now=now + 1
    )

    assert healed(session_id, now + 2) == (("paid-not-member",), "healed")
    assert person(AMIRA).problems == ()


def test_member_record_that_an_exec_deleted_stays_deleted(now: int) -> None:
    session_id = paid()
    healed(session_id, now)
    delete_member(AMIRA, actor=BEN, now=now + 1)

    assert looked(session_id, now + 2) == ((), "in order")


def test_membership_revoked_after_a_refund_stays_revoked(now: int) -> None:
    session_id = paid()
    play.refund(session_id, now=now_ms())
    healed(session_id, now)
    revoke(session_id, reason="Refunded.", actor=BEN, now=now + 1)

    assert healed(session_id, now + 2) == ((), "in order")
    assert person(AMIRA).is_member is False


def test_membership_of_another_year_is_not_looked_for_in_this_one(now: int) -> None:
    session_id = paid()
    healed(session_id, now)
    remove_rows(Member.get(AMIRA))
    store_rows(Payment.of({**payment(session_id).plain(), "membershipYear": 2025}))

    assert looked(session_id, now) == ((), "in order")


def test_members_who_neither_paid_nor_were_granted_it_are_named(now: int) -> None:
    healed(paid(), now)
    grant_membership(MembershipFacts(email="dora@ubc.ca"), actor=BEN, now=now)
    add_member({"id": "emil@ubc.ca"}, actor=BEN, now=now)
    edit_member("emil@ubc.ca", {"diet": "Vegan"}, actor=BEN, now=now)
    for email in ("chloe@example.org", BEN):
        store_rows(Member.of({"id": email, "createdAt": now}))
    store_rows(
        Member.of({"id": "long.ago@ubc.ca", "createdAt": now - 2}),
        Member.of({"id": "undated@ubc.ca"}),
        User.of({"id": "chloe@example.org", "isMember": True}),
    )

    found = unexplained_members(since=now - 1)

    assert [member.id for member in found] == ["chloe@example.org"]


def test_member_whose_second_payment_counted_has_paid(now: int) -> None:
    store_rows(Member.of({"id": AMIRA, "createdAt": now}))
    healed(paid(), now)

    assert unexplained_members(since=now) == []


def test_checkouts_come_newest_first_page_by_page(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("payments.services.reconciliation._PAGE", 2)
    ids = [opened() for _ in range(5)]

    listed = [session["id"] for session in sessions_since(0)]

    assert listed == ids[::-1]
    behind = [session["id"] for session in sessions_since(0, after=ids[2])]
    assert behind == [ids[1], ids[0]]
    assert list(sessions_since(now_ms() + 60_000)) == []
