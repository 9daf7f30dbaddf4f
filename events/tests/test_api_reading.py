"""GET of registrations and of a leaderboard: who reads how much."""

from typing import Any

import pytest
from pytest_django import Settings

from biztech.tests.callers import BEN, CHLOE, anonymous, caller
from core.dynamo.rows import store_rows
from events.models import Registration

AMIRA = "amira@student.ubc.ca"
DARA = "dara@student.ubc.ca"
EVENT = {"eventID": "gala", "year": "2026"}
ROW = {
    "id": AMIRA,
    "eventID;year": "gala;2026",
    "registrationStatus": "incomplete",
    "applicationStatus": "reviewing",
    "isPartner": False,
    "fname": "mark",
    "studentId": "mark",
    "checkoutLink": "https://mark",
    "basicInformation": {"fname": "mark", "lname": "mark", "diet": "mark"},
    "dynamicResponses": {"cv": "https://mark"},
    "teamID": "mark",
    "scannedQRs": "mark",
    "points": 77077,
    "balance": 77077,
    "holdUntil": 77077,
    "createdAt": 77077,
    "updatedAt": 77077,
}
REDUCED = {
    name: ROW[name]
    for name in (
        "id",
        "eventID;year",
        "registrationStatus",
        "applicationStatus",
        "isPartner",
    )
}


@pytest.fixture(autouse=True)
def rows() -> None:
    """Store what amira and dara registered for."""
    jam = {"eventID;year": "jam;2026", "updatedAt": 5}
    store_rows(
        Registration.of(ROW),
        Registration.of({**ROW, **jam}),
        Registration.of({**ROW, "id": DARA}),
    )


def get(who: str = "", /, path: str = "/registrations", **asked: Any) -> Any:
    """Ask for registrations, as anybody unless it is said who asks."""
    return (caller(who) if who else anonymous()).get(path, asked)


@pytest.mark.parametrize("path", ["/registrations", "/registrations/"])
@pytest.mark.parametrize("who", [AMIRA, BEN])
def test_owner_and_execs_read_whole_rows(who: str, path: str) -> None:
    response = get(who, path, email=" Amira@student.ubc.ca", **EVENT)

    assert response.status_code == 200
    assert response.json() == {"size": 1, "data": [ROW]}


@pytest.mark.parametrize("who", ["", CHLOE, DARA])
@pytest.mark.parametrize(
    "asked",
    [{"email": AMIRA, **EVENT}, {"email": AMIRA}, {"email": AMIRA.upper()}],
)
def test_others_read_nothing_but_the_reduced_row(
    who: str, asked: dict[str, str]
) -> None:
    response = get(who, **asked)

    told = response.json()
    assert told["data"][0] == REDUCED
    assert told["size"] == len(told["data"])
    assert "mark" not in response.content.decode()
    assert "77077" not in response.content.decode()


def test_person_has_all_their_events() -> None:
    told = get(AMIRA, email=AMIRA).json()

    assert [row["eventID;year"] for row in told["data"]] == ["gala;2026", "jam;2026"]


def test_nobody_finds_out_when_a_row_changed() -> None:
    owner = get(AMIRA, email=AMIRA, afterTimestamp="77076").json()
    later = get(AMIRA, email=AMIRA, afterTimestamp="77077").json()
    anybody = [
        get(email=AMIRA, afterTimestamp=at).json()["size"] for at in ("0", "99999")
    ]

    assert (owner["size"], later["size"], anybody) == (1, 0, [2, 2])


@pytest.mark.parametrize(
    ("who", "opened", "status"),
    [
        ("", False, 401),
        (CHLOE, False, 403),
        (AMIRA, False, 403),
        (BEN, False, 200),
        ("", True, 200),
        (CHLOE, True, 200),
    ],
)
def test_whole_event_is_for_execs_unless_it_is_opened(
    who: str, opened: bool, status: int, settings: Settings
) -> None:
    settings.OPEN_REGISTRATION_READS = opened

    response = get(who, **EVENT)

    assert response.status_code == status
    if status == 200:
        assert response.json() == {"size": 2, "data": [ROW, {**ROW, "id": DARA}]}
    else:
        assert "mark" not in response.content.decode()


