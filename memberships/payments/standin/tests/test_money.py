"""Paying, declining, waiting, refunding and disputing, through Stripe's own library."""

from typing import Any

import pytest
import stripe

from memberships.payments.standin import play
from memberships.payments.standin.errors import StripeRefusal
from memberships.payments.standin.tests.conftest import OpenSession

OF_THE_CLUB = {
    "checkout.session.async_payment_failed",
    "checkout.session.async_payment_succeeded",
    "checkout.session.completed",
    "checkout.session.expired",
    "charge.dispute.created",
    "charge.refunded",
}


def told(client: stripe.StripeClient) -> list[str]:
    """Return the types of the events our endpoint is told of, the oldest first."""
    types = [event.type for event in client.v1.events.list().auto_paging_iter()]
    return [name for name in types[::-1] if name in OF_THE_CLUB]


def paid_intent(client: stripe.StripeClient, session: Any, now: int) -> str:
    play.pay(session.id, now=now)
    return str(client.v1.checkout.sessions.retrieve(session.id).payment_intent)


def test_paid_session_has_an_intent_and_a_charge_with_the_intents_metadata(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session(
        metadata={"order": "7"}, payment_intent_data={"metadata": {"order": "8"}}
    )

    intent_id = paid_intent(client, session, now)

    seen = client.v1.checkout.sessions.retrieve(session.id)
    intent = client.v1.payment_intents.retrieve(intent_id)
    charge = client.v1.charges.retrieve(str(intent.latest_charge))
    assert (seen.status, seen.payment_status, seen.url) == ("complete", "paid", None)
    assert (intent.status, intent.amount_received) == ("succeeded", 1500)
    assert (charge.status, charge.paid, charge.refunded) == ("succeeded", True, False)
    assert charge.metadata.to_dict() == {"order": "8"}
    assert told(client) == ["checkout.session.completed"]


def test_declined_card_leaves_the_session_open_for_another(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session()

    play.decline(session.id, now=now)
    intent_id = paid_intent(client, session, now)

    intent = client.v1.payment_intents.retrieve(intent_id)
    assert intent.status == "succeeded"
    assert told(client) == ["checkout.session.completed"]
    types = [event.type for event in client.v1.events.list().data]
    assert "payment_intent.payment_failed" in types


@pytest.mark.parametrize(
    ("succeeded", "status", "event"),
    [
        (True, "paid", "checkout.session.async_payment_succeeded"),
        (False, "unpaid", "checkout.session.async_payment_failed"),
    ],
)
def test_delayed_payment_completes_unpaid_and_settles_once(
    client: stripe.StripeClient,
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
    assert told(client) == ["checkout.session.completed", event]
    with pytest.raises(StripeRefusal, match="awaits no payment"):
        play.settle_later(session.id, succeeded=True, now=now)


def test_event_shows_the_session_as_it_was(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session()
    play.pay_later(session.id, now=now)
    play.settle_later(session.id, succeeded=True, now=now)

    events: Any = client.v1.events.list({"types": sorted(OF_THE_CLUB)}).data

    assert [event.data.object.payment_status for event in events] == ["paid", "unpaid"]
    assert {event.api_version for event in events} == {"2026-10-28.endive"}
    assert {event.livemode for event in events} == {False}
    assert client.v1.events.retrieve(events[0].id).type == events[0].type


def test_session_is_paid_once(open_session: OpenSession, now: int) -> None:
    session = open_session()
    play.pay(session.id, now=now)

    with pytest.raises(StripeRefusal, match="no longer active"):
        play.pay(session.id, now=now)


def test_free_session_needs_no_payment(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    price = {"currency": "cad", "unit_amount": 0, "product_data": {"name": "Social"}}
    session = open_session(line_items=[{"price_data": price, "quantity": 1}])

    paid = play.pay(session.id, now=now)

    assert paid["payment_status"] == "no_payment_required"
    assert paid["payment_intent"] is None


def test_refunds_add_up_to_the_charge_and_no_further(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    intent = paid_intent(client, open_session(), now)
    refunds = client.v1.refunds

    first = refunds.create({"payment_intent": intent, "amount": 500})
    with pytest.raises(stripe.InvalidRequestError, match=r"unrefunded amount.*10\.00"):
        refunds.create({"payment_intent": intent, "amount": 1001})
    second = refunds.create({"payment_intent": intent})
    with pytest.raises(stripe.InvalidRequestError) as again:
        refunds.create({"payment_intent": intent})

    assert (first.amount, second.amount, second.status) == (500, 1000, "succeeded")
    assert again.value.code == "charge_already_refunded"
    listed = refunds.list({"payment_intent": intent}).data
    assert [refund.id for refund in listed] == [second.id, first.id]
    assert refunds.retrieve(first.id).amount == 500
    assert told(client)[1:] == ["charge.refunded", "charge.refunded"]


def test_refund_beyond_the_charge_is_refused(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    intent = paid_intent(client, open_session(), now)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent, "amount": 2000})

    assert refused.value.param == "amount"
    assert refused.value.user_message == (
        "Refund amount ($20.00) is greater than charge amount ($15.00)"
    )


def test_refund_event_tells_what_was_given_back_before(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session()
    play.pay(session.id, now=now)

    play.refund(session.id, amount=500, now=now)

    event: Any = client.v1.events.list({"type": "charge.refunded"}).data[0]
    charge = event.data.object
    assert (charge.amount_refunded, charge.refunded) == (500, False)
    assert event.data.previous_attributes.to_dict() == {"amount_refunded": 0}


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({}, "payment_intent or charge"),
        ({"charge": "ch_none"}, "No such charge: 'ch_none'"),
        ({"payment_intent": "pi_none"}, "No such payment_intent: 'pi_none'"),
        ({"payment_intent": "pi_none", "amount": 0}, "greater than or equal to 1"),
    ],
)
def test_refund_of_nothing_is_refused(
    client: stripe.StripeClient, params: Any, message: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=message) as refused:
        client.v1.refunds.create(params)

    assert refused.value.http_status == 400


def test_refund_of_a_payment_that_has_not_arrived_is_refused(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    later = play.pay_later(open_session().id, now=now)

    with pytest.raises(stripe.InvalidRequestError, match="successful charge"):
        client.v1.refunds.create({"payment_intent": later["payment_intent"]})


def test_disputed_charge_cannot_be_refunded(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session()
    intent = paid_intent(client, session, now)

    play.dispute(session.id, now=now)

    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.refunds.create({"payment_intent": intent})
    assert refused.value.code == "charge_disputed"
    event: Any = client.v1.events.list({"type": "charge.dispute.created"}).data[0]
    assert event.data.object.payment_intent == intent


def test_intent_confirmed_with_a_test_card_is_paid(client: stripe.StripeClient) -> None:
    intent: Any = client.v1.payment_intents.create(
        {
            "amount": 100,
            "currency": "cad",
            "payment_method": "pm_card_visa",
            "confirm": True,
            "expand": ["latest_charge"],
        }
    )

    assert intent.status == "succeeded"
    assert intent.latest_charge.paid is True
