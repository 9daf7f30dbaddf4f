"""``GET /users/checkMembership/{email}``: one boolean, for anyone."""

import pytest
from django.core.cache import cache
from pytest_django import Settings

from biztech.tests.callers import AMIRA, anonymous, bearer, store_user


@pytest.mark.parametrize(
    ("stored", "answered"),
    [
        ({"isMember": True}, True),
        ({"isMember": False}, False),
        ({"isMember": "true"}, True),
        ({}, False),
    ],
)
def test_check_membership_of_a_user_says_the_flag(
    stored: dict[str, object], answered: bool, database_calls: list[str]
) -> None:
    store_user(AMIRA, fname="Amira", **stored)
    database_calls.clear()

    response = anonymous().get(f"/users/checkMembership/{AMIRA}")

    assert response.status_code == 200
    assert response.json() is answered
    assert database_calls == ["GetItem"]


@pytest.mark.parametrize(
    "path",
    ["AMIRA@Student.UBC.ca", "amira%40student.ubc.ca", "%20amira@student.ubc.ca"],
)
def test_check_membership_in_any_spelling_finds_the_person(path: str) -> None:
    store_user(AMIRA, isMember=True)

    response = anonymous().get(f"/users/checkMembership/{path}")

    assert response.json() is True


@pytest.mark.parametrize("path", ["nobody@example.org", "zz", "a@b", "%00", "é@x.ca"])
def test_check_membership_of_unknown_or_invalid_is_false(path: str) -> None:
    response = anonymous().get(f"/users/checkMembership/{path}")

    assert response.status_code == 200
    assert response.content == b"false"


def test_check_membership_with_a_bad_token_is_answered_all_the_same() -> None:
    response = bearer("nonsense").get(f"/users/checkMembership/{AMIRA}/")

    assert response.status_code == 200
    assert response.json() is False


def test_check_membership_asked_too_often_is_slowed_down(
    settings: Settings,
) -> None:
    cache.clear()
    settings.PUBLIC_READS_PER_MINUTE = 2
    client = anonymous()

    codes = [client.get("/users/checkMembership/zz").status_code for _ in range(3)]
    refused = client.get("/users/checkMembership/zz")
    cache.clear()

    assert codes == [200, 200, 429]
    assert list(refused.json()) == ["message"]
    assert 0 < int(refused["Retry-After"]) <= 60
