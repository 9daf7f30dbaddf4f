"""A database that is away is said to be away, everywhere, and never a fault of ours."""

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest

from accounts.models import User
from biztech.dashboard.framework.tests.visitors import ben, visitor
from biztech.tests.callers import AMIRA, BEN, anonymous, caller, send
from core.dynamo.client import listening
from core.dynamo.errors import DatabaseSilent
from core.dynamo.tests.stand_in import StandIn, cancelled
from core.dynamo.transactions import read_together, write_transaction
from core.errors import Conflict
from core.identity.links import one_time_link

SAID = "The database does not answer right now. Please try again in a moment."
NOWHERE = "http://127.0.0.1:9"


@pytest.fixture
def away(settings: Any, engine: str) -> Iterator[None]:
    """Take the database away."""
    settings.DYNAMODB_ENDPOINT = NOWHERE
    yield
    settings.DYNAMODB_ENDPOINT = engine


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize(
    ("email", "method", "path", "body"),
    [
        (None, "GET", f"/users/check/{AMIRA}", None),
        (None, "GET", "/profiles/profile/Amira", None),
        (None, "GET", "/events", None),
        (None, "GET", "/events/blueprint/2026?count=true", None),
        (None, "GET", "/events/blueprint/2026/feedback/attendee", None),
        (AMIRA, "GET", "/interactions/journal/", None),
        (
            AMIRA,
            "POST",
            "/interactions/",
            {"eventType": "CONNECTION", "eventParam": "Ben"},
        ),
        (BEN, "POST", "/members/grant", {"email": AMIRA}),
    ],
)
def test_api_without_a_database_answers_503(
    email: str | None, method: str, path: str, body: Any
) -> None:
    client = caller(email) if email else anonymous()

    response = send(client, method, path, body)

    assert (response.status_code, response.json()) == (503, {"message": SAID})
    assert response["Retry-After"] == "5"


@pytest.mark.parametrize("path", ["/profile/Amira", "/admin/memberships/person/"])
def test_page_without_a_database_says_so(settings: Any, engine: str, path: str) -> None:
    browser = ben()
    browser.raise_request_exception = False

    settings.DYNAMODB_ENDPOINT = NOWHERE
    response = browser.get(path)
    settings.DYNAMODB_ENDPOINT = engine

    assert response.status_code == 503
    assert response["Retry-After"] == "5"
    assert SAID in response.content.decode()


def test_session_that_cannot_be_stored_is_no_fault() -> None:
    """The database goes away after the page was made, before its session is kept."""
    browser = visitor(None)
    browser.raise_request_exception = False

    with listening(refuse_writes):
        response = browser.post("/profile/Amira/connect")

    assert response.status_code == 503


def test_sign_in_link_without_a_database_can_be_tried_again() -> None:
    browser = visitor(None)
    path = urlsplit(one_time_link(BEN)).path

    with listening(refuse_writes):
        away = browser.get(path)

    assert away.status_code == 503
    assert browser.get(path).status_code == 302


def refuse_writes(operation: str, request: dict[str, Any]) -> None:
    """Be away for whoever writes."""
    if operation == "TransactWriteItems":
        raise DatabaseSilent


def test_conflict_that_does_not_pass_is_an_outage(stand_in: StandIn) -> None:
    stand_in.will(*[cancelled("TransactionConflict")] * 16)

    with pytest.raises(DatabaseSilent):
        read_together((User, User.key(AMIRA)))
    with pytest.raises(DatabaseSilent), write_transaction() as writes:
        writes.create(User.of({"id": AMIRA}), otherwise=Conflict("exists"))

    assert len(stand_in.heard) == 16
