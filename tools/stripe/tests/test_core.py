"""What every request to the stand-in meets: keys, repeats, unknown addresses."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import stripe
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from tools.stripe import play
from tools.stripe.errors import StripeRefusal
from tools.stripe.forms import parse_form
from tools.stripe.tests.conftest import (
    OpenSession,
    membership,
)
from tools.stripe.transport import StandInTransport


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
        client.v1.checkout.sessions.create(membership(metadata={"a": "b"}), key)


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


def test_unknown_address_is_told(client: stripe.StripeClient) -> None:
    with pytest.raises(stripe.InvalidRequestError) as refused:
        client.v1.customers.retrieve("cus_1")

    assert refused.value.http_status == 404
    assert "does not know GET /v1/customers/cus_1" in str(refused.value)


def test_production_has_no_stand_in(settings: Any) -> None:
    settings.LOCAL_PAYMENTS = False

    with pytest.raises(ImproperlyConfigured, match="STRIPE_SECRET_KEY"):
        StandInTransport()


def test_production_knows_none_of_its_addresses(settings: Any) -> None:
    settings.LOCAL_PAYMENTS = False

    assert Client().get("/_local/stripe/checkout/").status_code == 404


def test_refunds_at_once_never_exceed_the_charge(
    open_session: OpenSession, now: int
) -> None:
    session_id = open_session().id
    play.pay(session_id, now=now)

    def refund(_: int) -> int:
        try:
            play.refund(session_id, amount=600, now=now)
        except StripeRefusal:
            return 0
        return 600

    with ThreadPoolExecutor(4) as pool:
        given = sorted(pool.map(refund, range(4)))

    assert given == [0, 0, 600, 600]


def test_forms_nest_in_brackets() -> None:
    form = "a=1&b[c]=2&d[0][e]=3&d[1][e]=4&f[]=5&f[]=6"

    assert parse_form(form) == {
        "a": "1",
        "b": {"c": "2"},
        "d": [{"e": "3"}, {"e": "4"}],
        "f": ["5", "6"],
    }
