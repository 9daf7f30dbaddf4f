"""``POST /payments/webhook`` and ``/payments/cancel``: what is signed counts."""

import json
import logging
from typing import Any

import pytest
import stripe
from pytest_django import Settings

from biztech.tests.callers import anonymous
from core.dynamo.client import listening
from memberships.people import person
from payments.ledger import account_of
from payments.tests.people import AMIRA, METADATA
from payments.tests.stripe_posts import event_body, post, signature

WRONG = {"message": "Webhook Error: no secret of ours made this signature."}
OTHER_TIME = {"message": "Webhook Error: the signature is too old, or from the future."}
UNREADABLE = {
    "message": "Webhook Error: the Stripe-Signature header is missing or unreadable."
}
NO_EVENT = {"message": "Webhook Error: the body is no event of Stripe's."}
NO_ID = {"message": "Webhook Error: 'id' is not as Stripe sends it."}
NO_DATA = {"message": "Webhook Error: 'data' is not as Stripe sends it."}


@pytest.mark.parametrize("path", ["/payments/webhook", "/payments/webhook/"])
def test_webhook_that_is_signed_makes_a_member(path: str) -> None:
    response = post(event_body(), path=path)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.json() == {"received": True, "outcome": "fulfilled"}
    assert person(AMIRA).is_member is True


def test_webhook_again_is_a_duplicate() -> None:
    post(event_body())

    response = post(event_body())

    assert response.status_code == 200
    assert response.json() == {"received": True, "outcome": "duplicate"}


@pytest.mark.parametrize(
    ("kind", "changes", "outcome"),
    [
        ("customer.created", {}, "ignored"),
        ("checkout.session.completed", {"payment_status": "unpaid"}, "recorded"),
        ("checkout.session.expired", {"payment_status": "unpaid"}, "recorded"),
    ],
)
def test_webhook_that_grants_nothing_is_taken_all_the_same(
    kind: str, changes: dict[str, Any], outcome: str
) -> None:
    response = post(event_body(kind=kind, **changes))

    assert response.status_code == 200
    assert response.json() == {"received": True, "outcome": outcome}
    assert person(AMIRA).is_member is False


@pytest.mark.parametrize(
    ("metadata", "message"),
    [
        (
            {"email": AMIRA, "paymentType": "Gift"},
            "Webhook Error: unidentified payment type",
        ),
        ({"paymentType": "Member"}, "Webhook Error: no e-mail"),
    ],
)
def test_webhook_of_money_that_is_nobodys_is_refused_and_kept(
    metadata: dict[str, str], message: str
) -> None:
    for _ in range(2):
        response = post(event_body(metadata=metadata))

        assert response.status_code == 400
        assert response.json() == {"message": message}
    payment = account_of("cs_test_1").payment
    assert payment and payment.attention == "unmatched"


@pytest.mark.parametrize(
    "name", ["Stripe-Signature", "stripe-signature", "STRIPE-SIGNATURE"]
)
def test_webhook_header_is_read_in_any_letter_case(name: str) -> None:
    body = event_body()

    response = anonymous().post(
        "/payments/webhook",
        body,
        content_type="application/json",
        headers={name: signature(body)},
    )

    assert response.status_code == 200


@pytest.mark.parametrize(
    ("header", "answer"),
    [
        (None, WRONG),
        (signature, WRONG),
        ("", UNREADABLE),
        ("v1=abc", UNREADABLE),
        ("t=tomorrow,v1=abc", UNREADABLE),
        (f"t={'9' * 5000},v1=abc", UNREADABLE),
        ("t=1,v1=\xe9", UNREADABLE),
        ("t=1,v1=abc", OTHER_TIME),
    ],
    ids=[
        "other secret",
        "other body",
        "missing",
        "no time",
        "no number",
        "long number",
        "no ascii",
        "long ago",
    ],
)
def test_webhook_with_a_bad_signature_is_refused_and_does_nothing(
    header: Any, answer: dict[str, str]
) -> None:
    body = event_body()
    if header is None:
        header = signature(body, secret="whsec_of_somebody_else")
    elif header is signature:
        header = signature(body.replace("1500", "1501"))

    response = post(body, header)

    assert response.status_code == 400
    assert response.json() == answer
    assert account_of("cs_test_1").payment is None


@pytest.mark.parametrize(
    ("age", "status"), [(290, 200), (330, 400), (-290, 200), (-330, 400), (-86400, 400)]
)
def test_webhook_signature_counts_for_five_minutes_both_ways(
    age: int, status: int
) -> None:
    body = event_body()

    response = post(body, signature(body, age=age))

    assert response.status_code == status
    assert response.json() == (
        {"received": True, "outcome": "fulfilled"} if status == 200 else OTHER_TIME
    )