def test_opened_reads_open_no_persons_rows(settings: Settings) -> None:
    settings.OPEN_REGISTRATION_READS = True

    assert get(email=AMIRA, **EVENT).json()["data"] == [REDUCED]


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({}, "Name an email, or an eventID and a year."),
        ({"email": ""}, "Name an email, or an eventID and a year."),
        ({"eventID": "gala"}, "Name both an eventID and a year."),
        ({"year": "2026"}, "Name both an eventID and a year."),
        ({"email": AMIRA, "year": "2026"}, "Name both an eventID and a year."),
        ({"eventID": "gala", "year": "abc"}, "year must be a number of four digits."),
        ({"eventID": "x" * 201, "year": "1"}, "eventID has over 200 characters."),
        *(
            (
                {**EVENT, "afterTimestamp": after},
                "afterTimestamp must be a number of milliseconds.",
            )
            for after in ("abc", "-5", "1" * 15, "\N{ARABIC-INDIC DIGIT ONE}")
        ),
    ],
)
def test_unclear_question_is_refused(asked: dict[str, str], message: str) -> None:
    response = get(BEN, **asked)

    assert (response.status_code, response.json()) == (400, {"message": message})


def test_what_is_no_address_is_refused() -> None:
    assert get(BEN, email="zz").status_code == 406


def test_nobody_is_registered_for_what_is_not_there() -> None:
    nothing = {"size": 0, "data": []}

    assert get(BEN, eventID="none", year="2026").json() == nothing
    assert get(BEN, email="nobody@ubc.ca").json() == nothing
    assert get(email=AMIRA, eventID="none", year="2026").json() == nothing


def test_large_event_takes_the_pages_of_the_index_and_no_more(
    database_calls: list[str],
) -> None:
    store_rows(
        *(
            Registration.of(
                {
                    **ROW,
                    "id": f"person{number}@ubc.ca",
                    "eventID;year": "fair;2026",
                    "dynamicResponses": {"why": "x" * 600},
                }
            )
            for number in range(1500)
        )
    )
    database_calls.clear()

    response = get(BEN, eventID="fair", year="2026")

    assert response.json()["size"] == 1500
    assert database_calls == ["Query", "Query"]


def test_leaderboard_names_who_has_points() -> None:
    board: list[dict[str, Any]] = [
        {"points": 5, "basicInformation": {"fname": "Amira", "lname": "Haddad"}},
        {"points": 9, "fname": "Dara"},
        {"points": 7, "fname": "Pat", "isPartner": True},
        {"points": 0, "fname": "Erin"},
        {"fname": "Finn"},
        {"points": 2, "basicInformation": "odd"},
    ]
    for number, values in enumerate(board):
        row = {"id": f"person{number}@ubc.ca", "eventID;year": "race;2026"}
        store_rows(Registration.of({**row, **values}))

    for path in ("/registrations/leaderboard", "/registrations/leaderboard/"):
        response = get("", path, eventID="race", year="2026")

        assert response.status_code == 200
        assert response.json() == [
            {"points": 9, "fname": "Dara", "lname": ""},
            {"points": 5, "fname": "Amira", "lname": "Haddad"},
            {"points": 2, "fname": "", "lname": ""},
        ]


@pytest.mark.parametrize("asked", [{}, {"eventID": "gala"}, {"year": "2026"}])
def test_leaderboard_of_half_an_event_is_refused(asked: dict[str, str]) -> None:
    response = get("", "/registrations/leaderboard/", **asked)

    assert response.status_code == 400
    assert response.json() == {"message": "Name both an eventID and a year."}
