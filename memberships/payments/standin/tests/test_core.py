"""What every request to the stand-in meets: keys, repeats, unknown addresses."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from memberships.payments.standin.forms import parse_form
from memberships.payments.standin.tests.conftest import (
    Clock,
    OpenSession,
    membership,
)
from memberships.payments.standin.transport import StandInTransport

DAY = 24 * 60 * 60 * 1000


def test_same_key_answers_the_same_session(client: stripe.StripeClient) -> None:
    key: Any = {"idempotency_key": "order-1"}

    first = client.v1.checkout.sessions.create(membership(), key)
    second = client.v1.checkout.sessions.create(membership(), key)

    assert second.id == first.id
    assert second.last_response is not None
    assert second.last_response.headers["idempotent-replayed"] == "true"
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_same_key_with_other_parameters_is_refused(client: stripe.StripeClient) -> None:
    key: Any = {"idempotency_key": "order-1"}
    client.v1.checkout.sessions.create(membership(), key)

    with pytest.raises(stripe.IdempotencyError, match="order-1"):
        client.v1.checkout.sessions.create(membership(locale="en"), key)


def test_key_of_a_refused_request_is_free_again(client: stripe.StripeClient) -> None:
    key: Any = {"idempotency_key": "order-1"}
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.checkout.sessions.create(membership(mode="gift"), key)

    session = client.v1.checkout.sessions.create(membership(), key)

    assert session.status == "open"


def test_key_is_forgotten_after_a_day(
    client: stripe.StripeClient, clock: Clock
) -> None:
    key: Any = {"idempotency_key": "order-1"}
    first = client.v1.checkout.sessions.create(membership(), key)
    clock.now += DAY

    second = client.v1.checkout.sessions.create(membership(), key)

    assert second.id != first.id


def test_same_key_at_once_opens_one_session(client: stripe.StripeClient) -> None:
    key: Any = {"idempotency_key": "order-1"}

    with ThreadPoolExecutor(4) as pool:
        calls = [
            pool.submit(client.v1.checkout.sessions.create, membership(), key)
            for _ in range(4)
        ]
        ids = {call.result().id for call in calls}

    assert len(ids) == 1
    assert len(client.v1.checkout.sessions.list().data) == 1


def test_refunds_at_once_never_exceed_the_charge(client: stripe.StripeClient) -> None:
    intent = client.v1.payment_intents.create(
        {"amount": 1500, "currency": "cad", "confirm": True}
    )

    def refund() -> int:
        try:
            made = client.v1.refunds.create(
                {"payment_intent": intent.id, "amount": 600}
            )
        except stripe.InvalidRequestError:
            return 0
        return made.amount

    with ThreadPoolExecutor(4) as pool:
        calls = [pool.submit(refund) for _ in range(4)]
        given = sorted(call.result() for call in calls)

    assert given == [0, 0, 600, 600]


def test_key_of_a_real_account_is_refused_and_not_repeated(clock: Clock) -> None:
    client = stripe.StripeClient(
        "sk_test_51Real", http_client=StandInTransport(clock=clock)
    )

    with pytest.raises(stripe.AuthenticationError) as refused:
        client.v1.checkout.sessions.list()

    assert "51Real" not in str(refused.value)


def test_unknown_address_is_told(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.customers.retrieve("cus_1")

    assert refused.value.http_status == 404
    assert "Unrecognized request URL (GET: /v1/customers/cus_1)" in str(refused.value)


@pytest.mark.parametrize("limit", [0, 101])
def test_limit_out_of_bounds_is_refused(
    client: stripe.StripeClient, limit: int
) -> None:
    with pytest.raises(stripe.InvalidRequestError, match="between 1 and 100"):
        client.v1.events.list({"limit": limit})


def test_asynchronous_methods_answer_too(
    client: stripe.StripeClient, open_session: OpenSession
) -> None:
    session = open_session()

    seen = asyncio.run(client.v1.checkout.sessions.retrieve_async(session.id))

    assert seen.id == session.id


def test_production_has_no_stand_in(settings: Any) -> None:
    settings.LOCAL_PAYMENTS = False

    with pytest.raises(ImproperlyConfigured, match="STRIPE_SECRET_KEY"):
        StandInTransport()


@pytest.mark.parametrize(
    "path", ["/_local/stripe/v1/events", "/_local/stripe/checkout/"]
)
def test_production_knows_none_of_its_addresses(settings: Any, path: str) -> None:
    settings.LOCAL_PAYMENTS = False

    assert Client().get(path).status_code == 404


def test_core_answers_over_http_with_any_local_key(open_session: OpenSession) -> None:
    session = open_session()

    answer = Client().get(
        f"/_local/stripe/v1/checkout/sessions/{session.id}",
        headers={"Authorization": "Bearer sk_test_local_of_a_laptop"},
    )

    assert answer.status_code == 200
    assert answer.json()["id"] == session.id
    assert answer.headers["Request-Id"].startswith("req_")


def test_core_over_http_needs_a_key() -> None:
    answer = Client(enforce_csrf_checks=True).post("/_local/stripe/v1/products")

    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_forms_nest_in_brackets() -> None:
    form = "a=1&b[c]=2&d[0][e]=3&d[1][e]=4&f[]=5&f[]=6"

    assert parse_form(form) == {
        "a": "1",
        "b": {"c": "2"},
        "d": [{"e": "3"}, {"e": "4"}],
        "f": ["5", "6"],
    }
