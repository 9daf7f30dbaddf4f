"""PUT and DELETE of registrations: one, and many at once."""

from typing import Any

import pytest

from biztech.tests.callers import BEN, CHLOE, caller, send
from core.audit.trail import history
from core.dynamo.rows import store_rows
from events.models import Registration
from events.tests.rows import (
    GALA,
    assert_counts_are_true,
    person,
    registration,
    sign_up,
    store_event,
    store_registration,
)

AMIRA = "amira@student.ubc.ca"
PRICED: dict[str, Any] = {"pricing": {"members": 10, "nonMembers": 12.5}}
EVENT = {"eventID": GALA[0], "year": GALA[1]}
GONE = "There is no registration of this address for this event."


def put(email: str = AMIRA, *, who: str = BEN, **wanted: Any) -> Any:
    """Ask for a registration to become something."""
    path = f"/registrations/{email}/Amira"
    return send(caller(who), "PUT", path, {**EVENT, **wanted})


def test_change_is_told_as_documented() -> None:
    store_event()
    sign_up(AMIRA)

    response = put("Amira@Student.ubc.ca", registrationStatus="checkedIn")

    row = registration(AMIRA)
    assert response.status_code == 200
    assert response.json() == {
        "registrationStatus": "checkedIn",
        "message": f"User with email {AMIRA} successfully registered (through update)"
        " to status 'checkedIn'!",
        "response": {
            "Attributes": {
                "registrationStatus": "checkedIn",
                "checkedInAt": row.checked_in_at,
                "updatedAt": row.updated_at,
            }
        },
    }


def test_second_check_in_is_a_conflict() -> None:
    store_event()
    sign_up(AMIRA)

    answers = [put(registrationStatus="checkedIn") for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 409]
    assert answers[1].json() == {"message": "They are already checked in."}


@pytest.mark.parametrize(
    ("status", "answered"),
    [
        ("registered", 200),
        ("acceptedComplete", 200),
        ("accepted", 200),
        ("acceptedPending", 200),
        ("waitlist", 409),
        ("cancelled", 409),
        ("rejected", 409),
        ("incomplete", 409),
        ("checkedIn", 409),
        ("something else", 409),
    ],
)
def test_who_waits_has_not_paid_or_was_refused_is_not_let_in(
    status: str, answered: int
) -> None:
    store_event(**PRICED)
    store_registration(AMIRA, registrationStatus=status)

    assert put(registrationStatus="Checked-In").status_code == answered
    assert (registration(AMIRA).status == "checkedIn") == (
        answered == 200 or status == "checkedIn"
    )


def test_who_lets_in_somebody_who_has_not_paid_is_warned() -> None:
    store_event(**PRICED)
    store_registration(AMIRA, registrationStatus="accepted")

    answer = put(registrationStatus="checkedIn").json()

    assert answer["warning"] == "They have not paid."


def test_balance_of_kickstart_is_set_once() -> None:
    kickstart = {"id": "kickstart", "year": 2025}
    store_event(**kickstart)
    store_rows(
        Registration.of(
            {
                "id": AMIRA,
                "eventID;year": "kickstart;2025",
                "registrationStatus": "registered",
                "balance": 20,
            }
        )
    )

    response = put(eventID="kickstart", year=2025, registrationStatus="checkedIn")

    row = Registration.find(AMIRA, "kickstart;2025", consistent=True)
    assert response.status_code == 200
    assert row and row.plain()["balance"] == 20


def test_what_nobody_may_change_is_ignored() -> None:
    store_event()
    sign_up(AMIRA)
    more: dict[str, Any] = {
        "isPartner": True,
        "balance": 5,
        "teamID": "t",
        "id": "x",
        "fname": "X",
    }

    response = put(points=3, **more)

    told = response.json()["response"]["Attributes"]
    assert told.keys() == {"points", "updatedAt"}
    stored = registration(AMIRA).plain()
    assert (stored["points"], stored["isPartner"], stored["fname"]) == (
        3,
        False,
        "Amira",
    )
    assert not stored.keys() & {"balance", "teamID"}


def test_points_are_added() -> None:
    store_event()
    sign_up(AMIRA)

    answers = [put(points=points) for points in (10, {"$inc": 5}, {"$inc": -2})]

    told = [answer.json()["response"]["Attributes"]["points"] for answer in answers]
    assert told == [10, 15, 13]


