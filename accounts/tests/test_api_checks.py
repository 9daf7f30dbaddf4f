"""``GET /users/check/{email}`` and ``checkMembership``: one boolean, for anyone."""

import pytest
from pytest_django import Settings

from biztech.tests.callers import AMIRA, BEN, CHLOE, anonymous, bearer, store_user

CHECKS = ["/users/check/", "/users/checkMembership/"]

either_check = pytest.mark.parametrize("check", CHECKS)


@pytest.mark.parametrize(
    ("stored", "answered"),
    [
        ({"isMember": True}, b"true"),
        ({"isMember": False}, b"false"),
        ({"isMember": "true"}, b"true"),
        ({}, b"false"),
    ],
)
def test_check_membership_of_a_user_says_the_flag(
    stored: dict[str, object], answered: bytes
) -> None:
    store_user(AMIRA, fname="Amira", **stored)

    response = anonymous().get(f"/users/checkMembership/{AMIRA}")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.content == answered


def test_check_of_a_user_says_that_there_is_one() -> None:
    store_user(AMIRA, isMember=False)

    response = anonymous().get(f"/users/check/{AMIRA}/")

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.content == b"true"


@either_check
@pytest.mark.parametrize(
    "path",
    ["AMIRA@Student.UBC.ca", "amira%40student.ubc.ca", "%20amira@student.ubc.ca"],
)
def test_check_in_any_spelling_finds_the_person(check: str, path: str) -> None:
    store_user(AMIRA, isMember=True)

    response = anonymous().get(check + path)

    assert response.json() is True


@either_check
@pytest.mark.parametrize("path", ["nobody@example.org", "zz", "a@b", "%00", "é@x.ca"])
def test_check_of_unknown_or_invalid_is_false(check: str, path: str) -> None:
    response = anonymous().get(check + path)

    assert response.status_code == 200
    assert response.content == b"false"


@either_check
def test_check_does_the_same_work_for_known_and_unknown(
    check: str, database_calls: list[str]
) -> None:
    store_user(AMIRA, isMember=True)
    store_user(BEN, isMember=False)
    client = anonymous()

    calls = []
    for email in (AMIRA, BEN, CHLOE):
        database_calls.clear()
        client.get(check + email)
        calls.append(list(database_calls))

    assert calls == [["GetItem"], ["GetItem"], ["GetItem"]]


@either_check
def test_check_answers_known_and_unknown_with_the_same_headers(check: str) -> None:
    store_user(AMIRA, isMember=True)
    client = anonymous()

    known, unknown = client.get(check + AMIRA), client.get(check + CHLOE)

    differing = {
        name for name, value in known.headers.items() if unknown.get(name) != value
    }
    assert differing == {"Content-Length"}


@either_check
def test_check_with_a_bad_token_is_answered_all_the_same(check: str) -> None:
    response = bearer("nonsense").get(f"{check}{AMIRA}/")

    assert response.status_code == 200
    assert response.json() is False


@either_check
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_check_by_another_method_is_refused(check: str, method: str) -> None:
    response = getattr(anonymous(), method)(check + AMIRA)

    assert response.status_code == 405
    assert list(response.json()) == ["message"]


def test_checks_asked_too_often_are_slowed_down_together(settings: Settings) -> None:
    rates = {**settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"], "existence-check": 2}
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": rates,
    }
    client = anonymous()

    codes = [client.get(f"{check}zz").status_code for check in (*CHECKS, *CHECKS)]

    assert codes == [200, 200, 429, 429]
    assert client.get("/users/check/zz", REMOTE_ADDR="10.0.0.9").status_code == 200
