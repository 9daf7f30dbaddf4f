"""POST /registrations: the server decides, whatever a body says."""

import time
from typing import Any

import pytest
from pytest_django import Settings

from biztech.tests.at_once import at_once
from biztech.tests.callers import BEN, CHLOE, anonymous, caller, send
from core.audit.trail import history
from core.clock import DAY, iso_text, now_ms
from core.dynamo.rows import store_rows
from events.models import Event, Registration
from events.services import checkouts
from events.services.moving import Wanted, move_registration
from events.statuses import Status
from events.tests.rows import GALA, GALA_KEY, assert_counts_are_true, registration
from events.tests.rows import store_event as store_event_then

AMIRA = "amira@student.ubc.ca"
PRICED: dict[str, Any] = {"pricing": {"members": 10, "nonMembers": 12.5}}
EVENT = {"eventID": GALA[0], "year": GALA[1]}


def store_event(**values: Any) -> Event:
    """Store an event that takes registrations today."""
    ahead = {"startDate": 7, "endDate": 8, "deadline": 6}
    dates = {name: iso_text(now_ms() + days * DAY) for name, days in ahead.items()}
    return store_event_then(**{**dates, **values})


def body(email: str = AMIRA, **values: Any) -> dict[str, Any]:
    """Return what the web client sends of somebody."""
    return {
        "email": email,
        "fname": "Amira",
        "registrationStatus": "registered",
        "basicInformation": {"fname": "Amira", "lname": "Haddad", "diet": "None"},
        "dynamicResponses": {"why": "To meet people"},
        **EVENT,
        **values,
    }


def post(email: str = AMIRA, *, who: str = "", **values: Any) -> Any:
    """Register somebody, as anybody unless it is said who asks."""
    client = caller(who) if who else anonymous()
    return send(client, "POST", "/registrations", body(email, **values))


def cancel(email: str = AMIRA) -> None:
    """Have somebody cancel."""
    move_registration(
        email,
        *GALA,
        Wanted(status=Status.CANCELLED),
        actor=email,
        by_exec=False,
        now=now_ms(),
    )


@pytest.mark.parametrize("path", ["/registrations", "/registrations/"])
def test_new_registration_is_told_as_documented(path: str) -> None:
    store_event()

    response = send(anonymous(), "POST", path, body(" Amira@Student.UBC.ca "))

    row = registration(AMIRA)
    assert response.status_code == 201
    assert response.json() == {
        "registrationStatus": "registered",
        "message": f"User with email {AMIRA} successfully registered (created) to"
        " status 'registered'!",
        "response": {
            "Attributes": {
                "id": AMIRA,
                "eventID;year": GALA_KEY,
                "registrationStatus": "registered",
                "fname": "Amira",
                "isPartner": False,
                "basicInformation": body()["basicInformation"],
                "dynamicResponses": {"why": "To meet people"},
                "updatedAt": row.updated_at,
                "createdAt": row.created_at,
            }
        },
    }
    assert [act.actor for act in history(AMIRA)] == ["anonymous"]


@pytest.mark.parametrize("sent", [each.value for each in Status])
@pytest.mark.parametrize("is_application", [False, True])
def test_nobody_has_a_place_at_an_event_with_a_price_by_saying_so(
    sent: str, is_application: bool
) -> None:
    store_event(isApplicationBased=is_application, **PRICED)
    wish: dict[str, Any] = {
        "registrationStatus": sent,
        "applicationStatus": "accepted",
        "checkedInAt": 1,
        "isMember": True,
        "price": 0,
        "points": 500,
        "balance": 1_000_000,
        "teamID": "a",
        "scannedQRs": "[]",
        "checkoutLink": "https://evil.example",
        "holdUntil": 9_999_999_999_999,
        "limitedChoices": ["x"],
    }

    response = post(**wish)

    stored = registration(AMIRA).plain()
    assert response.json()["registrationStatus"] == "incomplete"
    assert stored["registrationStatus"] == "incomplete"
    assert stored.get("applicationStatus") == ("reviewing" if is_application else None)
    assert int(stored.get("holdUntil", 0)) < now_ms() + DAY
    assert not stored.keys() & {"points", "balance", "teamID", "scannedQRs", "price"}
    assert not stored.keys() & {"checkoutLink", "checkedInAt", "isMember"}
    assert_counts_are_true()


@pytest.mark.parametrize("partner", [True, "true", "1"])
def test_partners_flag_gives_no_right_at_an_event_with_a_price(partner: Any) -> None:
    store_event(**PRICED)

    answer = post(isPartner=partner).json()

    assert answer["response"]["Attributes"]["applicationStatus"] == "reviewing"
    moved = send(
        caller(BEN),
        "PUT",
        f"/registrations/{AMIRA}/Amira",
        {**EVENT, "registrationStatus": "checkedIn"},
    )
    assert moved.status_code == 409


def test_two_registrations_at_once_are_one() -> None:
    store_event(capac=5)

    answers = at_once(post, post)

    assert sorted(answer.status_code for answer in answers) == [201, 400]
    refused = next(answer for answer in answers if answer.status_code == 400)
    assert refused.json() == {"message": "You are already registered for this event!"}
    assert_counts_are_true()


