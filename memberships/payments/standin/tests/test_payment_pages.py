"""What Stripe's command-line client asks beside the public API, and odd requests."""

from typing import Any

import pytest
import stripe

from memberships.payments.standin.tests.conftest import OpenSession, membership


def ask(client: stripe.StripeClient, method: str, path: str, **params: Any) -> Any:
    """Return the answer of an address that Stripe's library has no method for."""
    return client.deserialize(
        client.raw_request(method, f"/v1/{path}", **params).data, api_mode="V1"
    )


def method(client: stripe.StripeClient, **details: Any) -> str:
    made: Any = ask(client, "post", "payment_methods", **details)
    return str(made.id)


def test_payment_page_shows_the_session_with_its_lines(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session()

    page = ask(client, "get", f"payment_pages/{session.id}")

    assert (page.amount_total, page.line_items.data[0].quantity) == (1500, 1)


def test_confirmed_card_pays_the_session(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session()
    card = method(client, type="card", card={"token": "tok_visa"})

    paid = ask(
        client,
        "post",
        f"payment_pages/{session.id}/confirm",
        payment_method=card,
        expected_amount=1500,
    )

    assert (paid.status, paid.payment_status) == ("complete", "paid")
    intent = client.v1.payment_intents.retrieve(paid.payment_intent)
    assert intent.payment_method == card


def test_declined_card_is_an_error_and_an_attempt(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session()
    card = method(client, type="card", card={"token": "tok_chargeDeclined"})

    with pytest.raises(stripe.CardError) as declined:
        ask(
            client,
            "post",
            f"payment_pages/{session.id}/confirm",
            payment_method=card,
        )

    assert (declined.value.http_status, declined.value.code) == (402, "card_declined")
    assert client.v1.checkout.sessions.retrieve(session.id).status == "open"
    types = {event.type for event in client.v1.events.list().data}
    assert types == {"charge.failed", "payment_intent.payment_failed"}


@pytest.mark.parametrize(
    ("iban", "status", "last"),
    [
        ("AT611904300234573201", "paid", "succeeded"),
        ("IT60X0542811101000000123456", "unpaid", "failed"),
    ],
)
def test_account_pays_later_and_settles_at_once(
    client: stripe.StripeClient,
    open_session: OpenSession,
    iban: str,
    status: str,
    last: str,
) -> None:
    session = open_session()
    account = method(client, type="sepa_debit", sepa_debit={"iban": iban})

    paid = ask(
        client, "post", f"payment_pages/{session.id}/confirm", payment_method=account
    )

    assert paid.payment_status == status
    told = [
        event.type
        for event in client.v1.events.list().data
        if event.type.startswith("checkout.")
    ]
    assert told == [
        f"checkout.session.async_payment_{last}",
        "checkout.session.completed",
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"expected_amount": 1}, "checkout_amount_mismatch"),
        ({"payment_method": "pm_none"}, "resource_missing"),
    ],
)
def test_confirmation_that_does_not_fit_is_refused(
    client: stripe.StripeClient,
    open_session: OpenSession,
    change: dict[str, Any],
    code: str,
) -> None:
    card = method(client, type="card", card={"token": "tok_visa"})
    path = f"payment_pages/{open_session().id}/confirm"

    with pytest.raises(stripe.InvalidRequestError) as refused:
        ask(client, "post", path, **{"payment_method": card, **change})

    assert refused.value.code == code


def test_disputed_test_card_opens_a_dispute(client: stripe.StripeClient) -> None:
    client.v1.payment_intents.create(
        {
            "amount": 100,
            "currency": "usd",
            "confirm": True,
            "payment_method": "pm_card_createDisputeInquiry",
        }
    )

    event: Any = client.v1.events.list({"type": "charge.dispute.created"}).data[0]

    dispute = client.v1.disputes.retrieve(event.data.object.id)
    assert (dispute.amount, dispute.status) == (100, "needs_response")


@pytest.mark.parametrize(
    ("path", "params", "message"),
    [
        ("products", {"name": {"first": "x"}}, "Invalid string"),
        ("products", {"name": "x", "metadata": ["a"]}, "Invalid object"),
        ("products", {"name": "x", "images": "x"}, "Invalid array"),
        ("products", {}, "Missing required param: name"),
        (
            "prices",
            {"product": "prod_none", "currency": "cad", "unit_amount": 1},
            "No such product: 'prod_none'",
        ),
        (
            "payment_intents",
            {"amount": 100, "currency": "cad", "confirm": "yes"},
            "Invalid boolean: yes",
        ),
        ("checkout/sessions", {"line_items": [["x"]]}, "Invalid object"),
    ],
)
def test_odd_values_are_refused(
    client: stripe.StripeClient, path: str, params: dict[str, Any], message: str
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match=message):
        ask(client, "post", path, **params)


def test_line_with_neither_product_nor_its_description_is_refused(
    client: stripe.StripeClient,
) -> None:
    line = {"quantity": 1, "price_data": {"currency": "cad", "unit_amount": 1500}}

    with pytest.raises(stripe.InvalidRequestError, match="`product_data`"):
        client.v1.checkout.sessions.create(membership(line_items=[line]))


def test_line_of_a_created_product_is_named_for_it(client: stripe.StripeClient) -> None:
    product = client.v1.products.create({"name": "Hackathon"})
    data = {"currency": "cad", "unit_amount": 1500, "product": product.id}

    session: Any = client.v1.checkout.sessions.create(
        membership(
            line_items=[{"quantity": 1, "price_data": data}], expand=["line_items"]
        )
    )

    assert session.line_items.data[0].description == "Hackathon"


def test_lines_in_two_currencies_are_refused(client: stripe.StripeClient) -> None:
    lines = [
        {
            "quantity": 1,
            "price_data": {
                "currency": currency,
                "unit_amount": 500,
                "product_data": {"name": "x"},
            },
        }
        for currency in ("cad", "usd")
    ]

    with pytest.raises(stripe.InvalidRequestError, match="the same currency"):
        client.v1.checkout.sessions.create(membership(line_items=lines))


def test_charge_is_shown_with_its_refunds(client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create(
        {"amount": 1500, "currency": "cad", "confirm": True}
    )
    refund = client.v1.refunds.create({"charge": str(intent.latest_charge)})

    charge: Any = client.v1.charges.retrieve(
        str(intent.latest_charge), {"expand": ["refunds"]}
    )

    assert [one.id for one in charge.refunds.data] == [refund.id]


def test_list_of_one_moment(client: stripe.StripeClient, now: int) -> None:
    client.v1.products.create({"name": "Hackathon"})

    moment: Any = {"created": now // 1000}
    before: Any = {"created": now // 1000 - 1}

    assert len(client.v1.events.list(moment).data) == 1
    assert len(client.v1.events.list(before).data) == 0


def test_page_after_something_unknown_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="No such event: 'evt_none'"):
        client.v1.events.list({"starting_after": "evt_none"})


def test_key_that_is_too_long_is_refused(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="255 characters"):
        client.v1.products.create({"name": "x"}, {"idempotency_key": "k" * 256})
