"""``GET /interactions/journal``: what it answers."""

from typing import Any

import pytest

from biztech.tests.callers import caller
from core.dynamo.rows import store_rows
from events.models import Event
from interactions.models import Connection
from interactions.services import connect
from interactions.tests.people import AMIRA, BEN, CHLOE, DARA, join, toggle
from memberships.services import replace_card

JOURNAL = "/interactions/journal"
ALL = {"message": "all connections for amira@student.ubc.ca"}


@pytest.fixture
def met(now: int) -> tuple[str, str, str]:
    """Return the profile ids of amira and of the two whom she met, dara later."""
    amira, ben, dara = (join(one, now=now) for one in (AMIRA, BEN, DARA))
    connect(AMIRA, ben, now=now)
    connect(DARA, amira, now=now + 60_000)
    return amira, ben, dara


@pytest.fixture(autouse=True)
def blueprint(empty_tables: None) -> None:
    """Store an event that ended before amira met dara, and one that never began."""
    store_rows(
        Event.of(
            {
                "id": "blueprint",
                "year": 2026,
                "startDate": "2026-11-20T11:00:00Z",
                "endDate": "2026-11-20T12:00:30Z",
            }
        ),
        Event.of({"id": "undated", "year": 2026}),
    )


def people(response: Any) -> list[str]:
    return [row["connectionName"] for row in response.json()["data"]]


@pytest.mark.parametrize("slash", ["", "/"])
def test_journal_lists_everybody_newest_first(
    met: tuple[str, str, str], now: int, slash: str
) -> None:
    amira, ben, dara = met

    response = caller(AMIRA).get(JOURNAL + slash)

    facts = {
        "connectionMajor": "Statistics",
        "connectionYear": "3rd Year",
        "pronouns": "They/Them/Theirs",
        "major": "Statistics",
        "year": "3rd Year",
    }
    assert response.status_code == 200
    assert not response.has_header("X-Next-Cursor")
    assert response.json() == {
        "message": "all connections for amira@student.ubc.ca",
        "data": [
            {
                "compositeID": f"PROFILE#{amira}",
                "type": f"CONNECTION#{dara}",
                "connectionID": dara,
                "createdAt": now + 60_000,
                "connectionType": "ATTENDEE",
                "connectionName": "Dara Okafor",
                "fname": "Dara",
                "lname": "Okafor",
                **facts,
            },
            {
                "compositeID": f"PROFILE#{amira}",
                "type": f"CONNECTION#{ben}",
                "connectionID": ben,
                "createdAt": now,
                "connectionType": "EXEC",
                "connectionName": "Ben Li",
                "fname": "Ben",
                "lname": "Li",
                **facts,
            },
        ],
    }


@pytest.mark.usefixtures("met")
def test_journal_for_a_browser_is_a_page() -> None:
    response = caller(AMIRA).get(JOURNAL, HTTP_ACCEPT="text/html")

    assert response["Content-Type"].startswith("text/html")
    assert "Dara Okafor" in response.content.decode()


def test_journal_of_a_stranger_is_empty() -> None:
    response = caller(CHLOE).get(JOURNAL)

    assert response.status_code == 200
    assert response.json() == {
        "message": "all connections for chloe@example.org",
        "data": [],
    }


@pytest.mark.usefixtures("met")
def test_journal_of_an_event_keeps_to_its_time() -> None:
    response = caller(AMIRA).get(JOURNAL, {"eventId": "blueprint", "year": "2026"})

    assert people(response) == ["Ben Li"]
    assert response.json()["message"] == (
        "all connections for amira@student.ubc.ca during event blueprint and year 2026"
    )


@pytest.mark.usefixtures("met")
@pytest.mark.parametrize(
    "query",
    [
        {"eventId": "unknown", "year": "2026"},
        {"eventId": "blueprint", "year": "2025"},
        {"eventId": "undated", "year": "2026"},
        {"eventId": "blueprint"},
        {"year": "2026"},
        {"eventId": "", "year": ""},
        {"eventId": "x" * 3000, "year": "2026"},
        {"eventId": "\x00", "year": "2026"},
    ],
)
def test_journal_of_what_is_no_known_event_is_whole(query: dict[str, str]) -> None:
    response = caller(AMIRA).get(JOURNAL, query)

    assert response.status_code == 200
    assert people(response) == ["Dara Okafor", "Ben Li"]
    assert response.json()["message"] == "all connections for amira@student.ubc.ca"


@pytest.mark.parametrize("year", ["soon", "-1", "20.5", "20266", "٢٠٢٦", "1e3"])
def test_journal_of_a_year_that_is_none_is_refused(year: str) -> None:
    response = caller(AMIRA).get(JOURNAL, {"eventId": "blueprint", "year": year})

    assert response.status_code == 406
    assert response.json() == {"message": "'year' must be a year such as 2026."}


