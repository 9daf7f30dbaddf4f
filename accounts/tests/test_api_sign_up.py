"""``POST /users/``: the bodies that the contract documents, and one account each."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from accounts.models import User
from biztech.tests.callers import AMIRA, BEN, anonymous, caller, send, store_user

ODD_FAVOURITES = (
    "'favedEventsArray' in the request body is invalid:"
    ' expected at most 100 texts such as "blueprint;2026".'
)


def signed_up(**body: Any) -> Any:
    """Send a sign-up without a token; return the response."""
    return send(anonymous(), "POST", "/users/", body)


def stored() -> dict[str, Any]:
    """Return amira's row as it is in the table."""
    return User.get(AMIRA).plain()


def test_sign_up_stores_what_was_sent_and_tells_it(database_calls: list[str]) -> None:
    response = signed_up(
        email="  Amira@Student.UBC.ca ",
        education="UBC",
        studentId="12345678",
        fname="Amira",
        lname="Haddad",
        faculty="Science",
        major="Statistics",
        year="3rd Year",
        gender="She/Her/Hers",
        diet="None",
        isMember=True,
        admin=True,
        international=True,
        prev_member=False,
        favedEventsArray=["blueprint;2026", "kickstart;2025"],
        createdAt=5,
        keptProfileID="x",
        nested={"a": 1},
    )

    assert database_calls == ["PutItem"]
    row = stored()
    now = row["createdAt"]
    assert now > 1_700_000_000_000
    assert response.status_code == 201
    assert response.json() == {
        "message": "Created!",
        "params": {
            "id": AMIRA,
            "email": AMIRA,
            "fname": "Amira",
            "lname": "Haddad",
            "admin": False,
            "isMember": False,
            "education": "UBC",
            "studentId": 12345678,
            "faculty": "Science",
            "major": "Statistics",
            "year": "3rd Year",
            "gender": "She/Her/Hers",
            "pronouns": "She/Her/Hers",
            "diet": "None",
            "favedEventsID": ["blueprint", "kickstart"],
            "favedEventsID;year": ["blueprint;2026", "kickstart;2025"],
            "createdAt": now,
            "updatedAt": now,
        },
    }
    assert row == {
        "id": AMIRA,
        "fname": "Amira",
        "lname": "Haddad",
        "admin": False,
        "isMember": False,
        "education": "UBC",
        "studentId": 12345678,
        "faculty": "Science",
        "major": "Statistics",
        "year": "3rd Year",
        "gender": "She/Her/Hers",
        "diet": "None",
        "favedEventsID": ["blueprint", "kickstart"],
        "favedEventsID;year": ["blueprint;2026", "kickstart;2025"],
        "createdAt": now,
        "updatedAt": now,
    }


def test_sign_up_with_an_email_alone_is_enough() -> None:
    response = signed_up(email=AMIRA, fname=None, year=None, favedEventsArray=None)

    params = response.json()["params"]
    assert params.pop("createdAt") == params.pop("updatedAt")
    assert params == {
        "id": AMIRA,
        "email": AMIRA,
        "admin": False,
        "isMember": False,
        "studentId": 0,
        "favedEventsID": [],
        "favedEventsID;year": [],
    }


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ({"pronouns": "they/them"}, "they/them"),
        ({"gender": "", "pronouns": "they/them"}, "they/them"),
        ({"gender": "Female", "pronouns": "she/her"}, "Female"),
    ],
)
def test_sign_up_takes_pronouns_for_gender(sent: dict[str, str], kept: str) -> None:
    params = signed_up(email=AMIRA, **sent).json()["params"]

    assert (params["gender"], params["pronouns"]) == (kept, kept)
    assert stored()["gender"] == kept
    assert "pronouns" not in stored()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (12345678, 12345678),
        ("00012345", 12345),
        (" 7 ", 7),
        ("", 0),
        (None, 0),
        (0, 0),
    ],
)
def test_sign_up_keeps_a_student_id_as_a_number(sent: Any, kept: int) -> None:
    assert signed_up(email=AMIRA, studentId=sent).status_code == 201
    assert stored()["studentId"] == kept


@pytest.mark.parametrize("sent", ["12a", -1, 1.5, True, [], "9" * 16, "²", 2**53 + 1])
def test_sign_up_with_an_odd_student_id_is_refused(sent: Any) -> None:
    response = signed_up(email=AMIRA, studentId=sent)

    assert response.status_code == 406
    assert response.json() == {
        "message": "'studentId' in the request body is invalid: expected a number, or"
        " a text of at most 15 digits.",
        "data": {"email": AMIRA, "studentId": sent},
    }
    assert User.find(*User.key(AMIRA)) is None


