"""A password goes to the provider of sign-ins and nowhere else, whatever happens."""

import json
import logging
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from pytest_django import Settings

from biztech.pages.tests.test_membership_pages import FORM, browser, checkout, welcome
from biztech.tests.callers import AMIRA, anonymous, store_user
from core.clock import now_ms
from core.dynamo.client import shared_client
from core.identity import signups
from memberships.people import person
from payments.ledger import account_of
from payments.services.orders import Order, open_checkout
from payments.tests.test_api_checkout import EVENT, MEMBERSHIP
from tools.stripe import play

CANARY = "c4n4ry-hunter2"

SIGNING_UP = {**MEMBERSHIP, "paymentType": "UserMember", "password": CANARY}


def stored() -> str:
    """Return everything that is in any table, as one text."""
    client = shared_client()
    names = client.list_tables()["TableNames"]
    return json.dumps([client.scan(TableName=name)["Items"] for name in names])


class UserPool(ThreadingHTTPServer):
    """Cognito's sign-up, which answers what it is told to and quotes what it heard."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _SignUp)
        self.answer = (200, "")
        self.heard: list[dict[str, Any]] = []


class _SignUp(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        pool = self.server
        assert isinstance(pool, UserPool)
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        pool.heard.append(asked)
        status, kind = pool.answer
        said = {"__type": kind, "message": f"password {asked['Password']} is wrong"}
        body = json.dumps(said if kind else {"UserConfirmed": False, "UserSub": "x"})
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> Iterator[UserPool]:
    """Sign people up at a pool of our own, as at AWS."""
    served = UserPool()
    Thread(target=served.serve_forever, daemon=True).start()
    settings.LOCAL_IDENTITY = False
    settings.COGNITO_USER_POOL_ID = "us-west-2_test"
    settings.COGNITO_CLIENT_ID = "client"
    monkeypatch.setenv(
        "AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER",
        f"http://127.0.0.1:{served.server_port}",
    )
    monkeypatch.setenv("AWS_MAX_ATTEMPTS", "1")
    signups._cognito.cache_clear()
    yield served
    signups._cognito.cache_clear()
    served.shutdown()
    served.server_close()


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

    assert [answer.status_code for answer in answers] == [503, 503]
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


@pytest.mark.parametrize(
    ("answer", "status", "message"),
    [
        ((200, ""), 200, None),
        ((400, "UsernameExistsException"), 200, None),
        (
            (400, "InvalidPasswordException"),
            406,
            "'password' is not accepted: choose another one.",
        ),
        (
            (400, "InvalidParameterException"),
            406,
            "'password' is not accepted: choose another one.",
        ),
        (
            (400, "ResourceNotFoundException"),
            503,
            "Signing up is not possible right now. Please try again.",
        ),
        (
            (500, "InternalErrorException"),
            503,
            "Signing up is not possible right now. Please try again.",
        ),
    ],
)
def test_password_goes_to_the_user_pool_and_is_not_repeated_from_there(
    pool: UserPool,
    answer: tuple[int, str],
    status: int,
    message: str | None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    pool.answer = answer
    for name in ("botocore", "urllib3"):
        # As settings have it: at DEBUG the library prints what it sends.
        caplog.set_level(logging.WARNING, logger=name)

    response = anonymous().post("/payments", SIGNING_UP)

    assert response.status_code == status
    assert message is None or response.json() == {"message": message}
    assert {heard["Password"] for heard in pool.heard} == {CANARY}
    assert CANARY not in response.content.decode()
    assert CANARY not in stored()
    assert CANARY not in caplog.text


@pytest.mark.parametrize("signed_in", [False, True])
def test_password_of_an_account_is_its_owners_to_choose(
    pool: UserPool, signed_in: bool
) -> None:
    store_user(AMIRA, isMember=False)
    order = Order(
        payment_type="UserMember",
        email=AMIRA,
        success_url=str(MEMBERSHIP["success_url"]),
        password=CANARY,
        signed_in=signed_in,
    )

    open_checkout(order, now=now_ms())

    assert [heard["Password"] for heard in pool.heard] == [CANARY] * signed_in


def test_user_pool_out_of_reach_is_no_fault_of_the_form(pool: UserPool) -> None:
    pool.answer = (500, "InternalErrorException")

    page = browser().post("/membership/", {**FORM, "password": CANARY})

    assert page.status_code == 503
    assert CANARY not in page.content.decode()
    assert 'value="Statistics"' in page.content.decode()


def test_refused_password_is_said_at_its_field(pool: UserPool) -> None:
    pool.answer = (400, "InvalidParameterException")

    page = browser().post("/membership/", {**FORM, "password": CANARY})

    assert page.status_code == 200
    assert (
        "&#x27;password&#x27; is not accepted: choose another one."
        in page.content.decode()
    )


def test_password_is_nowhere_after_paying(now: int) -> None:
    session_id = checkout(password=CANARY)
    play.pay(session_id, now=now)

    page = welcome(session_id).content.decode()

    payment = account_of(session_id).payment
    assert payment and payment.payment_type == "UserMember"
    assert person(AMIRA).is_member is True
    assert CANARY not in page
    assert CANARY not in stored()
