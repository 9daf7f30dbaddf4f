"""The web client as it is: which page calls what, and the fields that it reads.

Source: contract-events section 6.
"""

from typing import Any, NamedTuple

import pytest
from pytest_django import Settings

from biztech.tests.callers import AMIRA, BEN, anonymous, caller, send
from events.tests.rows import store_event, store_registration

EVENT = {"eventID": "gala", "year": 2026}
OWN = f"/registrations?email={AMIRA}"
IN_WORDS = {"registrationStatus", "applicationStatus", "eventID;year"}
NEW = {
    "email": "dan@example.org",
    "fname": "Dan",
    "registrationStatus": "registered",
    "applicationStatus": "",
    "basicInformation": {
        "fname": "Dan",
        "lname": "Li",
        "year": "3rd Year",
        "faculty": "Science",
        "major": "Statistics",
        "gender": ["He/Him/His"],
        "diet": "None",
        "heardFrom": "Friend",
    },
    "dynamicResponses": {"why": "x"},
    "studentId": 12345678,
    "isPartner": False,
    "points": 0,
    **EVENT,
}
PARTNER = {
    "email": "pat@acme.example",
    "fname": "Pat",
    "registrationStatus": "registered",
    "isPartner": True,
    "basicInformation": {
        "fname": "Pat",
        "lname": "Ng",
        "gender": "",
        "companyName": "Acme",
        "role": "Lead",
    },
    "dynamicResponses": {},
    **EVENT,
}
ANSWERED = {"registrationStatus", "message", "response"}


class Call(NamedTuple):
    """What a page asks, and where in the answer it reads which fields."""

    page: str
    who: str
    method: str
    path: str
    body: dict[str, Any] | None
    status: int
    reads: set[str]


ROWS = IN_WORDS | {"id", "isPartner"}
WHOLE = {*ROWS, "fname", "basicInformation", "dynamicResponses", "points", "createdAt"}
UPDATES = [{"email": AMIRA, "fname": "Amira", "applicationStatus": "Accepted"}]
CALLS = [
    Call("/events", AMIRA, "GET", OWN, None, 200, {"eventID;year"}),
    Call("/", AMIRA, "GET", OWN.replace("?", "/?"), None, 200, WHOLE),
    Call("/event/…/register", "", "GET", OWN, None, 200, IN_WORDS),
    Call("/event/…/register", "", "POST", "/registrations", NEW, 201, ANSWERED),
    Call(
        "/event/…/register",
        AMIRA,
        "PUT",
        f"/registrations/{AMIRA}/Amira",
        {"registrationStatus": "cancelled", **EVENT},
        200,
        ANSWERED,
    ),
    Call("/event/…/partner", "", "GET", OWN, None, 200, IN_WORDS),
    Call("/event/…/partner", "", "POST", "/registrations", PARTNER, 201, ANSWERED),
    Call(
        "/admin/event/…",
        BEN,
        "PUT",
        "/registrations/",
        {"eventID": "gala", "eventYear": 2026, "updates": UPDATES},
        200,
        {"results"},
    ),
    Call(
        "/admin/event/…, the scanner and the table",
        BEN,
        "PUT",
        f"/registrations/{AMIRA}/Amira",
        {"registrationStatus": "checkedIn", **EVENT},
        200,
        ANSWERED,
    ),
    Call(
        "/admin/event/…, the table",
        BEN,
        "PUT",
        f"/registrations/{AMIRA}/undefined",
        {"applicationStatus": "Reviewing", **EVENT},
        200,
        ANSWERED,
    ),
    Call(
        "/admin/event/…",
        BEN,
        "DELETE",
        "/registrations",
        {"ids": [AMIRA], **EVENT},
        200,
        {"message", "response"},
    ),
    Call("/profile/…, an exec's", "", "GET", OWN, None, 200, IN_WORDS),
]


@pytest.fixture(autouse=True)
def gala() -> None:
    """Store the gala, and that amira comes."""
    store_event(deadline="2126-01-01T00:00:00.000Z")
    store_registration(
        AMIRA,
        fname="Amira",
        applicationStatus="",
        isPartner=False,
        basicInformation={"fname": "Amira"},
        dynamicResponses={"why": "x"},
        points=5,
        createdAt=5,
    )


@pytest.mark.parametrize("call", CALLS, ids=lambda call: f"{call.method} {call.page}")
def test_page_is_answered_with_what_it_reads(call: Call) -> None:
    client = caller(call.who) if call.who else anonymous()

    response = send(client, call.method, call.path, call.body)

    assert response.status_code == call.status, response.content
    answer = response.json()
    told = answer["data"][0] if "data" in answer else answer
    assert call.reads <= told.keys()


def test_execs_page_reads_the_event_where_that_is_opened(settings: Settings) -> None:
    settings.OPEN_REGISTRATION_READS = True

    response = anonymous().get("/registrations", {"eventID": "gala", "year": "2026"})

    assert response.json()["data"][0].keys() >= WHOLE


def test_second_scan_is_the_conflict_that_the_scanner_branches_on() -> None:
    body = {"registrationStatus": "checkedIn", **EVENT}

    statuses = [
        send(caller(BEN), "PUT", f"/registrations/{who}/A", body).status_code
        for who in (AMIRA, AMIRA, "nobody@ubc.ca")
    ]

    assert statuses == [200, 409, 409]
