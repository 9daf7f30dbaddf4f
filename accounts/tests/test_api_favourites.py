"""``PATCH /users/favEvent/{email}``, with the bodies that are documented."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from biztech.tests.callers import AMIRA, BEN, CHLOE, caller, send, store_user
from core.dynamo.rows import store_rows
from events.models import Event


@pytest.fixture(autouse=True)
def club(empty_tables: None) -> None:
    """Store amira, and an event of two years."""
    store_user(AMIRA, fname="Amira")
    for year in (2025, 2026):
        store_rows(Event.of({"id": "blueprint", "year": year}))


def favoured(who: str = AMIRA, path: str = AMIRA, **body: Any) -> Any:
    """Send a favourite; return the response."""
    return send(caller(who), "PATCH", f"/users/favEvent/{path}", body)


def favourites() -> tuple[list[str], list[str]]:
    """Return both lists as amira is told them."""
    user = caller(AMIRA).get("/users/self").json()
    return user["favedEventsID"], user["favedEventsID;year"]


@pytest.mark.parametrize("who", [AMIRA, BEN])
@pytest.mark.parametrize(
    ("year", "of_year", "dated"),
    [
        ({"year": 2026}, " for the year 2026", ["blueprint;2026"]),
        ({"year": 2026.0}, " for the year 2026", ["blueprint;2026"]),
        ({"year": None}, "", []),
        ({"year": 0}, "", []),
        ({}, "", []),
    ],
)
def test_favourite_is_marked_and_unmarked_once(
    who: str, year: dict[str, Any], of_year: str, dated: list[str]
) -> None:
    said = [
        favoured(
            who, AMIRA.upper(), eventID="blueprint", isFavourite=wanted, **year
        ).json()
        for wanted in (True, True)
    ]
    marked = favourites()
    said += [
        favoured(who, eventID="blueprint", isFavourite=wanted, **year).json()
        for wanted in (False, False)
    ]

    what = f"event with eventID blueprint{of_year}"
    assert said == [
        {"message": f"Favourited {what}", "response": {}},
        {"message": f"Already favourited {what}", "response": {}},
        {"message": f"Unfavourited {what}", "response": {}},
        {"message": f"Already unfavourited {what}", "response": {}},
    ]
    assert marked == (["blueprint"], dated)
    assert favourites() == ([], [])


@pytest.mark.parametrize("missing", [None, "", 0])
@pytest.mark.parametrize("name", ["eventID", "isFavourite"])
def test_favourite_with_something_missing_is_refused(name: str, missing: Any) -> None:
    body = {"eventID": "blueprint", "isFavourite": True, name: missing}

    response = favoured(**body)

    assert response.status_code == 406
    assert response.json() == {
        "message": f"'{name}' is missing from the request body",
        "data": body,
    }


def test_favourite_without_a_body_names_what_is_missing_first() -> None:
    response = favoured()

    assert response.status_code == 406
    assert response.json() == {
        "message": "'eventID' is missing from the request body",
        "data": {},
    }


@pytest.mark.parametrize(
    ("name", "value", "expected", "got"),
    [
        ("eventID", 5, "string", "number"),
        ("eventID", False, "string", "boolean"),
        ("eventID", [], "string", "object"),
        ("isFavourite", "true", "boolean", "string"),
        ("isFavourite", {}, "boolean", "object"),
        ("year", "2026", "number", "string"),
        ("year", True, "number", "boolean"),
        ("year", False, "number", "boolean"),
    ],
)
def test_favourite_of_another_type_is_refused(
    name: str, value: Any, expected: str, got: str
) -> None:
    body = {"eventID": "blueprint", "isFavourite": True, name: value}

    response = favoured(**body)

    assert response.status_code == 406
    assert response.json() == {
        "message": f"'{name}' in the request body is invalid, expected type"
        f" '{expected}' but got '{got}'",
        "data": body,
    }
    assert favourites() == ([], [])


@pytest.mark.parametrize("odd", [{"eventID": "x" * 201}, {"year": 2026.5}])
def test_favourite_beyond_what_can_be_is_refused(odd: dict[str, Any]) -> None:
    response = favoured(**{"eventID": "blueprint", "isFavourite": True, **odd})

    assert response.status_code == 406
    assert response.json()["message"].startswith(f"'{next(iter(odd))}'")


@pytest.mark.parametrize("favourite", [True, False])
def test_favourite_of_an_unknown_event_is_not_found(favourite: bool) -> None:
    unknown = favoured(eventID="nope", isFavourite=favourite)
    other_year = favoured(eventID="blueprint", isFavourite=favourite, year=1999)

    assert (unknown.status_code, other_year.status_code) == (404, 404)
    assert unknown.json() == {
        "message": "event with id 'nope' could not be found."
        " Make sure you have provided the correct id."
    }
    assert other_year.json() == {
        "message": "event with id 'blueprint' and secondaryKey '1999' could not be"
        " found. Make sure you have provided them correctly."
    }


def test_favourite_of_an_unknown_account_is_not_found() -> None:
    response = favoured(BEN, CHLOE, eventID="blueprint", isFavourite=True)

    assert response.status_code == 404
    assert response.json() == {
        "message": "user with id 'chloe@example.org' could not be found."
        " Make sure you have provided the correct id."
    }


def test_favourite_ten_at_once_lose_nothing() -> None:
    names = [f"event{number}" for number in range(10)]
    for name in names:
        store_rows(Event.of({"id": name, "year": 2026}))

    with ThreadPoolExecutor(10) as pool:
        answers = pool.map(
            lambda name: favoured(eventID=name, isFavourite=True, year=2026), names
        )

    assert {answer.status_code for answer in answers} == {200}
    assert favourites() == (names, [f"{name};2026" for name in names])
