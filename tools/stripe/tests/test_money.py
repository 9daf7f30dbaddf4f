"""Paying, declining, waiting, refunding and disputing, through Stripe's own library."""

from typing import Any

import pytest
import stripe

from tools.stripe import play
from tools.stripe.errors import StripeRefusal
from tools.stripe.tests.conftest import OpenSession, happened


def told() -> list[str]:
    """Return the types of the events our endpoint is told of, the oldest first."""
    return [event["type"] for event in happened()]


def test_paid_session_has_an_intent_and_a_charge_with_the_intents_metadata(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session(
        metadata={"order": "7"}, payment_intent_data={"metadata": {"order": "8"}}
    )

    play.pay(session.id, now=now)

    seen = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge"]}
    )
    intent: Any = seen.payment_intent
    charge = intent.latest_charge
    assert (seen.status, seen.payment_status, seen.url) == ("complete", "paid", None)
    assert (intent.status, intent.amount_received) == ("succeeded", 1500)
    assert (charge.status, charge.paid, charge.refunded) == ("succeeded", True, False)
    assert charge.metadata.to_dict() == {"order": "8"}
    assert told() == ["checkout.session.completed"]


def test_declined_card_leaves_the_session_open_for_another(
    open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id

    declined = play.decline(session_id, now=now)
    assert (declined["status"], declined["payment_status"]) == ("open", "unpaid")
    paid = play.pay(session_id, now=now)

    assert paid["payment_intent"] == declined["payment_intent"]
    assert told() == ["checkout.session.completed"]


@pytest.mark.parametrize(
    ("succeeded", "status", "event"),
    [
        (True, "paid", "checkout.session.async_payment_succeeded"),
        (False, "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_delayed_payment_completes_unpaid_and_settles_once(
    open_session: OpenSession,
    now: int,
    succeeded: bool,
    status: str,
    event: str,
) -> None:
    session = open_session()
    completed = play.pay_later(session.id, now=now)
    assert (completed["status"], completed["payment_status"]) == ("complete", "unpaid")

    settled = play.settle_later(session.id, succeeded=succeeded, now=now)

    assert settled["payment_status"] == status
    assert told() == ["checkout.session.completed", event]
    with pytest.raises(StripeRefusal, match="awaits no payment"):
        play.settle_later(session.id, succeeded=True, now=now)


def test_event_shows_the_session_as_it_was(open_session: OpenSession, now: int) -> None:
    session = open_session()
    play.pay_later(session.id, now=now)
    play.settle_later(session.id, succeeded=True, now=now)

    events = happened()

    statuses = [event["data"]["object"]["payment_status"] for event in events]
    assert statuses == ["unpaid", "paid"]
    assert {event["api_version"] for event in events} == {"2026-10-28.endive"}
    assert {event["livemode"] for event in events} == {False}


def test_session_is_paid_once(open_session: OpenSession, now: int) -> None:
    session = open_session()
    play.pay(session.id, now=now)

    with pytest.raises(StripeRefusal, match="no longer active"):
        play.pay(session.id, now=now)


def test_free_session_needs_no_payment(open_session: OpenSession, now: int) -> None:
    price = {"currency": "cad", "unit_amount": 0, "product_data": {"name": "Social"}}
    session = open_session(line_items=[{"price_data": price, "quantity": 1}])

    paid = play.pay(session.id, now=now)

    assert paid["payment_status"] == "no_payment_required"
    assert paid["payment_intent"] is None


def test_refunds_add_up_to_the_charge_and_no_further(
    open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id
    play.pay(session_id, now=now)

    with pytest.raises(StripeRefusal, match=r"charge amount \(\$15\.00\)"):
        play.refund(session_id, amount=2000, now=now)
    play.refund(session_id, amount=500, now=now)
    with pytest.raises(StripeRefusal, match=r"unrefunded amount.*10\.00"):
        play.refund(session_id, amount=1001, now=now)
    play.refund(session_id, now=now)
    with pytest.raises(StripeRefusal, match="already been refunded"):
        play.refund(session_id, now=now)

    refunds = [event["data"] for event in happened(kind="charge.refunded")]
    assert [data["object"]["amount_refunded"] for data in refunds] == [500, 1500]
    assert [data["previous_attributes"] for data in refunds] == [
        {"amount_refunded": 0},
        {"amount_refunded": 500, "refunded": False},
    ]


def test_refund_of_a_payment_that_has_not_arrived_is_refused(
    open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id
    with pytest.raises(StripeRefusal, match="Nothing was paid"):
        play.refund(session_id, now=now)
    play.pay_later(session_id, now=now)

    with pytest.raises(StripeRefusal, match="successful charge"):
        play.refund(session_id, now=now)


def test_disputed_charge_cannot_be_refunded(
    open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id
    intent = play.pay(session_id, now=now)["payment_intent"]

    play.dispute(session_id, now=now)

    with pytest.raises(StripeRefusal, match="charged back"):
        play.refund(session_id, now=now)
    (event,) = happened(kind="charge.dispute.created")
    assert event["data"]["object"]["payment_intent"] == intent
