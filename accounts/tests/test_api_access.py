"""Who may call the users' routes: the whole table."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from accounts.models import User
from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    WITHOUT_VALID_TOKEN,
    anonymous,
    caller,
    send,
    store_user,
)
from core.dynamo.rows import store_rows
from core.identity.users import SessionUser
from events.models import Event

FAVOURITE = {"eventID": "blueprint", "isFavourite": True}
DAN = "dan@example.org"

# Method, path, body; then the answer to anonymous, a stranger, the owner, an exec.
ROUTES = [
    ("POST", "/users", {"email": DAN}, 201, 201, 201, 201),
    ("GET", "/users", None, 401, 403, 403, 200),
    ("GET", f"/users/{AMIRA}", None, 401, 404, 200, 200),
    ("GET", "/users/self", None, 401, 404, 200, 404),
    ("PATCH", f"/users/{AMIRA}", {"major": "Art"}, 401, 403, 200, 200),
    ("DELETE", f"/users/{AMIRA}", None, 401, 403, 200, 200),
    ("PATCH", f"/users/favEvent/{AMIRA}", FAVOURITE, 401, 403, 200, 200),
    ("GET", f"/users/check/{AMIRA}", None, 200, 200, 200, 200),
    ("GET", f"/users/checkMembership/{AMIRA}", None, 200, 200, 200, 200),
]
TOKEN_ROUTES = [route[:3] for route in ROUTES if route[3] == 401]
OWNER_ROUTES = [
    route[:3] for route in ROUTES if route[0] != "GET" and route[3:5] == (401, 403)
]

CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "stranger": lambda: caller(CHLOE),
    "owner": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}

either_slash = pytest.mark.parametrize("slash", ["", "/"])


@pytest.fixture(autouse=True)
def club(empty_tables: None) -> None:
    """Store amira's account, and an event."""
    store_user(AMIRA, fname="Amira", isMember=False)
    store_rows(Event.of({"id": "blueprint", "year": 2026}))


@either_slash
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_users_route_serves_whom_it_is_for(
    route: tuple[Any, ...], number: int, who: str, slash: str
) -> None:
    method, path, body, *statuses = route

    response = send(CALLERS[who](), method, path + slash, body)

    assert response.status_code == statuses[number]
    assert response["Content-Type"] == "application/json"
    if response.status_code == 403:
        assert response.json() == {"message": "unauthorized for this action"}


@either_slash
@pytest.mark.parametrize(("method", "path", "body"), TOKEN_ROUTES)
@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
def test_users_route_without_a_valid_token_is_unauthorized(
    nobody: Callable[[], APIClient], method: str, path: str, body: Any, slash: str
) -> None:
    response = send(nobody(), method, path + slash, body)

    assert response.status_code == 401
    assert response.json() == {"message": "Unauthorized"}
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    "nobody",
    [made for name, made in WITHOUT_VALID_TOKEN.items() if name != "anonymous"],
    ids=[name for name in WITHOUT_VALID_TOKEN if name != "anonymous"],
)
def test_sign_up_with_a_token_that_is_not_valid_makes_no_account(
    nobody: Callable[[], APIClient],
) -> None:
    response = send(nobody(), "POST", "/users", {"email": DAN})

    assert response.status_code == 401
    assert response.json() == {"message": "Unauthorized"}
    assert User.find(*User.key(DAN)) is None


@pytest.mark.parametrize(("method", "path", "body"), OWNER_ROUTES)
@pytest.mark.parametrize("known", [CHLOE, "ben@notubcbiztech.com", f"x{AMIRA}"])
def test_users_route_of_another_person_writes_nothing(
    known: str, method: str, path: str, body: Any
) -> None:
    response = send(caller(known), method, path, body)

    assert response.status_code == 403
    assert User.get(AMIRA).plain() == {
        "id": AMIRA,
        "fname": "Amira",
        "isMember": False,
    }


@pytest.mark.parametrize(("method", "path", "body"), OWNER_ROUTES)
def test_users_route_of_another_person_hides_who_exists(
    method: str, path: str, body: Any
) -> None:
    unknown = path.replace(AMIRA, DAN)

    answers = [send(caller(CHLOE), method, each, body) for each in (path, unknown)]

    assert answers[0].status_code == answers[1].status_code == 403
    assert answers[0].content == answers[1].content


def test_users_route_in_a_session_without_csrf_token_writes_nothing() -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(SessionUser(email=BEN))

    response = client.delete(f"/users/{AMIRA}")

    assert response.status_code == 403
    assert response.json() == {"message": "CSRF Failed: CSRF cookie not set."}
    assert User.find(*User.key(AMIRA)) is not None


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/users/self", None),
        ("GET", f"/users/{AMIRA}", None),
        ("GET", "/users", None),
        ("PATCH", f"/users/{AMIRA}", {"fname": "C"}),
        ("PATCH", f"/users/favEvent/{AMIRA}", FAVOURITE),
        ("DELETE", f"/users/{AMIRA}", None),
        ("POST", "/users", {"email": AMIRA}),
        ("GET", f"/users/check/{AMIRA}", None),
    ],
)
def test_answer_to_a_stranger_holds_nobody_elses_address(
    method: str, path: str, body: Any
) -> None:
    response = send(caller(CHLOE), method, path, body)

    assert AMIRA not in response.content.decode()
    assert BEN not in response.content.decode()
