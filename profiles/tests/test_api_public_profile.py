"""``GET /profiles/profile/{profileID}``: what everybody may see."""

import pytest

from biztech.tests.callers import anonymous, bearer, store_profile
from profiles.policy import everything_visible

SECRET = {
    "email": "amira@student.ubc.ca",
    "studentNumber": "12345678",
    "createdAt": 1,
    "updatedAt": 2,
    "profileID": "SillyPandasDeny",
}


def test_public_profile_shows_allowed_fields_only(database_calls: list[str]) -> None:
    toggles = {**everything_visible(), **dict.fromkeys(SECRET, True), "hobby1": False}
    store_profile(
        "SillyPandasDeny",
        profileType="ATTENDEE",
        fname="Amira",
        lname="Haddad",
        year=3,
        hobby1="Chess",
        viewableMap=toggles,
        **SECRET,
    )
    database_calls.clear()

    response = anonymous().get("/profiles/profile/SillyPandasDeny")

    assert response.status_code == 200
    assert response.json() == {
        "profileType": "ATTENDEE",
        "fname": "Amira",
        "lname": "Haddad",
        "year": 3,
    }
    assert database_calls == ["GetItem"]


def test_public_profile_without_toggles_shows_nothing() -> None:
    store_profile("SillyPandasDeny", fname="Amira", viewableMap=None)

    response = anonymous().get("/profiles/profile/SillyPandasDeny/")

    assert response.status_code == 200
    assert response.json() == {}


def test_public_profile_that_is_hidden_is_refused_like_an_unknown_one() -> None:
    store_profile("SillyPandasDeny", fname="Amira", hiddenAt=1_795_176_000_000)

    hidden = anonymous().get("/profiles/profile/SillyPandasDeny")
    unknown = anonymous().get("/profiles/profile/CalmOttersSing")

    assert hidden.status_code == unknown.status_code == 404
    assert hidden.json() == {
        "message": "Profile with id 'SillyPandasDeny' could not be found."
        " Make sure you have provided the correct id."
    }
    assert unknown.json() == {
        "message": "Profile with id 'CalmOttersSing' could not be found."
        " Make sure you have provided the correct id."
    }


def test_public_profile_with_a_bad_token_is_answered_all_the_same() -> None:
    store_profile("SillyPandasDeny", fname="Amira")

    response = bearer("nonsense").get("/profiles/profile/SillyPandasDeny")

    assert response.json() == {"fname": "Amira"}


@pytest.mark.parametrize("profile_id", ["x" * 200, "%00", "PROFILE%23x", "a b"])
def test_public_profile_with_an_odd_id_is_not_found(profile_id: str) -> None:
    response = anonymous().get(f"/profiles/profile/{profile_id}")

    assert response.status_code == 404
    assert list(response.json()) == ["message"]


@pytest.mark.parametrize("profile_id", ["x" * 201, "a%2Fb"])
def test_public_profile_with_an_id_that_no_route_takes_is_an_unknown_address(
    profile_id: str, database_calls: list[str]
) -> None:
    response = anonymous().get(f"/profiles/profile/{profile_id}")

    assert response.status_code == 403
    assert response.json() == {"message": "Missing Authentication Token"}
    assert database_calls == []
