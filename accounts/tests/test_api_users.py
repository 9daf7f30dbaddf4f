"""Accounts as the API tells them: one, one's own, all, page by page."""

from typing import Any

import pytest

from accounts.models import User
from biztech.tests.callers import AMIRA, BEN, CHLOE, caller, store_user
from core.dynamo.rows import store_rows

PLAIN = {"isMember": False, "favedEventsID": [], "favedEventsID;year": []}


def told(email: str, path: str) -> Any:
    """Return what a caller is told at a path."""
    return caller(email).get(path).json()


def test_own_account_is_told_whole_in_the_documented_order() -> None:
    store_user(
        AMIRA,
        zodiac="Leo",
        createdAt=1,
        isMember=True,
        fname="Amira",
        gender="she/her",
        shoeSize=39.5,
        favedEventsID={"kickstart"},
        keptProfileID="SillyPandasDeny",
        **{"favedEventsID;year": {"blueprint;2026", "blueprint;2025"}},
    )

    response = caller(AMIRA).get("/users/self")

    assert response.status_code == 200
    assert list(response.json().items()) == [
        ("id", AMIRA),
        ("email", AMIRA),
        ("fname", "Amira"),
        ("isMember", True),
        ("gender", "she/her"),
        ("pronouns", "she/her"),
        ("favedEventsID", ["blueprint", "kickstart"]),
        ("createdAt", 1),
        ("favedEventsID;year", ["blueprint;2025", "blueprint;2026"]),
        ("shoeSize", 39.5),
        ("zodiac", "Leo"),
    ]


@pytest.mark.parametrize(
    ("stored", "differing"),
    [
        ({}, {}),
        ({"email": "old@example.org"}, {}),
        ({"isMember": "true"}, {"isMember": True}),
        ({"isMember": "no"}, {}),
        ({"pronouns": "she/her"}, {"gender": "she/her", "pronouns": "she/her"}),
        (
            {"pronouns": "old", "gender": "new"},
            {"gender": "new", "pronouns": "new"},
        ),
        ({"favedEventsID": ["b", "a", "a"]}, {"favedEventsID": ["a", "b"]}),
        ({"favedEventsID": "a", "favedEventsID;year": 5}, {}),
        (
            {"favedEventsID;year": {"a;2025"}},
            {"favedEventsID": ["a"], "favedEventsID;year": ["a;2025"]},
        ),
    ],
)
def test_account_of_any_age_is_told_in_one_shape(
    stored: dict[str, Any], differing: dict[str, Any]
) -> None:
    store_rows(User.of({"id": AMIRA, **stored}))

    assert told(AMIRA, "/users/self") == {
        "id": AMIRA,
        "email": AMIRA,
        **PLAIN,
        **differing,
    }


@pytest.mark.parametrize("path", ["self", CHLOE, BEN, "zz", "%00"])
def test_account_for_its_owner_is_theirs_whatever_the_path(path: str) -> None:
    store_user(AMIRA, fname="Amira")
    store_user(CHLOE, fname="Chloe")

    assert told(AMIRA, f"/users/{path}/")["id"] == AMIRA


@pytest.mark.parametrize(
    ("path", "email"),
    [("self", BEN), ("zz", BEN), (BEN, BEN), (AMIRA, AMIRA), (AMIRA.upper(), AMIRA)],
)
def test_account_for_an_exec_is_the_one_in_the_path(path: str, email: str) -> None:
    store_user(AMIRA)
    store_user(BEN)

    assert told(BEN, f"/users/{path}")["id"] == email


def test_account_that_is_not_there_is_not_found() -> None:
    own = caller(CHLOE).get(f"/users/{AMIRA}")
    named = caller(BEN).get(f"/users/{AMIRA.upper()}")

    assert (own.status_code, named.status_code) == (404, 404)
    assert own.json() == {
        "message": "user with id 'chloe@example.org' could not be found."
        " Make sure you have provided the correct id."
    }
    assert named.json() == {
        "message": "user with id 'amira@student.ubc.ca' could not be found."
        " Make sure you have provided the correct id."
    }


def test_list_of_users_is_a_bare_array(database_calls: list[str]) -> None:
    store_user(AMIRA, fname="Amira", keptProfileID="x")
    store_user(CHLOE)
    database_calls.clear()

    response = caller(BEN).get("/users/")

    assert sorted(response.json(), key=lambda user: user["id"]) == [
        {"id": AMIRA, "email": AMIRA, "fname": "Amira", **PLAIN},
        {"id": CHLOE, "email": CHLOE, **PLAIN},
    ]
    assert database_calls == ["Scan"]
    assert "X-Next-Cursor" not in response


@pytest.mark.parametrize("limit", [1, 2, 5, 1000])
def test_walk_through_users_meets_each_once(limit: int) -> None:
    emails = [f"user{number}@example.org" for number in range(5)]
    for email in emails:
        store_user(email)
    client = caller(BEN)

    met: list[str] = []
    response = client.get("/users", {"limit": limit})
    met += [user["id"] for user in response.json()]
    while cursor := response.get("X-Next-Cursor"):
        response = client.get(f"/users?limit={limit}&cursor={cursor}")
        assert len(response.json()) <= limit
        met += [user["id"] for user in response.json()]

    assert sorted(met) == emails


@pytest.mark.parametrize("cursor", ["", "x", "e30:1abcde:forged", "é"])
def test_page_of_a_forged_cursor_is_refused(cursor: str) -> None:
    response = caller(BEN).get("/users", {"cursor": cursor})

    assert response.status_code == 406
    assert response.json() == {
        "message": "'cursor' is not valid or has expired. Start again without a cursor."
    }


@pytest.mark.parametrize("limit", ["0", "1001", "-1", "ten", "", "1.5"])
def test_page_of_an_odd_size_is_refused(limit: str) -> None:
    response = caller(BEN).get("/users", {"limit": limit})

    assert response.status_code == 406
    assert response.json() == {
        "message": "'limit' must be a whole number from 1 to 1000."
    }


def test_browsable_pages_for_an_exec_offer_their_forms() -> None:
    store_user(AMIRA, fname="Amira", studentId=12345678)
    client = caller(BEN)

    everybody = client.get("/users?limit=10", HTTP_ACCEPT="text/html").content.decode()
    one = client.get(f"/users/{AMIRA}", HTTP_ACCEPT="text/html").content.decode()

    assert "favedEventsArray" in everybody
    assert "studentId" in one
    assert 'data-method="PATCH"' in one
    assert 'data-method="DELETE"' in one


def test_browsable_page_of_oneself_is_html() -> None:
    store_user(AMIRA, fname="Amira")

    response = caller(AMIRA).get("/users/self", HTTP_ACCEPT="text/html")

    assert response.status_code == 200
    assert "Amira" in response.content.decode()