def test_change_that_changes_nothing_is_no_act() -> None:
    store_event()
    sign_up(AMIRA)

    answer = put(registrationStatus="registered").json()

    assert answer["response"] == {"Attributes": {}}
    assert len(history(AMIRA)) == 1


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"eventID": None}, "'eventID' is missing from the request body"),
        ({"year": None}, "'year' is missing from the request body"),
        ({"registrationStatus": "zz"}, "'zz' is not a value of registrationStatus."),
        ({"applicationStatus": "zz"}, "'zz' is not a value of applicationStatus."),
        *(
            (
                {"points": points},
                (
                    "'points' in the request body is invalid: expected a whole number"
                    ' from 0 to 1000000, or {"$inc": 5}.'
                ),
            )
            for points in (
                -1,
                1.5,
                True,
                "5",
                1_000_001,
                {"$inc": "5"},
                {"$inc": 1, "a": 1},
                {"$inc": True},
            )
        ),
    ],
)
def test_wrong_change_is_refused(wrong: dict[str, Any], message: str) -> None:
    store_event()
    sign_up(AMIRA)

    response = put(**wrong)

    assert response.status_code == 406
    assert response.json()["message"] == message
    assert len(history(AMIRA)) == 1


@pytest.mark.parametrize("who", [BEN, AMIRA])
def test_change_of_what_is_not_there(who: str) -> None:
    no_event = put(who=who, registrationStatus="cancelled")
    store_event()
    no_row = put(who=who, registrationStatus="cancelled")
    no_address = put("zz", who=who, registrationStatus="cancelled")

    assert (no_event.status_code, no_event.json()["message"]) == (
        404,
        "Event with id 'gala' and year '2026' could not be found.",
    )
    assert (no_row.status_code, no_row.json()) == (409, {"message": GONE})
    assert (no_address.status_code, no_address.json()["message"]) == (
        406,
        "Invalid email",
    )


@pytest.mark.parametrize(
    "wanted",
    [
        *({"registrationStatus": each} for each in ("registered", "checkedIn")),
        {"applicationStatus": "accepted"},
        {"points": 5},
        {"registrationStatus": "cancelled", "overCapacity": True},
    ],
)
def test_owner_asks_for_too_much(wanted: dict[str, Any]) -> None:
    store_event(**PRICED)
    sign_up(AMIRA)

    response = put(who=AMIRA, **wanted)

    assert response.status_code == 403
    assert registration(AMIRA).status == "incomplete"


def test_owner_confirms_and_cancels() -> None:
    store_event(capac=1, isApplicationBased=True)
    sign_up(AMIRA)
    put(applicationStatus="Accepted")

    confirmed = put(who=AMIRA, registrationStatus="acceptedComplete").json()
    cancelled = put(who=AMIRA, registrationStatus="cancelled").json()

    assert confirmed["registrationStatus"] == "acceptedComplete"
    assert cancelled["registrationStatus"] == "cancelled"
    assert_counts_are_true()


def test_exec_goes_over_capacity_by_saying_so() -> None:
    store_event(capac=0)
    sign_up(AMIRA)

    plain = put(registrationStatus="registered")
    said = put(registrationStatus="registered", overCapacity=True)

    assert (plain.status_code, said.status_code) == (409, 200)


def delete(email: str = AMIRA, *, who: str = BEN, **body: Any) -> Any:
    """Ask for a registration to be deleted."""
    return send(caller(who), "DELETE", f"/registrations/{email}", {**EVENT, **body})


@pytest.mark.parametrize("who", [BEN, AMIRA])
def test_deleting_gives_the_row_back_and_is_done_once(who: str) -> None:
    store_event()
    sign_up(AMIRA)
    row = registration(AMIRA).plain()

    first, second = delete(who=who), delete(who=who)

    assert first.status_code == 200
    assert first.json() == {
        "message": "Registration entry Deleted!",
        "response": {"Attributes": row},
    }
    assert (second.status_code, second.json()) == (404, {"message": GONE})


def test_owner_who_came_stays_in_the_records() -> None:
    store_event()
    store_registration(AMIRA, registrationStatus="checkedIn")

    by_owner, by_exec = delete(who=AMIRA), delete()

    assert (by_owner.status_code, by_exec.status_code) == (403, 200)
    assert "checked in" in by_owner.json()["message"]


def test_deleting_names_the_event() -> None:
    no_event = delete()
    nothing = delete(eventID=None)

    assert (no_event.status_code, nothing.status_code) == (404, 406)
    assert nothing.json()["message"] == "'eventID' is missing from the request body"


