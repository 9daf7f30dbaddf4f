"""Who is served on ``/profiles``, ``/profiles/user/`` and the public view."""

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
    store_member,
    store_profile,
)
from profiles.queries import find_profile
from profiles.tests.own_profile import (
    PROFILE_ID,
    TEXTS,
    either_slash,
    stored,
    with_profile,
)

# Method, path; then the answer to anonymous, a member without a profile of their own,
# the owner, an exec who is no member.
ROUTES = [
    ("POST", "/profiles", 401, 201, 409, 404),
    ("GET", "/profiles/user", 401, 404, 200, 404),
    ("PATCH", "/profiles/user", 401, 404, 200, 404),
    ("GET", f"/profiles/profile/{PROFILE_ID}", 200, 200, 200, 200),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "another member": lambda: caller(CHLOE),
    "owner": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}


@either_slash
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_profiles_route_serves_whom_it_is_for(
    route: tuple[Any, ...], number: int, who: str, slash: str
) -> None:
    method, path, *statuses = route
    with_profile()
    store_member(CHLOE)

    response = send(CALLERS[who](), method, path + slash)

    assert response.status_code == statuses[number]
    assert response["Content-Type"] == "application/json"
    assert AMIRA not in response.content.decode() or who == "owner"


@either_slash
@pytest.mark.parametrize(("method", "path"), [route[:2] for route in ROUTES[:3]])
@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
def test_profiles_route_without_a_valid_token_is_unauthorized(
    nobody: Callable[[], APIClient], method: str, path: str, slash: str
) -> None:
    with_profile()
    before = stored()

    response = send(nobody(), method, path + slash, {"hobby1": "Chess"})

    assert response.status_code == 401
    assert response.json() == {"message": "Unauthorized"}
    assert stored() == before


def test_edit_by_another_member_changes_their_own_profile_alone() -> None:
    with_profile(hobby1="Go")
    store_member(CHLOE, profileID="CalmOttersSing")
    store_profile("CalmOttersSing", fname="Chloe")
    before = stored()

    response = send(caller(CHLOE), "PATCH", "/profiles/user/", TEXTS)

    other = find_profile("CalmOttersSing")
    assert response.status_code == 200
    assert stored() == before
    assert other is not None and other.plain()["hobby1"] == "Chess"


def test_public_profile_of_a_replaced_card_says_so() -> None:
    store_profile(PROFILE_ID, replacedAt=5, replacedBy="CalmOttersSing", hiddenAt=5)

    response = anonymous().get(f"/profiles/profile/{PROFILE_ID}")

    assert response.status_code == 404
    assert response.json() == {
        "message": "This card was replaced. Ask the person to tap their new one."
    }
