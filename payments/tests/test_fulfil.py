"""Fulfilment: what a session's money becomes, once, in whatever order we hear of it."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import Any

import pytest

from accounts.models import User
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Registration, event_key
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.people import person
from memberships.services import grant_membership
from payments.errors import UnidentifiedPayment
from payments.ledger import account_of, waiting_for_attention
from payments.models import Payment
from payments.services.decisions import keep
from payments.services.fulfilment import settle
from payments.services.webhooks import apply_event
from payments.tests.people import (
    AMIRA,
    METADATA,
    charge,
    event,
    seen,
    store_event,
)


def payment() -> Payment:
    found = account_of("cs_test_1").payment
    assert found
    return found


def test_paid_session_makes_a_member_and_a_ledger_entry(now: int) -> None:
    settled = apply_event(event(), now=now)

    assert settled.outcome == "fulfilled"
    amira = person(AMIRA)
    assert amira.problems == ()
    assert amira.member
    assert (amira.member.first_name, amira.member.heard_from) == ("Amira", "Friends")
    assert (amira.member.international, amira.member.topics) == (True, [])
    assert amira.member.card_count == 0
    assert payment().plain() == {
        "id": "cs_test_1",
        "sk": "payment",
        "month": "2026-11",
        "state": "paid",
        "email": AMIRA,
        "paymentType": "OAuthMember",
        "metadata": METADATA,
        "paid": 1500,
        "currency": "cad",
        "paymentIntent": "pi_1",
        "fulfilledAt": now,
        "membershipYear": 2026,
        "revision": 1,
        "createdAt": 1_795_170_000_000,
        "updatedAt": now,
    }
    (act,) = history(AMIRA)
    assert (act.act, act.actor) == ("payment", "Stripe")
    assert settled.act and settled.act.wire == act.wire


def test_same_event_again_changes_nothing(now: int) -> None:
    apply_event(event(), now=now)
    before = payment().wire

    again = apply_event(event(), now=now + 1)

    assert (again.outcome, again.act) == ("duplicate", None)
    assert payment().wire == before
    assert len(history(AMIRA)) == 1


def test_another_event_and_the_success_page_fulfil_nothing_again(now: int) -> None:
    apply_event(event(), now=now)

    apply_event(event("evt_2"), now=now + 1)
    settle(seen(), now=now + 2)

    assert payment().fulfilled_at == now
    assert [row.event_id for row in account_of("cs_test_1").events] == [
        "evt_1",
        "evt_2",
    ]
    assert len(history(AMIRA)) == 1


def test_twenty_deliveries_at_once_fulfil_once(now: int) -> None:
    with ThreadPoolExecutor(20) as pool:
        outcomes = list(
            pool.map(lambda _: apply_event(event(), now=now).outcome, range(20))
        )

    assert outcomes.count("fulfilled") == 1
    assert outcomes.count("duplicate") == 19
    assert len(history(AMIRA)) == 1


def test_unpaid_session_waits_for_its_money(now: int) -> None:
    apply_event(event(payment_status="unpaid"), now=now)
    assert (payment().state, person(AMIRA).is_member) == ("processing", False)

    late = event("evt_2", "checkout.session.async_payment_succeeded")
    apply_event(late, now=now + 1)
    assert (payment().state, person(AMIRA).is_member) == ("paid", True)


def test_failed_payment_grants_nothing(now: int) -> None:
    kind = "checkout.session.async_payment_failed"
    apply_event(event("evt_2", kind, payment_status="unpaid"), now=now)

    apply_event(event(payment_status="unpaid"), now=now + 1)

    assert (payment().state, person(AMIRA).is_member) == ("failed", False)


@pytest.mark.parametrize("late", ["open", "expired"])
def test_late_word_never_reopens_a_paid_session(now: int, late: str) -> None:
    apply_event(event(), now=now)

    kind = "checkout.session.expired"
    apply_event(event("evt_2", kind, status=late, payment_status="unpaid"), now=now + 1)

    assert (payment().state, person(AMIRA).is_member) == ("paid", True)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"amount_subtotal": 100}, "asked for $15.00, paid for $1.00"),
        ({"currency": "usd"}, "paid in usd"),
        ({"currency": None}, "paid in no currency"),
        ({"amount_subtotal": 1200}, "asked for $15.00, paid for $12.00"),
    ],
)
def test_wrong_amount_grants_nothing_and_asks(
    now: int, changes: dict[str, Any], problem: str
) -> None:
    settled = apply_event(event(**changes), now=now)

    assert person(AMIRA).is_member is False
    assert settled.act is None
    (waiting,) = waiting_for_attention()
    assert (waiting.attention, waiting.problem) == ("wrong-amount", problem)


def test_promotion_code_is_no_wrong_amount(now: int) -> None:
    apply_event(event(amount_total=0, payment_status="no_payment_required"), now=now)

    assert person(AMIRA).is_member is True
    assert payment().paid == 0


@pytest.mark.parametrize(
    ("metadata", "problem"),
    [
        ({"email": AMIRA}, "unidentified payment type"),
        ({"email": AMIRA, "paymentType": "Gift"}, "unidentified payment type"),
        ({"paymentType": "Member"}, "no e-mail"),
        ({"paymentType": "Member", "email": "zz"}, "no e-mail"),
    ],
)
def test_money_that_cannot_be_matched_is_kept_for_attention(
    now: int, metadata: dict[str, str], problem: str
) -> None:
    with pytest.raises(UnidentifiedPayment, match=problem):
        apply_event(event(metadata=metadata), now=now)

    (waiting,) = waiting_for_attention()
    assert (waiting.attention, waiting.paid) == ("unmatched", 1500)


@pytest.mark.parametrize("changes", [{"amount_subtotal": 100}, {"metadata": {}}])
def test_late_word_never_asks_again_what_an_exec_has_decided(
    now: int, changes: dict[str, Any]
) -> None:
    with suppress(UnidentifiedPayment):
        apply_event(event(**changes), now=now)
    keep("cs_test_1", actor="ben", now=now + 1)

    apply_event(event("evt_2", **changes), now=now + 2)

    assert [payment().attention, payment().decision] == [None, "keep"]
    assert person(AMIRA).is_member is False


def test_existing_user_keeps_what_the_form_leaves_empty(now: int) -> None:
    store_rows(
        User.of({"id": AMIRA, "diet": "Halal", "isMember": False, "createdAt": 1})
    )

    apply_event(event(metadata={**METADATA, "paymentType": "Member"}), now=now)

    user = User.get(AMIRA)
    assert (user.is_member, user.diet, user.created_at) == (True, "Halal", 1)


def test_paying_as_a_member_asks_for_a_refund(now: int) -> None:
    grant_membership(MembershipFacts(email=AMIRA), actor="ben", now=now)
    before = Member.get(AMIRA).wire

    apply_event(event(), now=now)

    assert Member.get(AMIRA).wire == before
    assert payment().attention == "paid-twice"
    apply_event(charge("evt_9", refunded=1500), now=now + 1)
    assert [payment().attention, payment().decision] == [None, "refunded"]
    assert person(AMIRA).is_member is True


def test_refund_asks_and_takes_nothing_away(now: int) -> None:
    apply_event(event(), now=now)

    apply_event(charge("evt_9", refunded=500), now=now + 1)

    assert (payment().refunded, payment().attention) == (500, "refunded")
    assert person(AMIRA).is_member is True


def test_older_refund_never_lowers_a_newer_one(now: int) -> None:
    apply_event(event(), now=now)
    apply_event(charge("evt_9", refunded=1500), now=now + 1)

    apply_event(charge("evt_8", refunded=500), now=now + 2)

    assert payment().refunded == 1500


def test_full_refund_revokes_where_that_is_set(now: int, settings: Any) -> None:
    settings.FULL_REFUND_REVOKES = True
    apply_event(event(), now=now)

    settled = apply_event(charge("evt_9", refunded=1500), now=now + 1)

    assert person(AMIRA).is_member is False
    assert [payment().attention, payment().decision] == [None, "revoke"]
    assert settled.act and settled.act.wire == history(AMIRA)[0].wire
    assert settled.act.act == "revoke"


@pytest.mark.parametrize(
    ("before", "after", "attention"),
    [
        ("incomplete", "registered", None),
        ("accepted", "acceptedComplete", None),
        ("acceptedPending", "acceptedComplete", None),
        ("registered", "registered", None),
        ("checkedIn", "checkedIn", None),
        ("acceptedComplete", "acceptedComplete", None),
        ("cancelled", "cancelled", "registration-closed"),
        ("rejected", "rejected", "registration-closed"),
    ],
)
def test_event_payment_moves_a_registration_forward_only(
    now: int, before: str, after: str, attention: str | None
) -> None:
    key = event_key("blueprint", 2026)
    store_rows(
        Registration.of(
            {
                "id": AMIRA,
                "eventID;year": key,
                "registrationStatus": before,
                "note": "x",
            }
        )
    )
    store_event()

    apply_event(event(metadata=EVENT_METADATA), now=now)

    stored = Registration.get(AMIRA, key).plain()
    assert (stored["registrationStatus"], stored["note"]) == (after, "x")
    assert payment().attention == attention


def test_event_payment_without_a_registration_is_kept_for_attention(now: int) -> None:
    store_event()

    apply_event(event(metadata=EVENT_METADATA), now=now)

    assert payment().attention == "registration-closed"


def test_expired_event_checkout_is_forgotten_by_the_registration(now: int) -> None:
    key = event_key("blueprint", 2026)
    link = "https://checkout.stripe.com/c/pay/cs_test_1#x"
    store_rows(
        Registration.of({"id": AMIRA, "eventID;year": key, "checkoutLink": link})
    )
    expired = event(
        kind="checkout.session.expired",
        status="expired",
        payment_status="unpaid",
        metadata=EVENT_METADATA,
    )

    apply_event(expired, now=now)

    assert "checkoutLink" not in Registration.get(AMIRA, key).wire


def test_event_of_another_kind_is_ignored(now: int) -> None:
    settled = apply_event(event(kind="customer.created"), now=now)

    assert (settled.outcome, list(Payment.read_all())) == ("ignored", [])


EVENT_METADATA = {
    "paymentType": "Event",
    "email": AMIRA,
    "eventID": "blueprint",
    "year": "2026",
}
