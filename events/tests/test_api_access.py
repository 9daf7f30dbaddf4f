"""Who may call the registrations' routes: the whole table."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    WITHOUT_VALID_TOKEN,
    anonymous,
    caller,
    send,
)
from core.identity.users import SessionUser
from events.models import Registration
from events.tests.rows import store_event, store_registration

EVENT = {"eventID": "gala", "year": 2026}
ONE = f"/registrations/{AMIRA}"
BY_EVENT = "/registrations?eventID=gala&year=2026"
BOARD = "/registrations/leaderboard?eventID=gala&year=2026"
NEW = {"email": "dan@example.org", "registrationStatus": "registered", **EVENT}
CANCEL = {"registrationStatus": "cancelled", **EVENT}
CHECK_IN = {"registrationStatus": "checkedIn", **EVENT}
UPDATES = {
    "eventID": "gala",
    "eventYear": 2026,
    "updates": [{"email": AMIRA, "fname": "Amira", "applicationStatus": "accepted"}],
}

# Method, path, body; then the answer to anonymous, a stranger, the owner, an exec.
ROUTES: list[tuple[str, str, Any, tuple[int, int, int, int]]] = [
    ("POST", "/registrations", NEW, (201, 201, 201, 201)),
    ("GET", f"/registrations?email={AMIRA}", None, (200, 200, 200, 200)),
    ("GET", BY_EVENT, None, (401, 403, 403, 200)),
    ("GET", BOARD, None, (200, 200, 200, 200)),
    ("PUT", f"{ONE}/Amira", CANCEL, (401, 403, 200, 200)),
    ("PUT", f"{ONE}/Amira", CHECK_IN, (401, 403, 403, 200)),
    ("DELETE", ONE, EVENT, (401, 403, 200, 200)),
    ("DELETE", "/registrations", {"ids": [AMIRA], **EVENT}, (401, 403, 403, 200)),
    ("PUT", "/registrations", UPDATES, (401, 403, 403, 200)),
    ("PUT", "/registrations/massUpdate", UPDATES, (401, 403, 403, 200)),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "stranger": lambda: caller(CHLOE),
    "owner": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}


def with_slash(path: str) -> str:
    """Return the other spelling of a path."""
    bare, question, query = path.partition("?")
    return f"{bare}/{question}{query}"


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store the gala, and that amira comes."""
    store_event(deadline="2126-01-01T00:00:00.000Z")
    store_registration(AMIRA, fname="Amira")


def amiras() -> dict[str, Any]:
    """Return amira's registration as it is now."""
    row = Registration.find(AMIRA, "gala;2026", consistent=True)
    return row.plain() if row else {}


@pytest.mark.parametrize("slash", [False, True])
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
@pytest.mark.parametrize(("method", "path", "body", "statuses"), ROUTES)
def test_route_serves_whom_it_is_for(
    method: str,
    path: str,
    body: Any,
    statuses: tuple[int, ...],
    number: int,
    who: str,
    slash: bool,
) -> None:
    before = amiras()

    response = send(CALLERS[who](), method, with_slash(path) if slash else path, body)

    assert response.status_code == statuses[number]
    assert response["Content-Type"] == "application/json"
    if response.status_code >= 400:
        assert amiras() == before
        assert AMIRA not in response.content.decode()


@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
@pytest.mark.parametrize(
    ("method", "path", "body"), [each[:3] for each in ROUTES if each[3][0] == 401]
)
def test_route_without_a_valid_token_is_unauthorized(
    method: str, path: str, body: Any, nobody: Callable[[], APIClient]
) -> None:
    response = send(nobody(), method, path, body)

    assert (response.status_code, response.json()) == (401, {"message": "Unauthorized"})
    assert amiras()["registrationStatus"] == "registered"


@pytest.mark.parametrize(
    ("method", "path", "body"), [each[:3] for each in ROUTES if each[0] != "GET"]
)
def test_route_in_a_session_without_csrf_token_writes_nothing(
    method: str, path: str, body: Any
) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(SessionUser(email=BEN))

    response = send(client, method, path, body)

    assert response.status_code == 403
    assert amiras()["registrationStatus"] == "registered"


@pytest.mark.parametrize(
    ("method", "path", "status", "message"),
    [
        ("PATCH", "/registrations", 400, "A(n) registration id was not provided"),
        ("GET", ONE, 405, 'Method "GET" not allowed.'),
        ("PUT", ONE, 405, 'Method "PUT" not allowed.'),
        ("GET", f"{ONE}/Amira", 405, 'Method "GET" not allowed.'),
        ("POST", "/registrations/massUpdate", 405, 'Method "POST" not allowed.'),
    ],
)
def test_route_with_another_method_is_refused(
    method: str, path: str, status: int, message: str
) -> None:
    response = send(caller(BEN), method, path)

    assert response.status_code == status
    assert message in response.json()["message"]
