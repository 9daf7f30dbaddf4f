"""Which web sites may read the API's answers from a browser."""

from typing import Any

import pytest
from django.conf import settings
from rest_framework.test import APIClient

from biztech.tests.callers import (
    AMIRA,
    BEN,
    anonymous,
    caller,
    send,
    store_member,
    store_user,
)

OURS = "https://app.ubcbiztech.com"
FOREIGN = "https://evil.example.org"

# Method, path and body of an answer of each kind, as an exec gets it.
ANSWERS = [
    ("GET", "/users", None, 200),
    ("GET", f"/users/check/{AMIRA}", None, 200),
    ("POST", "/users", {"email": "new@example.org"}, 201),
    ("PATCH", f"/users/{AMIRA}", {"admin": True}, 406),
    ("DELETE", f"/users/{AMIRA}", None, 409),
    ("GET", "/users/nobody@example.org", None, 404),
    ("PUT", "/users", {}, 405),
    ("GET", "/members", None, 200),
    ("GET", "/profiles/profile/Nobody", None, 404),
    ("GET", "/nothing", None, 403),
    ("POST", "/nothing", {}, 403),
    ("GET", "/api/schema", None, 200),
]

answers = pytest.mark.parametrize(("method", "path", "body", "status"), ANSWERS)


@pytest.fixture(autouse=True)
def club(empty_tables: None) -> None:
    """Store amira, a member."""
    store_user(AMIRA, isMember=True)
    store_member(AMIRA)


def asked_from(origin: str, method: str, path: str, body: Any) -> Any:
    """Return what an exec gets in a browser that shows a page of that origin."""
    return send(caller(BEN), method, path, body, HTTP_ORIGIN=origin)


@answers
def test_answer_may_be_read_by_the_web_client(
    method: str, path: str, body: Any, status: int
) -> None:
    response = asked_from(OURS, method, path, body)

    assert response.status_code == status
    assert response["Access-Control-Allow-Origin"] == OURS
    assert response["Access-Control-Allow-Credentials"] == "true"
    assert response["Access-Control-Expose-Headers"] == (
        "X-Next-Cursor, Retry-After, X-Request-ID"
    )
    assert "origin" in response["Vary"].lower()


@answers
def test_answer_may_not_be_read_by_another_site(
    method: str, path: str, body: Any, status: int
) -> None:
    response = asked_from(FOREIGN, method, path, body)

    assert response.status_code == status
    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize("path", ["/users/self", "/members", "/users/"])
def test_refusal_of_a_token_may_be_read_by_the_web_client(path: str) -> None:
    response = anonymous().get(path, HTTP_ORIGIN=OURS)

    assert response.status_code == 401
    assert response["Access-Control-Allow-Origin"] == OURS


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/users", "POST"),
        ("/users/", "GET"),
        (f"/users/{AMIRA}", "PATCH"),
        (f"/users/favEvent/{AMIRA}/", "PATCH"),
        (f"/users/check/{AMIRA}", "GET"),
        (f"/users/checkMembership/{AMIRA}", "GET"),
        ("/members/grant", "POST"),
        ("/members/", "GET"),
        ("/profiles/profile/Nobody", "GET"),
        ("/nothing/at/all", "DELETE"),
    ],
)
def test_preflight_of_the_web_client_is_allowed(path: str, method: str) -> None:
    response = preflight(OURS, path, method)

    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == OURS
    assert response["Access-Control-Allow-Credentials"] == "true"
    assert method in response["Access-Control-Allow-Methods"]
    assert "authorization" in response["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    "origin", [OURS, "https://dev.app.ubcbiztech.com", "https://dev.v2.ubcbiztech.com"]
)
def test_origin_of_the_club_may_ask_and_get_its_payers_back(origin: str) -> None:
    response = preflight(origin, "/users", "POST")

    assert response["Access-Control-Allow-Origin"] == origin
    assert origin in settings.CHECKOUT_ORIGINS


@pytest.mark.parametrize(
    "origin", [FOREIGN, "http://app.ubcbiztech.com", f"{OURS}.evil.org", "null"]
)
def test_preflight_of_another_site_is_not_allowed(origin: str) -> None:
    response = preflight(origin, "/users", "POST")

    assert "Access-Control-Allow-Origin" not in response


@pytest.mark.parametrize(
    "path", ["/", "/admin/", "/membership/", "/profile/", "/sign-in/", "/wall/"]
)
def test_page_may_not_be_read_by_another_origin(path: str) -> None:
    response = anonymous().get(path, HTTP_ORIGIN=OURS)

    assert response.status_code in (200, 302)
    assert "Access-Control-Allow-Origin" not in response


def preflight(origin: str, path: str, method: str) -> Any:
    """Return the answer to what a browser asks before a request."""
    return APIClient().options(
        path,
        HTTP_ORIGIN=origin,
        HTTP_ACCESS_CONTROL_REQUEST_METHOD=method,
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="authorization,content-type",
    )