@pytest.mark.parametrize("secret", ["whsec_new", "whsec_old"])
def test_webhook_takes_either_secret_while_one_is_replaced(
    settings: Settings, secret: str
) -> None:
    settings.STRIPE_WEBHOOK_SECRET = "whsec_new, whsec_old"
    body = event_body()

    assert post(body, signature(body, secret=secret)).status_code == 200
    assert post(body, signature(body, secret="whsec_older")).json() == WRONG


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        (b"\xff\xfe", NO_EVENT),
        (b"{", NO_EVENT),
        (b"", NO_EVENT),
        (b"[]", NO_EVENT),
        (b"{}", NO_ID),
        (b"null", NO_EVENT),
        (b'{"object": "v2.core.event"}', NO_ID),
        (b'{"id": "evt_1", "object": "event", "type": "x"}', NO_DATA),
        (b"[" * 100_000, NO_EVENT),
    ],
    ids=[
        "bytes",
        "cut",
        "empty",
        "list",
        "object",
        "null",
        "thin",
        "of nothing",
        "deep",
    ],
)
def test_webhook_of_another_body_is_refused(
    body: bytes, answer: dict[str, str], settings: Settings
) -> None:
    settings.STRIPE_WEBHOOK_SECRET = "whsec_test"
    text = body.decode(errors="replace")

    response = post(body, signature(text, secret="whsec_test"))

    assert response.status_code == 400
    assert response.json() == answer


def test_webhook_body_that_is_laid_out_anew_is_refused() -> None:
    body = event_body()

    response = post(json.dumps(json.loads(body), indent=1), signature(body))

    assert response.status_code == 400
    assert response.json() == WRONG


def test_webhook_that_is_too_large_is_refused() -> None:
    response = post(event_body(padding="x" * 300_000))

    assert response.status_code == 413
    assert response.json() == {"message": "The body is larger than 256 KB."}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"livemode": True},
            "Webhook Error: the event is of live mode, our key of test mode.",
        ),
        (
            {"account": "acct_1"},
            (
                "Webhook Error: the event is of a connected account, which is not for"
                " us."
            ),
        ),
        ({"livemode": None}, "Webhook Error: 'livemode' is not as Stripe sends it."),
    ],
)
@pytest.mark.parametrize("path", ["/payments/webhook", "/payments/cancel"])
def test_webhook_of_another_mode_or_account_is_refused_and_does_nothing(
    path: str, changes: dict[str, Any], message: str
) -> None:
    response = post(json.dumps({**json.loads(event_body()), **changes}), path=path)

    assert response.status_code == 400
    assert response.json() == {"message": message}
    assert account_of("cs_test_1").payment is None
    assert person(AMIRA).is_member is False


@pytest.mark.parametrize("method", ["get", "put", "delete"])
def test_webhook_takes_posts_alone(method: str) -> None:
    response = getattr(anonymous(), method)(
        "/payments/webhook", HTTP_ACCEPT="text/html"
    )

    assert response.status_code == 405
    assert response["Content-Type"] == "application/json"


def test_webhook_without_the_database_asks_for_another_delivery(
    settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    there = settings.DYNAMODB_ENDPOINT
    settings.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"
    refused = post(event_body())
    settings.DYNAMODB_ENDPOINT = there
    taken = post(event_body())

    assert refused.status_code == 503
    assert refused["Retry-After"] == "5"
    assert taken.json() == {"received": True, "outcome": "fulfilled"}
    assert person(AMIRA).problems == ()
    assert AMIRA not in caplog.text


def test_webhook_whose_transaction_fails_leaves_nothing_and_counts_next_time() -> None:
    def fail(operation: str, _: Any) -> None:
        if operation == "TransactWriteItems":
            raise ConnectionError

    with listening(fail):
        refused = post(event_body())
    between = (account_of("cs_test_1").payment, person(AMIRA).user)
    taken = post(event_body())

    assert refused.status_code == 500
    assert between == (None, None)
    assert taken.json() == {"received": True, "outcome": "fulfilled"}


def test_webhook_that_needs_a_silent_stripe_asks_for_another_delivery(
    settings: Settings,
) -> None:
    settings.STRIPE_API_BASE = "http://127.0.0.1:9"

    response = post(event_body(kind="charge.refunded", payment_intent="pi_unheard"))

    assert response.status_code == 503
    assert response.json() == {
        "message": "Not applied yet. Please deliver this event again."
    }


def test_webhook_logs_ids_and_nobodys_address(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO):
        post(event_body())

    assert (
        "payment.event event=evt_1 type=checkout.session.completed outcome=fulfilled"
        in caplog.text
    )
    assert AMIRA not in caplog.text
    assert "Amira" not in caplog.text


@pytest.mark.parametrize("path", ["/payments/cancel", "/payments/cancel/"])
def test_cancelled_event_checkout_is_answered_as_documented(path: str) -> None:
    response = post(event_body(metadata={"paymentType": "Event"}), path=path)

    assert response.status_code == 200
    assert response.json() == {"message": "Cancel webhook disabled", "response": {}}
    assert account_of("cs_test_1").payment is None


@pytest.mark.parametrize("metadata", [METADATA, {}, None])
def test_cancelled_checkout_of_anything_else_is_unidentified(metadata: Any) -> None:
    response = post(event_body(metadata=metadata), path="/payments/cancel")

    assert response.status_code == 400
    assert response.json() == {"message": "Webhook Error: unidentified payment type"}


def test_cancelled_checkout_with_a_bad_signature_is_refused() -> None:
    body = event_body(metadata={"paymentType": "Event"})
    header = stripe.WebhookSignature.generate_signature_header(body, "whsec_other")

    response = post(body, header, path="/payments/cancel")

    assert response.status_code == 400
    assert response.json() == WRONG