def test_who_has_yet_to_pay_is_sent_to_where_they_pay(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    store_event(**PRICED)
    assert post().status_code == 201
    monkeypatch.setattr(checkouts, "_openers", [])
    redirect = {"message": "Redirect to link", "url": None}

    without = post(dynamicResponses={"why": "Anew"})
    checkouts.open_checkouts_with(lambda row, _: f"https://pay.example/{row.id}")
    with_one = post()

    assert (without.status_code, without.json()) == (200, redirect)
    assert with_one.json() == {**redirect, "url": f"https://pay.example/{AMIRA}"}


def test_who_cancelled_comes_back_and_learns_nothing_of_the_former_row() -> None:
    store_event()
    post()
    cancel()
    store_rows(Registration.of({**registration(AMIRA).plain(), "points": 40}))

    response = post()

    told = response.json()["response"]["Attributes"]
    assert response.status_code == 201
    assert not told.keys() & {"points", "createdAt"}
    assert registration(AMIRA).points == 40


def test_full_event_answers_with_the_waitlist() -> None:
    store_event(capac=0)

    response = post()

    assert response.status_code == 201
    assert response.json()["registrationStatus"] == "waitlist"
    assert registration(AMIRA).status == "waitlist"


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"email": None}, "'email' is missing from the request body"),
        (
            {"email": 5},
            (
                "'email' in the request body is invalid, expected type 'string' but got"
                " 'number'"
            ),
        ),
        ({"email": "zz"}, "Invalid email"),
        ({"eventID": ""}, "'eventID' is missing from the request body"),
        ({"year": 0}, "'year' is missing from the request body"),
        (
            {"year": "2026"},
            (
                "'year' in the request body is invalid, expected type 'number' but got"
                " 'string'"
            ),
        ),
        (
            {"registrationStatus": None},
            "'registrationStatus' is missing from the request body",
        ),
        (
            {"registrationStatus": "zz"},
            "'zz' is not a value of registrationStatus.",
        ),
        (
            {"fname": "x" * 101},
            (
                "'fname' in the request body is invalid: Ensure this field has no more"
                " than 100 characters."
            ),
        ),
        *(
            (
                {name: answers},
                (
                    f"'{name}' in the request body is invalid: expected at most 100"
                    f" texts, numbers or lists of texts, of {longest} characters each"
                    " and 32000 in all."
                ),
            )
            for name, longest in (("basicInformation", 200), ("dynamicResponses", 5000))
            for answers in (
                {str(number): "x" for number in range(101)},
                {str(number): "x" * 4000 for number in range(9)},
                {"a": {"b": "c"}},
                {"a": "x" * 5001},
                {"a": [5]},
                {"": "x"},
                "x",
            )
        ),
    ],
)
def test_wrong_body_is_refused_and_writes_nothing(
    wrong: dict[str, Any], message: str
) -> None:
    store_event()

    response = send(anonymous(), "POST", "/registrations", {**body(), **wrong})

    assert response.status_code == 406
    assert response.json()["message"] == message
    assert list(Registration.query(AMIRA)) == []


@pytest.mark.parametrize(
    ("event", "status", "message"),
    [
        (None, 404, "Event with id 'gala' and year '2026' could not be found."),
        ({"isPublished": False}, 403, "does not take registrations yet"),
        ({"deadline": "2026-01-01T00:00:00.000Z"}, 403, "has closed"),
        ({"pricing": {"members": 10}}, 403, "for members only"),
        ({"nonBizTechAllowed": False}, 403, "people with an account"),
        (
            {
                "registrationQuestions": [
                    {
                        "questionId": "w",
                        "type": "SELECT",
                        "label": "Workshop",
                        "choices": "Rust,Go",
                        "participantCap": "0,5",
                    }
                ]
            },
            409,
            "'Rust' is full",
        ),
    ],
)
def test_refusal_of_the_event_is_flat(
    event: dict[str, Any] | None, status: int, message: str
) -> None:
    if event is not None:
        store_event(**event)

    response = post(dynamicResponses={"w": "Rust"})

    assert response.status_code == status
    assert response.json().keys() == {"message"}
    assert message in response.json()["message"]
    assert list(Registration.query(AMIRA)) == []


@pytest.mark.parametrize(("who", "status"), [("", 403), (CHLOE, 403), (BEN, 201)])
def test_going_over_capacity_takes_an_exec(who: str, status: int) -> None:
    store_event(capac=0)

    response = post(who=who, overCapacity=True)

    assert response.status_code == status
    if status == 201:
        assert response.json()["registrationStatus"] == "registered"


def test_exec_registers_at_a_draft() -> None:
    store_event(isPublished=False)

    assert post(who=BEN).status_code == 201
    assert [act.actor for act in history(AMIRA)] == [BEN]


@pytest.mark.parametrize(
    "spelling", ["Registered", "checked-in", "WAITLISTED", "acceptedcomplete"]
)
def test_status_is_read_however_it_is_spelled(spelling: str) -> None:
    store_event()

    assert post(registrationStatus=spelling).status_code == 201


def test_one_address_is_registered_only_so_often_a_minute(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    store_event()
    rates = settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"]
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {**rates, "registration-of-one": 1},
    }
    moment = time.time()
    monkeypatch.setattr(time, "time", lambda: moment)

    statuses = [
        post().status_code,
        post("AMIRA@student.ubc.ca", who=CHLOE).status_code,
        post("dara@student.ubc.ca").status_code,
    ]

    assert statuses == [201, 429, 201]
    assert "Retry-After" in post()
