"""Checkout Sessions through Stripe's own library."""

from typing import Any

import pytest
import stripe

from tools.stripe import play
from tools.stripe.errors import StripeRefusal
from tools.stripe.tests.conftest import (
    Clock,
    OpenSession,
    happened,
    membership,
)

HOUR = 60 * 60


def test_create_session_answers_an_open_unpaid_session(
    open_session: OpenSession, now: int
) -> None:
    session = open_session(metadata={"paymentType": "OAuthMember"})

    assert session.id.startswith("cs_test_")
    assert session.url.endswith(f"/_local/stripe/checkout/{session.id}/")
    assert (session.status, session.payment_status) == ("open", "unpaid")
    assert (session.amount_total, session.currency) == (1500, "cad")
    assert session.payment_intent is None
    assert session.expires_at == now // 1000 + 24 * HOUR
    assert session.metadata.to_dict() == {"paymentType": "OAuthMember"}


def test_create_session_drops_empty_metadata_and_keeps_texts(
    open_session: OpenSession,
) -> None:
    session = open_session(metadata={"topics": "", "international": "true"})

    assert session.metadata.to_dict() == {"international": "true"}


def priced(**price: Any) -> list[dict[str, Any]]:
    """Return line items that cost something else."""
    (line,) = membership()["line_items"]
    return [{**line, "price_data": {**line["price_data"], **price}}]


def test_line_items_name_what_is_bought(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session: Any = client.v1.checkout.sessions.retrieve(
        open_session().id, {"expand": ["line_items"]}
    )

    (line,) = session.line_items.data
    assert (line.description, line.amount_total) == ("BizTech Membership", 1500)


def test_session_of_less_than_stripe_takes_is_refused(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        open_session(line_items=priced(unit_amount=49))

    assert (refused.value.http_status, refused.value.code) == (400, "amount_too_small")
    assert list(client.v1.checkout.sessions.list().data) == []


@pytest.mark.parametrize("seconds", [29 * 60, 24 * HOUR + 1])
def test_expiry_outside_half_an_hour_and_a_day_is_refused(
    open_session: OpenSession, now: int, seconds: int
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="`expires_at` timestamp"):
        open_session(expires_at=now // 1000 + seconds)


@pytest.mark.parametrize("seconds", [30 * 60, 24 * HOUR])
def test_expiry_from_half_an_hour_to_a_day_is_taken(
    open_session: OpenSession, now: int, seconds: int
) -> None:
    session = open_session(expires_at=now // 1000 + seconds)

    assert session.expires_at == now // 1000 + seconds


def test_unknown_session_is_not_found(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.retrieve("cs_test_nothing")

    assert refused.value.http_status == 404
    assert refused.value.code == "resource_missing"
    assert refused.value.user_message == "No such checkout.session: 'cs_test_nothing'"


def test_expired_session_cannot_be_paid_and_says_so_once(
    open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id

    expired = play.expire(session_id, now=now)

    assert (expired["status"], expired["url"]) == ("expired", None)
    with pytest.raises(StripeRefusal, match="status of `expired`"):
        play.expire(session_id, now=now)
    with pytest.raises(StripeRefusal, match="no longer active"):
        play.pay(session_id, now=now)
    assert [event["type"] for event in happened()] == ["checkout.session.expired"]


def test_session_expires_by_itself_when_its_time_is_over(
    client: stripe.StripeClient, open_session: OpenSession, clock: Clock
) -> None:
    session = open_session()
    clock.now += 24 * HOUR * 1000

    seen = client.v1.checkout.sessions.retrieve(session.id)
    client.v1.checkout.sessions.retrieve(session.id)

    assert seen.status == "expired"
    assert len(happened()) == 1


def test_list_walks_every_page_newest_first(
    client: stripe.StripeClient, open_session: OpenSession, clock: Clock
) -> None:
    made = []
    for _ in range(5):
        clock.now += 1000
        made.append(open_session().id)

    first = client.v1.checkout.sessions.list({"limit": 2})
    everything = [session.id for session in first.auto_paging_iter()]

    assert (len(first.data), first.has_more) == (2, True)
    assert everything == made[::-1]


def test_list_filters_by_time_and_intent(
    client: stripe.StripeClient, open_session: OpenSession, clock: Clock
) -> None:
    early = open_session()
    clock.now += 60_000
    late = open_session()
    intent = play.pay(early.id, now=clock.now)["payment_intent"]

    def listed(**wanted: Any) -> list[str]:
        params: Any = wanted
        return [one.id for one in client.v1.checkout.sessions.list(params).data]

    assert listed(created={"gte": clock.now // 1000}) == [late.id]
    assert listed(payment_intent=intent) == [early.id]
    assert listed(payment_intent="pi_none") == []


def test_list_after_something_unknown_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="'cs_none'"):
        client.v1.checkout.sessions.list({"starting_after": "cs_none"})


def test_expand_puts_objects_in_the_place_of_ids(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session()
    play.pay(session.id, now=now)

    seen: Any = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["payment_intent.latest_charge", "line_items"]}
    )
    listed: Any = client.v1.checkout.sessions.list({"expand": ["data.payment_intent"]})

    assert seen.payment_intent.latest_charge.amount == 1500
    assert seen.line_items.data[0].description == "BizTech Membership"
    assert listed.data[0].payment_intent.status == "succeeded"


def test_expand_of_what_is_not_there_yet_is_nothing(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    seen = client.v1.checkout.sessions.retrieve(
        open_session().id, {"expand": ["payment_intent.latest_charge"]}
    )

    assert seen.payment_intent is None


def test_promotion_code_takes_half_off(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session(allow_promotion_codes=True)

    play.apply_code(session.id, " half ", now=now)

    seen: Any = client.v1.checkout.sessions.retrieve(session.id)
    assert (seen.amount_subtotal, seen.amount_total) == (1500, 750)
    assert seen.total_details.amount_discount == 750
    assert seen.discounts[0].promotion_code == "promo_HALF"