@pytest.mark.parametrize("year", [3, "3", "3rd Year", "x" * 32])
def test_sign_up_stores_the_year_in_the_type_that_was_sent(year: int | str) -> None:
    assert signed_up(email=AMIRA, year=year).json()["params"]["year"] == year
    assert stored()["year"] == year


def test_sign_up_with_a_long_year_is_refused() -> None:
    response = signed_up(email=AMIRA, year="x" * 33)

    assert response.status_code == 406
    assert response.json()["message"] == (
        "'year' in the request body is invalid: expected a number or a text of at"
        " most 32 characters."
    )


@pytest.mark.parametrize(
    ("body", "answer"),
    [
        ({"email": "nope"}, {"message": "Invalid email", "data": "nope"}),
        ({"email": ""}, {"message": "Invalid email", "data": ""}),
        ({"email": 5}, {"message": "Invalid email", "data": 5}),
        ({"email": None}, {"message": "Invalid email"}),
        ({"fname": "Amira"}, {"message": "Invalid email"}),
        ({}, {"message": "Invalid email"}),
    ],
)
def test_sign_up_without_a_valid_email_is_refused(
    body: dict[str, Any], answer: dict[str, Any], database_calls: list[str]
) -> None:
    response = send(anonymous(), "POST", "/users", body)

    assert response.status_code == 406
    assert response.json() == answer
    assert database_calls == []


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ([], "the favedEventsArray is empty"),
        (["a;2026", 5], "the favedEventsArray contains non-string element(s)"),
        (["a;2026", "a;2026"], "the favedEventsArray contains duplicate elements"),
        (
            "a;2026",
            ODD_FAVOURITES,
        ),
        (
            ["blueprint"],
            ODD_FAVOURITES,
        ),
    ],
)
def test_sign_up_with_odd_favourites_is_refused(sent: Any, message: str) -> None:
    response = signed_up(email=AMIRA, favedEventsArray=sent)

    assert response.status_code == 406
    assert response.json() == {
        "message": message,
        "data": {"email": AMIRA, "favedEventsArray": sent},
    }
    assert User.find(*User.key(AMIRA)) is None


def test_sign_up_with_too_many_favourites_is_refused() -> None:
    favourites = [f"event{number};2026" for number in range(101)]

    response = signed_up(email=AMIRA, favedEventsArray=favourites)

    assert response.status_code == 406
    assert response.json()["message"].startswith("'favedEventsArray'")


def test_sign_up_of_an_address_that_has_an_account_is_refused_in_a_json_text() -> None:
    store_user(AMIRA, fname="Amira")

    response = signed_up(email="AMIRA@student.ubc.ca", fname="Mallory")

    assert response.status_code == 409
    assert response.json() == "User could not be created because email already exists"
    assert stored() == {"id": AMIRA, "fname": "Amira"}


def test_sign_up_twenty_times_at_once_makes_one_account() -> None:
    def attempt(number: int) -> int:
        status: int = signed_up(email=AMIRA, fname=f"Amira {number}").status_code
        return status

    with ThreadPoolExecutor(20) as pool:
        statuses = sorted(pool.map(attempt, range(20)))

    assert statuses == [201] + [409] * 19


@pytest.mark.parametrize(
    ("email", "is_member"), [(AMIRA, False), ("ben@evil.org", False), (BEN, True)]
)
def test_sign_up_as_a_member_counts_with_an_execs_token(
    email: str, is_member: bool
) -> None:
    body = {"email": "new@example.org", "isMember": True}

    response = send(caller(email), "POST", "/users", body)

    assert response.status_code == 201
    assert response.json()["params"]["isMember"] is is_member


@pytest.mark.parametrize(
    ("email", "admin"),
    [
        ("new@ubcbiztech.com", True),
        ("new@sub.ubcbiztech.com", False),
        ("new@notubcbiztech.com", False),
        ("ubcbiztech.com@example.org", False),
    ],
)
def test_sign_up_is_flagged_admin_by_the_domain_alone(email: str, admin: bool) -> None:
    params = signed_up(email=email, admin=not admin).json()["params"]

    assert params["admin"] is admin


@pytest.mark.parametrize("text", ["{", '{"email": "a@b.ca"', "[]", "email=a"])
def test_sign_up_that_cannot_be_read_is_malformed(text: str) -> None:
    response = anonymous().post("/users/", text, content_type="application/json")

    assert response.status_code == 400
    assert list(response.json()) == ["message"]
