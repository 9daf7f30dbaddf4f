"""Amazon's SES and SNS, which an emulator plays: sending, refusals, confirming."""

import json
from base64 import b64encode
from collections.abc import Iterator

import boto3
import pytest
import requests
from django.test import Client
from moto.server import ThreadedMotoServer
from moto.ses.models import ses_backends
from pytest_django import Settings

from core.mail.delivery import Outcome, deliver_due
from core.mail.models import MailState
from core.mail.tests.conftest import AMIRA, queue_mail, stored

pytestmark = pytest.mark.usefixtures("greeting")

# Whose the emulator is.
ACCOUNT = "123456789012"
SECRET = "sns:a-long-secret"


@pytest.fixture(scope="module")
def amazon() -> Iterator[str]:
    """Run an emulator of Amazon, and return its address."""
    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://127.0.0.1:{port}" if host else ""
    server.stop()


@pytest.fixture(autouse=True)
def _ses(amazon: str, settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "emulator")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "emulator")
    requests.post(f"{amazon}/moto-api/reset", timeout=10)
    settings.EMAIL_BACKEND = "anymail.backends.amazon_ses.EmailBackend"
    settings.DEFAULT_FROM_EMAIL = "The Club <club@example.org>"
    parameters = {
        **settings.ANYMAIL["AMAZON_SES_CLIENT_PARAMS"],
        "endpoint_url": amazon,
    }
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": [SECRET],
        "AMAZON_SES_CLIENT_PARAMS": parameters,
    }


def deliver(now: int) -> list[Outcome]:
    return [outcome for _, outcome in deliver_due(clock=lambda: now)]


def test_mail_goes_to_ses(amazon: str, now: int) -> None:
    ses = boto3.client("sesv2", region_name="us-west-2", endpoint_url=amazon)
    ses.create_email_identity(EmailIdentity="club@example.org")
    row = queue_mail(now=now)

    assert deliver(now) == [Outcome.SENT]

    assert stored(row.id).state is MailState.SENT
    (sent,) = ses_backends[ACCOUNT]["us-west-2"].sent_messages
    # The emulator counts the message's own header as well.
    assert set(sent.destinations) == {AMIRA}


def test_mail_that_ses_refuses_for_good_is_given_up(now: int) -> None:
    # Nobody verified the sender.
    row = queue_mail(now=now)

    assert deliver(now) == [Outcome.GIVEN_UP]

    assert stored(row.id).error == "AnymailAPIError"


def test_mail_is_tried_again_while_ses_is_away(now: int, settings: Settings) -> None:
    settings.ANYMAIL["AMAZON_SES_CLIENT_PARAMS"]["endpoint_url"] = "http://127.0.0.1:9"
    queue_mail(now=now)

    assert deliver(now) == [Outcome.FAILED]


def test_subscription_to_a_topic_is_confirmed(amazon: str) -> None:
    sns = boto3.client("sns", region_name="us-west-2", endpoint_url=amazon)
    topic = sns.create_topic(Name="ses")["TopicArn"]
    message = {
        "Type": "SubscriptionConfirmation",
        "MessageId": "m1",
        "TopicArn": topic,
        "Token": "token",
        "SubscribeURL": "https://sns.us-west-2.amazonaws.com/",
    }

    response = Client().post(
        "/mail/notifications",
        json.dumps(message),
        content_type="text/plain",
        headers={
            "Authorization": f"Basic {b64encode(SECRET.encode()).decode()}",
            "x-amz-sns-message-type": "SubscriptionConfirmation",
            "x-amz-sns-message-id": "m1",
        },
    )

    assert response.status_code == 200
