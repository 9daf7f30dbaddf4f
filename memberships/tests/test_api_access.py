"""Who may call the members' routes: the whole table."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    WITHOUT_VALID_TOKEN,
    caller,
    send,
    store_member,
    store_profile,
    store_user,
)
from core.identity.users import SessionUser
from memberships.queries import find_member

# Method, path, body, and what an exec gets for it.
ROUTES = [
    ("GET", "/members", None, 200),
    ("POST", "/members", {"email": CHLOE}, 201),
    ("POST", "/members/grant", {"email": CHLOE}, 200),
    ("POST", "/members/revoke", {"email": AMIRA, "reason": "Refund"}, 200),
    ("GET", f"/members/{AMIRA}", None, 200),
    ("PATCH", f"/members/{AMIRA}", {"major": "Statistics"}, 200),
    ("DELETE", f"/members/{AMIRA}", None, 200),
    ("GET", "/members/email/SillyPandasDeny", None, 200),
]

routes = pytest.mark.parametrize(("method", "path", "body", "allowed"), ROUTES)
either_slash = pytest.mark.parametrize("slash", ["", "/"])


@pytest.fixture(autouse=True)
def club() -> None:
    """Store amira with her three records."""
    store_user(AMIRA, isMember=True, fname="Amira")
    store_member(AMIRA, firstName="Amira", profileID="SillyPandasDeny")
    store_profile("SillyPandasDeny", fname="Amira")


@either_slash
@routes
def test_members_route_for_an_exec_is_served_without_redirect(
    method: str, path: str, body: Any, allowed: int, slash: str
) -> None:
    response = send(caller(BEN), method, path + slash, body)

    assert response.status_code == allowed


@either_slash
@routes
@pytest.mark.parametrize(
    "stranger", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
def test_members_route_without_a_valid_token_is_unauthorized(
    stranger: Callable[[], APIClient],
    method: str,
    path: str,
    body: Any,
    allowed: int,
    slash: str,
) -> None:
    response = send(stranger(), method, path + slash, body)

    assert response.status_code == 401
    assert response.json() == {"message": "Unauthorized"}
    assert response["WWW-Authenticate"].startswith("Bearer")


@either_slash
@routes
@pytest.mark.parametrize(
    "known",
    [
        lambda: caller(CHLOE),
        lambda: caller(AMIRA),
        lambda: caller("ben@notubcbiztech.com"),
    ],
    ids=["stranger", "member and owner", "look-alike domain"],
)
def test_members_route_for_anyone_but_a_verified_exec_is_forbidden(
    known: Callable[[], APIClient],
    method: str,
    path: str,
    body: Any,
    allowed: int,
    slash: str,
) -> None:
    response = send(known(), method, path + slash, body)

    assert response.status_code == 403
    assert response.json() == {"message": _sentence(method, path)}


def _sentence(method: str, path: str) -> str:
    if path == "/members/grant":
        return "unauthorized"
    if (method, path) == ("POST", "/members"):
        return "unauthorized to perform this action"
    return "unauthorized for this action"


def _signed_in() -> APIClient:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(SessionUser(email=BEN))
    return client


def test_members_route_in_the_dashboards_session_is_served() -> None:
    response = _signed_in().get("/members")

    assert response.status_code == 200


def test_members_route_in_a_session_without_csrf_token_writes_nothing() -> None:
    response = _signed_in().post("/members/revoke", {"email": AMIRA, "reason": "x"})

    assert response.status_code == 403
    assert response.json() == {"message": "CSRF Failed: CSRF cookie not set."}
    assert find_member(AMIRA) is not None