def delete_many(ids: Any, *, who: str = BEN, path: str = "/registrations") -> Any:
    """Ask for many registrations to be deleted."""
    return send(caller(who), "DELETE", path, {"ids": ids, **EVENT})


@pytest.mark.parametrize("path", ["/registrations", "/registrations/"])
def test_many_are_deleted_and_who_had_none_is_told(path: str) -> None:
    store_event(capac=30)
    for number in range(30):
        sign_up(person(number))
    emails = [person(number) for number in range(28)]

    response = delete_many([*emails, "NOBODY@ubc.ca"], path=path)

    assert response.status_code == 200
    assert response.json() == {
        "message": "Registration entry Deleted!",
        "response": {"deleted": emails, "notFound": ["nobody@ubc.ca"]},
    }
    assert_counts_are_true()


@pytest.mark.parametrize(
    "ids", [[], None, "x", ["zz"], [5], [AMIRA] * 501, {"a": 1}, [AMIRA, None]]
)
def test_wrong_list_of_addresses_deletes_nobody(ids: Any) -> None:
    store_event()
    sign_up(AMIRA)

    response = delete_many(ids)

    assert response.status_code == 406
    assert registration(AMIRA).status == "registered"


def test_member_deletes_nobodys_registrations() -> None:
    store_event()
    sign_up(AMIRA)

    response = delete_many([AMIRA], who=AMIRA)

    assert (response.status_code, response.json()) == (403, {"message": "Unauthorized"})


PATHS = ["/registrations", "/registrations/massUpdate"]


def move_many(updates: Any, *, path: str = PATHS[0], **more: Any) -> Any:
    """Decide many applications."""
    body = {"eventID": GALA[0], "eventYear": GALA[1], "updates": updates}
    return send(caller(BEN), "PUT", path, {**body, **more})


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize("path", PATHS)
def test_each_of_many_is_decided_and_says_why_not(path: str, slash: str) -> None:
    store_event(isApplicationBased=True)
    sign_up(AMIRA)
    sign_up(person(1))

    response = move_many(
        [
            {"email": AMIRA.upper(), "fname": "Amira", "applicationStatus": "Accepted"},
            {"email": person(1), "fname": "P", "applicationStatus": "waitlisted"},
            {"email": person(2), "fname": "P", "applicationStatus": "accepted"},
            {"email": person(1), "fname": "P", "applicationStatus": "maybe"},
            {"email": "zz", "fname": "P", "applicationStatus": "accepted"},
        ],
        path=path + slash,
    )

    told = response.json()["results"]
    assert response.status_code == 200
    assert [(one["success"], one["email"], one.get("error")) for one in told] == [
        (True, AMIRA, None),
        (True, person(1), None),
        (False, person(2), GONE),
        (False, person(1), "'maybe' is not a value of applicationStatus."),
        (False, "zz", "Invalid email"),
    ]
    assert told[0]["response"]["Attributes"]["registrationStatus"] == "acceptedPending"
    assert registration(person(1)).application_status == "waitlist"


@pytest.mark.parametrize(
    "wrong",
    [
        {"updates": None},
        {"updates": "x"},
        {"updates": [5]},
        {"updates": [{"email": AMIRA}]},
        {"updates": [{"email": AMIRA, "applicationStatus": "accepted"}] * 501},
        {"eventID": None},
        {"eventYear": "x"},
    ],
)
def test_wrong_mass_update_is_refused_in_one_sentence(wrong: dict[str, Any]) -> None:
    response = move_many(**{"updates": [], **wrong})

    assert response.status_code == 400
    assert response.json() == {"message": "Invalid request format."}


def test_mass_update_of_an_event_that_is_not_there() -> None:
    update = {"email": AMIRA, "fname": "A", "applicationStatus": "accepted"}

    assert move_many([update]).status_code == 404


def test_mass_update_of_as_many_as_there_may_be() -> None:
    store_event()
    update = {"email": "zz", "fname": "Amira", "applicationStatus": "accepted"}

    response = move_many([update] * 500)

    assert response.status_code == 200
    assert len(response.json()["results"]) == 500


def test_stranger_is_told_the_same_of_whoever_is_registered() -> None:
    store_event()
    sign_up(AMIRA)

    answers = [
        ask(email, who=CHLOE)
        for ask in (put, delete)
        for email in (AMIRA, "nobody@ubc.ca")
    ]

    assert {answer.status_code for answer in answers} == {403}
    assert len({answer.content for answer in answers}) == 1
    assert registration(AMIRA).status == "registered"
