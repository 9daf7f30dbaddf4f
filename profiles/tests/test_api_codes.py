"""The codes' routes: whom they serve, and what is told of a code."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.callers import AMIRA, BEN, anonymous, caller, send, store_user
from core.dynamo.rows import store_rows
from profiles.models import QR
from profiles.services import create_code
from profiles.tests.partners import PAT, new_partner, store_event

BOOTH = "/qr/booth-1/blueprint/2026"
WORKSHOP = {"id": "w-1", "eventID": "blueprint", "year": 2026, "type": "Workshop"}

# Method, path, body; then the answer to anonymous, a member, an exec.
ROUTES = [
    ("GET", "/qr", None, 401, 403, 200),
    ("POST", "/qr", WORKSHOP, 401, 403, 201),
    ("GET", BOOTH, None, 200, 200, 200),
    ("PATCH", BOOTH, {"points": 9}, 401, 403, 200),
    ("DELETE", BOOTH, None, 401, 403, 200),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "member": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}


@pytest.fixture(autouse=True)
def club(empty_tables: None, now: int) -> None:
    """Store a member, the event and a code of it."""
    store_user(AMIRA, fname="Amira", isMember=True)
    store_event()
    booth = {"type": "Booth", "points": 5, "data": {"partnerID": "acmeinc"}}
    create_code(
        "booth-1", event_id="blueprint", year=2026, values=booth, actor=BEN, now=now
    )


def stored() -> dict[str, Any]:
    """Return the code as it is stored."""
    return QR.get("booth-1", "blueprint;2026").plain()


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_code_route_serves_whom_it_is_for(
    route: tuple[Any, ...], number: int, who: str, slash: str
) -> None:
    method, path, body, *statuses = route
    before = stored()

    response = send(CALLERS[who](), method, path + slash, body)

    assert response.status_code == statuses[number]
    assert response["Content-Type"] == "application/json"
    if response.status_code in (401, 403):
        assert stored() == before


def test_codes_are_listed_whole_for_execs() -> None:
    response = send(caller(BEN), "GET", "/qr")

    assert response.json() == [stored()]


def test_code_is_created_as_documented() -> None:
    response = send(caller(BEN), "POST", "/qr", {**WORKSHOP, "points": -5})

    body = response.json()
    assert body["message"] == "Create QR with id w-1 for the event blueprint;2026!"
    assert body["response"] == {}
    assert body["item"] == QR.get("w-1", "blueprint;2026").plain()
    assert body["item"]["points"] == -5


@pytest.mark.parametrize(
    ("changed", "status", "message"),
    [
        ({"id": "booth-1"}, 409, "A database entry with the same 'id' already exists!"),
        (
            {"year": 2027},
            406,
            (
                "There is no event 'blueprint' in 2027. Create the event first, or"
                " choose one that exists."
            ),
        ),
        ({"type": ""}, 406, "'type' is missing from the request body"),
        (
            {"id": 7},
            406,
            (
                "'id' in the request body is invalid, expected type 'string' but got"
                " 'number'"
            ),
        ),
        (
            {"points": 2_000_000},
            406,
            (
                "'points' in the request body is invalid: Ensure this value is less"
                " than or equal to 1000000."
            ),
        ),
        (
            {"data": {"a": {"b": 1}}},
            406,
            (
                "'data' in the request body is invalid: expected names of at most 100"
                " characters, and texts of at most 500, whole numbers or booleans as"
                " values."
            ),
        ),
        (
            {"data": {f"n{n}": n for n in range(21)}},
            406,
            "'data' in the request body is invalid: it holds at most 20 names.",
        ),
    ],
)
def test_code_that_cannot_be_is_refused(
    changed: dict[str, Any], status: int, message: str
) -> None:
    response = send(caller(BEN), "POST", "/qr", {**WORKSHOP, **changed})

    assert response.status_code == status
    assert response.json()["message"] == message
    assert QR.find("w-1", "blueprint;2026") is None


def test_code_is_told_to_everybody_without_addresses(now: int) -> None:
    profile_id = new_partner(now=now)
    mixed = {
        "profileID": profile_id,
        "linkedin": PAT,
        "registrationID": PAT,
        "email": PAT,
        "workshopID": ["odd"],
    }
    row = {"id": "odd", "eventID;year": "blueprint;2026", "data": mixed, "owner": PAT}
    store_rows(QR.of(row))

    for who, path, told in (
        ("anonymous", f"/qr/{profile_id}/blueprint/2026", {}),
        ("member", f"/qr/{profile_id}/blueprint/2026", {}),
        ("anonymous", "/qr/odd/blueprint/2026", {"profileID": profile_id}),
        ("exec", "/qr/odd/blueprint/2026", mixed),
    ):
        response = send(CALLERS[who](), "GET", path)

        assert response.json()["data"] == told
        assert (PAT in response.content.decode()) is (who == "exec")


@pytest.mark.parametrize("path", ["/qr/x/blueprint/2026", "/qr/booth-1/blueprint/soon"])
@pytest.mark.parametrize("who", CALLERS)
def test_unknown_code_is_null_to_whoever_scans_it(who: str, path: str) -> None:
    response = send(CALLERS[who](), "GET", path)

    assert response.status_code == 200
    assert response["Content-Type"] == "application/json"
    assert response.content == b"null"


@pytest.mark.parametrize("path", ["/qr/x/blueprint/2026", "/qr/booth-1/blueprint/soon"])
@pytest.mark.parametrize("method", ["PATCH", "DELETE"])
def test_unknown_code_is_not_found(method: str, path: str) -> None:
    response = send(caller(BEN), method, path, {"points": 1})

    _, _, qr_id, event_id, year = path.split("/")
    assert response.status_code == 404
    assert response.json()["message"] == (
        f"QR with id '{qr_id}' and secondaryKey '{event_id};{year}' could not be"
        " found. Make sure you have provided them correctly."
    )


def test_code_is_changed_and_deleted() -> None:
    before = stored()

    edit = send(caller(BEN), "PATCH", BOOTH, {**before, "points": 9})
    changed = stored()
    deletion = send(caller(BEN), "DELETE", BOOTH)

    attributes = edit.json()["response"]["Attributes"]
    assert edit.json()["message"] == (
        "Updated QR with id booth-1 for the event blueprint;2026!"
    )
    assert attributes == {"points": 9, "updatedAt": changed["updatedAt"]}
    assert changed == {**before, **attributes}
    assert deletion.json() == {
        "message": "Deleted QR with id booth-1 for the event blueprint;2026!",
        "response": {"Attributes": changed},
    }
    assert QR.find("booth-1", "blueprint;2026") is None


@pytest.mark.parametrize("name", ["id", "eventID;year", "eventID", "year"])
def test_key_of_a_code_cannot_be_changed(name: str) -> None:
    before = stored()

    response = send(caller(BEN), "PATCH", BOOTH, {name: "other", "points": 9})

    assert response.status_code == 406
    assert response.json() == {"message": f"Cannot update {name}"}
    assert stored() == before
