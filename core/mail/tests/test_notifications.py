"""What SES tells through SNS, as SNS posts it."""

import json
from base64 import b64encode
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from core.mail.models import SuppressedAddress
from core.mail.suppression import is_suppressed, suppressed_addresses
from core.mail.tests.conftest import AMIRA

SECRET = "sns:a-long-secret"
TOPIC = "arn:aws:sns:us-west-2:123456789012:ses"


@pytest.fixture(autouse=True)
def _secret(settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": [SECRET]}


def bounce(kind: str = "Permanent", to: str = AMIRA) -> dict[str, Any]:
    return {
        "notificationType": "Bounce",
        "bounce": {
            "bounceType": kind,
            "bounceSubType": "General",
            "bouncedRecipients": [{"emailAddress": to, "diagnosticCode": "550 5.1.1"}],
        },
        "mail": {"messageId": "1", "destination": [to]},
    }


def complaint(**more: str) -> dict[str, Any]:
    return {
        "eventType": "Complaint",
        "complaint": {"complainedRecipients": [{"emailAddress": AMIRA}], **more},
        "mail": {"messageId": "1", "destination": [AMIRA]},
    }


def post(
    told: object, *, kind: str = "Notification", secret: str | None = SECRET
) -> int:
    """Post what SES tells in SNS's envelope, and return the answer's status."""
    message = {
        "Type": kind,
        "MessageId": "m1",
        "TopicArn": TOPIC,
        "Message": json.dumps(told),
        "Timestamp": "2026-11-20T12:00:00.000Z",
    }
    headers = {"x-amz-sns-message-type": kind, "x-amz-sns-message-id": "m1"}
    if secret is not None:
        headers["Authorization"] = f"Basic {b64encode(secret.encode()).decode()}"
    response = Client(enforce_csrf_checks=True).post(
        "/mail/notifications",
        json.dumps(message),
        content_type="text/plain; charset=UTF-8",
        headers=headers,
    )
    return response.status_code


def test_address_that_bounced_for_good_is_suppressed() -> None:
    assert post(bounce()) == 200

    (row,) = suppressed_addresses()
    assert (row.email, row.reason) == (AMIRA, "bounced")


def test_address_that_complained_is_suppressed() -> None:
    assert post(complaint(complaintFeedbackType="abuse")) == 200

    (row,) = suppressed_addresses()
    assert (row.email, row.reason) == (AMIRA, "complained")


def test_address_is_suppressed_however_it_is_spelled() -> None:
    post(bounce(to="Amira@Student.UBC.ca"))

    assert is_suppressed(AMIRA)


def test_what_is_told_twice_keeps_its_first_reason() -> None:
    post(bounce())
    post(bounce())
    assert post(complaint()) == 200

    row = SuppressedAddress.find(*SuppressedAddress.key(AMIRA))
    assert row is not None
    assert row.reason == "bounced"


@pytest.mark.parametrize(
    "told",
    [
        bounce("Transient"),
        bounce("Undetermined"),
        complaint(complaintFeedbackType="not-spam"),
        {
            "eventType": "Delivery",
            "delivery": {"recipients": [AMIRA]},
            "mail": {"destination": [AMIRA]},
        },
        {"eventType": "Open", "open": {}, "mail": {"destination": [AMIRA]}},
        {"eventType": "Something new", "mail": {"destination": [AMIRA]}},
    ],
)
def test_what_means_no_end_is_ignored(told: dict[str, Any]) -> None:
    assert post(told) == 200

    assert suppressed_addresses() == []


@pytest.mark.parametrize(
    ("secret", "status"), [("sns:wrong", 403), ("", 403), (None, 401)]
)
def test_whoever_does_not_know_the_secret_is_refused(
    secret: str | None, status: int
) -> None:
    assert post(bounce(), secret=secret) == status

    assert suppressed_addresses() == []


def test_without_a_secret_nothing_is_taken(settings: Settings) -> None:
    settings.ANYMAIL = {**settings.ANYMAIL, "WEBHOOK_SECRET": []}

    assert post(bounce()) == 403

    assert suppressed_addresses() == []


@pytest.mark.parametrize(
    "told",
    [
        None,
        [],
        "text",
        {"notificationType": "Bounce"},
        {"notificationType": "Bounce", "bounce": {}, "mail": {}},
        {"notificationType": "Bounce", "bounce": [], "mail": 3},
        {"notificationType": "Received"},
    ],
)
def test_what_ses_does_not_send_is_refused(told: object) -> None:
    assert post(told) == 400

    assert suppressed_addresses() == []


@pytest.mark.parametrize("body", [b"", b"[]", b"{", b"3", b"\xff"])
def test_what_sns_does_not_send_is_refused(body: bytes) -> None:
    response = Client().post(
        "/mail/notifications",
        body,
        content_type="text/plain",
        headers={
            "Authorization": f"Basic {b64encode(SECRET.encode()).decode()}",
            "x-amz-sns-message-type": "Notification",
        },
    )

    assert response.status_code in (400, 403)
    assert list(response.json()) == ["message"]


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_only_posts_are_taken(method: str) -> None:
    assert getattr(Client(), method)("/mail/notifications").status_code == 405
