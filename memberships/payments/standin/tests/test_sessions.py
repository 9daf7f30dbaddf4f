"""Checkout Sessions through Stripe's own library."""

from typing import Any

import pytest
import stripe

from memberships.payments.standin import play
from memberships.payments.standin.tests.conftest import (
    Clock,
    OpenSession,
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


def test_create_session_from_a_created_price(client: stripe.StripeClient) -> None:
    product = client.v1.products.create({"name": "Hackathon"})
    price = client.v1.prices.create(
        {"product": product.id, "currency": "cad", "unit_amount": 1050}
    )

    session = client.v1.checkout.sessions.create(
        membership(line_items=[{"price": price.id, "quantity": 2}])
    )

    assert session.amount_total == 2100


def test_line_items_name_what_is_bought(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session()

    lines = client.v1.checkout.sessions.line_items.list(session.id).data

    assert [(line.description, line.amount_total) for line in lines] == [
        ("BizTech Membership", 1500)
    ]


def priced(**price_data: Any) -> dict[str, Any]:
    """Return a change of the only line item's price."""
    line = membership()["line_items"][0]
    return {
        "line_items": [{**line, "price_data": {**line["price_data"], **price_data}}]
    }


@pytest.mark.parametrize(
    ("change", "param", "code"),
    [
        ({"payment_methods": ["card"]}, "payment_methods", "parameter_unknown"),
        (
            {"payment_method_types": ["card"]},
            "payment_method_types",
            "parameter_unknown",
        ),
        ({"mode": "gift"}, "mode", None),
        ({"success_url": "example"}, "success_url", "url_invalid"),
        ({"customer_email": "amira"}, "customer_email", "email_invalid"),
        ({"customer_email": ""}, "customer_email", "parameter_invalid_empty"),
        ({"line_items": []}, "line_items", "parameter_missing"),
        ({"metadata": {"k" * 41: "v"}}, "metadata", None),
        ({"metadata": {"k": "v" * 501}}, "metadata[k]", None),
        ({"metadata": {f"k{n}": "v" for n in range(51)}}, "metadata", None),
        ({"metadata": {"k": {"inner": "v"}}}, "metadata[k]", None),
        (
            priced(unit_amount=-1),
            "line_items[0][price_data][unit_amount]",
            "parameter_invalid_integer",
        ),
        (
            priced(unit_amount="15.00"),
            "line_items[0][price_data][unit_amount]",
            "parameter_invalid_integer",
        ),
        (
            priced(unit_amount=100_000_000),
            "line_items[0][price_data][unit_amount]",
            "amount_too_large",
        ),
        (priced(unit_amount=49), None, "amount_too_small"),
        (priced(currency="xyz"), "line_items[0][price_data][currency]", None),
        (
            priced(nickname="x"),
            "line_items[0][price_data][nickname]",
            "parameter_unknown",
        ),
        (
            {"line_items": [{"price": "price_none", "quantity": 1}]},
            "line_items[0][price]",
            "resource_missing",
        ),
        (
            {"line_items": [{"quantity": 1}]},
            "line_items[0]",
            None,
        ),
    ],
)
def test_create_session_is_refused_as_stripe_refuses(
    client: stripe.StripeClient,
    change: dict[str, Any],
    param: str | None,
    code: str | None,
) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.checkout.sessions.create(membership(**change))

    assert refused.value.http_status == 400
    assert (refused.value.param, refused.value.code) == (param, code)
    assert list(client.v1.checkout.sessions.list().data) == []


def test_create_session_without_mode_names_it(client: stripe.StripeClient) -> None:
    params: Any = membership()
    del params["mode"]

    with pytest.raises(
        stripe.InvalidRequestError, match="Missing required param: mode"
    ):
        client.v1.checkout.sessions.create(params)


def test_older_version_still_takes_method_types(client: stripe.StripeClient) -> None:
    session = client.v1.checkout.sessions.create(
        membership(payment_method_types=["card"]),
        {"stripe_version": "2026-08-27.dahlia"},
    )

    assert session.payment_method_types == ["card"]


def test_allowed_method_types_are_shown(open_session: OpenSession) -> None:
    session = open_session(allowed_payment_method_types=["card"])

    assert session.allowed_payment_method_types == ["card"]
    assert session.payment_method_types == ["card"]


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
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session()

    expired = client.v1.checkout.sessions.expire(session.id)

    assert (expired.status, expired.url) == ("expired", None)
    with pytest.raises(stripe.InvalidRequestError, match="status of `expired`"):
        client.v1.checkout.sessions.expire(session.id)
    assert [event.type for event in client.v1.events.list().data] == [
        "checkout.session.expired"
    ]


def test_session_expires_by_itself_when_its_time_is_over(
    client: stripe.StripeClient, open_session: OpenSession, clock: Clock
) -> None:
    session = open_session()
    clock.now += 24 * HOUR * 1000

    seen = client.v1.checkout.sessions.retrieve(session.id)
    client.v1.checkout.sessions.retrieve(session.id)

    assert seen.status == "expired"
    assert len(client.v1.events.list().data) == 1


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


def test_list_filters_by_time_status_and_intent(
    client: stripe.StripeClient, open_session: OpenSession, clock: Clock
) -> None:
    early = open_session()
    clock.now += 60_000
    late = open_session()
    play.pay(early.id, now=clock.now)
    intent = client.v1.checkout.sessions.retrieve(early.id).payment_intent
    since = clock.now // 1000

    def listed(**wanted: Any) -> list[str]:
        params: Any = wanted
        return [one.id for one in client.v1.checkout.sessions.list(params).data]

    assert listed(created={"gte": since}) == [late.id]
    assert listed(created={"lt": since}) == [early.id]
    assert listed(status="complete") == [early.id]
    assert listed(payment_intent=intent) == [early.id]
    assert listed(status="expired") == []


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


def test_expand_of_something_else_is_refused(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session()

    with pytest.raises(stripe.InvalidRequestError, match=r"expanded \(status\)"):
        client.v1.checkout.sessions.retrieve(session.id, {"expand": ["status"]})


def test_metadata_is_changed_name_by_name(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session(metadata={"a": "1", "b": "2"})

    changed = client.v1.checkout.sessions.update(
        session.id, {"metadata": {"a": "", "c": "3"}}
    )

    assert changed.metadata is not None
    assert changed.metadata.to_dict() == {"b": "2", "c": "3"}


def test_promotion_code_takes_half_off(
    client: stripe.StripeClient, open_session: OpenSession, now: int
) -> None:
    session = open_session(allow_promotion_codes=True)

    play.apply_code(session.id, " half ", now=now)

    seen: Any = client.v1.checkout.sessions.retrieve(session.id)
    assert (seen.amount_subtotal, seen.amount_total) == (1500, 750)
    assert seen.total_details.amount_discount == 750
    assert seen.discounts[0].promotion_code == "promo_HALF"
