"""A password goes to the provider of sign-ins and nowhere else, whatever happens."""

import json
import logging
from typing import Any

import pytest
from pytest_django import Settings

from biztech.dynamo.client import shared_client
from biztech.tests.callers import AMIRA, anonymous
from memberships.payments.ledger import account_of
from memberships.payments.standin import play
from memberships.payments.tests.test_api_checkout import EVENT, MEMBERSHIP
from memberships.payments.tests.test_pages import FORM, browser, checkout, welcome
from memberships.people import person

CANARY = "c4n4ry-hunter2"

SIGNING_UP = {**MEMBERSHIP, "paymentType": "UserMember", "password": CANARY}


def stored() -> str:
    """Return everything that is in any table, as one text."""
    client = shared_client()
    names = client.list_tables()["TableNames"]
    return json.dumps([client.scan(TableName=name)["Items"] for name in names])


@pytest.fixture(autouse=True)
def everything_logged(caplog: pytest.LogCaptureFixture) -> None:
    """Catch whatever our own code and the framework log."""
    for name in ("", "biztech", "django", "stripe"):
        caplog.set_level(logging.DEBUG, logger=name)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 200),
        ({"email": "zz"}, 406),
        ({"email": {"password": CANARY}}, 406),
        ({"email": [{"New-Password": CANARY}]}, 406),
        ({"paymentType": "Gift"}, 406),
        ({"paymentType": None}, 406),
        ({"paymentType": "Event"}, 406),
        ({"success_url": "https://evil.example.org"}, 406),
        ({"fname": ["x"]}, 406),
        ({"password": [CANARY]}, 406),
        ({"password": {"is": CANARY}}, 406),
        ({"password": CANARY * 50}, 406),
        ({"PASSWORD": CANARY, "password": 5, "fname": ["x"]}, 406),
        ({**EVENT, "eventID": "nope"}, 404),
    ],
)
def test_password_is_in_no_answer_row_or_log_line(
    changes: dict[str, Any], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    response = anonymous().post("/payments", {**SIGNING_UP, **changes})

    assert response.status_code == status
    assert CANARY not in response.content.decode()
    assert CANARY not in stored()
    assert CANARY not in caplog.text


@pytest.mark.parametrize("text", ['{"password": "%s"', '["%s"]', "password=%s"])
def test_password_in_a_body_that_cannot_be_read_is_not_repeated(
    text: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = anonymous().post(
        "/payments", text % CANARY, content_type="application/json"
    )

    assert response.status_code == 400
    assert CANARY not in response.content.decode()
    assert CANARY not in caplog.text


@pytest.mark.parametrize("debug", [False, True])
def test_password_is_nowhere_when_the_database_fails(
    debug: bool, settings: Settings, caplog: pytest.LogCaptureFixture
) -> None:
    settings.DEBUG = debug
    settings.DYNAMODB_ENDPOINT = "http://127.0.0.1:9"

    answers: list[Any] = [
        anonymous().post("/payments", SIGNING_UP),
        browser().post("/membership/", {**FORM, "password": CANARY}),
    ]

    assert [answer.status_code for answer in answers] == [500, 500]
    assert all(CANARY not in answer.content.decode() for answer in answers)
    assert CANARY not in caplog.text


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({}, 302),
        ({"email": "zz"}, 200),
        ({"quote": "1"}, 200),
        ({"password2": CANARY}, 302),
    ],
)
def test_password_of_the_form_is_in_no_answer_row_or_log_line(
    changes: dict[str, str], status: int, caplog: pytest.LogCaptureFixture
) -> None:
    response = browser().post("/membership/", {**FORM, "password": CANARY, **changes})

    assert response.status_code == status
    assert CANARY not in response.content.decode()
    assert CANARY not in stored()
    assert CANARY not in caplog.text


def test_password_is_nowhere_after_paying(now: int) -> None:
    session_id = checkout(password=CANARY)
    play.pay(session_id, now=now)

    page = welcome(session_id).content.decode()

    payment = account_of(session_id).payment
    assert payment and payment.payment_type == "UserMember"
    assert person(AMIRA).is_member is True
    assert CANARY not in page
    assert CANARY not in stored()
