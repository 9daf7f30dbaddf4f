"""``GET /profiles/profile/{profileID}``: what everybody may see."""

from typing import Any

import pytest

from biztech.tests.callers import (
    AMIRA,
    anonymous,
    bearer,
    caller,
    store_member,
    store_profile,
)
from profiles.policy import everything_visible
from profiles.tests.partners import new_company, profile_row, store_event

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


def test_public_profile_without_toggles_shows_a_name_that_is_nobodys() -> None:
    store_profile("SillyPandasDeny", fname="Amira", viewableMap=None)

    response = anonymous().get("/profiles/profile/SillyPandasDeny/")

    assert response.status_code == 200
    assert response.json() == {"fname": "BizTech", "lname": "Member"}


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        ({"fname": "Acme Inc", "lname": "", "name": "Acme Inc"}, ("Acme Inc", "·")),
        ({"name": "Acme Inc"}, ("Acme Inc", "·")),
        ({"fname": "Amira"}, ("Amira", "·")),
        ({"fname": " ", "lname": "Haddad"}, ("·", "Haddad")),
        ({"fname": "", "lname": None}, ("BizTech", "Member")),
        ({"fname": "Amira", "lname": 7}, ("Amira", "7")),
    ],
)
def test_names_that_the_client_reads_are_never_empty(
    stored: dict[str, Any], told: tuple[str, str]
) -> None:
    store_member(AMIRA, profileID="SillyPandasDeny")
    toggles = everything_visible(partner=True)
    store_profile("SillyPandasDeny", viewableMap=toggles, **stored)
    answers = [
        anonymous().get("/profiles/profile/SillyPandasDeny").json(),
        caller(AMIRA).get("/profiles/user/").json(),
    ]

    row = profile_row("SillyPandasDeny")

    assert [(answer["fname"], answer["lname"]) for answer in answers] == [told] * 2
    assert {name: row.get(name) for name in stored} == stored


def test_company_without_a_picture_has_both_names(now: int) -> None:
    store_event()
    company_id = new_company(now=now, picture="")

    told = anonymous().get(f"/profiles/profile/{company_id}").json()

    assert (told["fname"], told["lname"]) == (told["name"], "·")
    assert profile_row(company_id)["lname"] == ""


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

    assert response.json() == {"fname": "Amira", "lname": "·"}


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