@pytest.mark.usefixtures("met")
def test_journal_by_pages_meets_everybody_once() -> None:
    first = caller(AMIRA).get(f"{JOURNAL}?limit=1")
    cursor = first["X-Next-Cursor"]
    second = caller(AMIRA).get(f"{JOURNAL}/?limit=1&cursor={cursor}")

    assert people(first) == ["Dara Okafor"]
    assert people(second) == ["Ben Li"]
    assert not second.has_header("X-Next-Cursor")


@pytest.mark.usefixtures("met")
def test_journal_page_of_an_event_keeps_to_its_time() -> None:
    page = f"{JOURNAL}?eventId=blueprint&year=2026&limit=5"

    assert people(caller(AMIRA).get(page)) == ["Ben Li"]


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"limit": "0"}, "'limit' must be a whole number from 1 to 1000."),
        ({"limit": "many"}, "'limit' must be a whole number from 1 to 1000."),
        (
            {"cursor": "made-up"},
            "'cursor' is not valid or has expired. Start again without a cursor.",
        ),
        (
            {"cursor": ""},
            "'cursor' is not valid or has expired. Start again without a cursor.",
        ),
    ],
)
def test_journal_page_that_there_is_not_is_refused(
    query: dict[str, str], message: str
) -> None:
    response = caller(AMIRA).get(JOURNAL, query)

    assert response.status_code == 406
    assert response.json() == {"message": message}


@pytest.mark.usefixtures("met")
def test_cursor_of_another_person_is_refused() -> None:
    cursor = caller(AMIRA).get(JOURNAL, {"limit": 1})["X-Next-Cursor"]

    response = caller(DARA).get(JOURNAL, {"cursor": cursor})

    assert response.status_code == 406


def test_journal_hides_what_the_other_hides(met: tuple[str, str, str]) -> None:
    _, ben, _ = met
    toggle(ben, fname=False, lname=False, major=False, year=False, pronouns=False)

    row = caller(AMIRA).get(JOURNAL).json()["data"][1]

    told = {name: row[name] for name in row.keys() - {"createdAt", "compositeID"}}
    assert told == {
        "type": f"CONNECTION#{ben}",
        "connectionID": ben,
        "connectionType": "EXEC",
        "connectionName": "BizTech Member",
        "fname": "BizTech",
        "lname": "Member",
        "pronouns": "",
    }


def test_journal_is_whole_beyond_one_page_of_the_database(now: int) -> None:
    amira = join(AMIRA, now=now)
    rows = []
    for number in range(400):
        partition, sort_key = Connection.key(amira, f"Friend{number:03d}")
        row = {"compositeID": partition, "type": sort_key, "createdAt": number}
        rows.append(Connection.of({**row, "note": "x" * 3000}))
    store_rows(*rows)

    told = caller(AMIRA).get(JOURNAL).json()["data"]

    assert [row["createdAt"] for row in told] == list(range(399, -1, -1))


@pytest.mark.usefixtures("met")
def test_journal_costs_three_calls(database_calls: list[str]) -> None:
    database_calls.clear()

    caller(AMIRA).get(JOURNAL)

    assert database_calls == ["GetItem", "Query", "BatchGetItem"]


def test_is_connected_answers_yes_or_no(met: tuple[str, str, str]) -> None:
    _, ben, dara = met

    answers = [
        caller(who).get(f"{JOURNAL}/{other}")
        for who, other in ((AMIRA, ben), (AMIRA, dara), (BEN, dara))
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert [answer.json() for answer in answers] == [
        {"connected": True},
        {"connected": True},
        {"connected": False},
    ]


def test_is_connected_costs_two_calls(
    met: tuple[str, str, str], database_calls: list[str]
) -> None:
    database_calls.clear()

    caller(AMIRA).get(f"{JOURNAL}/{met[1]}")

    assert database_calls == ["GetItem", "TransactGetItems"]


def test_is_connected_with_oneself_is_a_bad_request(met: tuple[str, str, str]) -> None:
    response = caller(AMIRA).get(f"{JOURNAL}/{met[0]}/")

    assert response.status_code == 400
    assert response.json() == {
        "message": "cannot be connected to yourself",
        "connected": False,
    }


def test_is_connected_of_a_stranger_is_no(met: tuple[str, str, str]) -> None:
    response = caller(CHLOE).get(f"{JOURNAL}/{met[1]}")

    assert response.status_code == 200
    assert response.json() == {
        "message": "No profile associated with chloe@example.org",
        "connected": False,
    }


@pytest.mark.parametrize("odd", ["%00", "CONNECTION%23x", "%F0%9F%98%80" * 200, "a b"])
def test_is_connected_with_an_odd_id_is_not_found(now: int, odd: str) -> None:
    join(AMIRA, now=now)

    response = caller(AMIRA).get(f"{JOURNAL}/{odd}")

    assert response.status_code == 404


def test_is_connected_with_a_lost_card_says_so(
    met: tuple[str, str, str], now: int
) -> None:
    replace_card(BEN, lost_id=met[1], reason="Lost", actor=BEN, now=now + 1)

    response = caller(AMIRA).get(f"{JOURNAL}/{met[1]}")

    assert response.status_code == 404
    assert response.json()["message"].startswith("This card was replaced.")
