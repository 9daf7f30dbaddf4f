"""The events' routes: whom they serve, and what they answer."""

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings
from rest_framework.test import APIClient

from biztech.tests.callers import (
    AMIRA,
    BEN,
    WITHOUT_VALID_TOKEN,
    anonymous,
    caller,
    send,
)
from core.clock import iso_text, now_ms
from events.questions import OVERALL_RATING
from events.tests.stored import store_event, store_registration, stored_event

BLUEPRINT = "/events/blueprint/2026"
NEW = {"id": "hello-hacks", "year": 2026, "capac": 0}
RATING_ONLY = [OVERALL_RATING.as_feedback()]

# Method, path, body; then the answer to anonymous, a member, somebody who is
# registered, an exec.
ROUTES = [
    ("GET", "/events", None, 200, 200, 200, 200),
    ("GET", "/events/getActiveEvent", None, 200, 200, 200, 200),
    ("POST", "/events", NEW, 401, 403, 403, 201),
    ("GET", BLUEPRINT, None, 200, 200, 200, 200),
    ("GET", f"{BLUEPRINT}?count=true", None, 200, 200, 200, 200),
    ("GET", f"{BLUEPRINT}?users=true", None, 401, 403, 403, 200),
    ("PATCH", BLUEPRINT, {"ename": "New"}, 401, 403, 403, 200),
    ("DELETE", BLUEPRINT, None, 401, 403, 403, 409),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "member": lambda: caller(AMIRA),
    "registered": lambda: caller("dara@example.org"),
    "exec": lambda: caller(BEN),
}


def told(path: str, client: APIClient | None = None) -> Any:
    """Return what a route answers."""
    response = (client or anonymous()).get(path)
    assert response.status_code == 200, response.content
    return response.json()


def refused(
    method: str, path: str, body: Any = None, *, client: APIClient | None = None
) -> tuple[int, str]:
    """Return the status and the sentence of a refusal to an exec."""
    response = send(client or caller(BEN), method, path, body)
    return response.status_code, response.json()["message"]


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
def test_event_route_serves_whom_it_is_for(
    route: tuple[Any, ...], number: int, who: str, slash: str
) -> None:
    method, path, body, *statuses = route
    address, mark, query = path.partition("?")
    store_event(isPublished=True)
    store_registration("dara@example.org")
    before = stored_event()

    response = send(CALLERS[who](), method, f"{address}{slash}{mark}{query}", body)

    assert response.status_code == statuses[number]
    assert response["Content-Type"] == "application/json"
    assert "dara@" not in response.content.decode()
    if response.status_code in (401, 403):
        assert stored_event() == before


@pytest.mark.parametrize(
    ("method", "path", "body"), [route[:3] for route in ROUTES if route[3] == 401]
)
@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
def test_route_for_execs_needs_a_valid_token(
    nobody: Callable[[], APIClient], method: str, path: str, body: Any
) -> None:
    store_event()

    assert refused(method, path, body, client=nobody()) == (401, "Unauthorized")


def test_events_are_a_bare_array_of_whole_rows() -> None:
    store_event("later", isPublished=True, startDate="2026-12-02T00:00:00Z")
    store_event("first", isPublished=True, startDate=5, theme={"a": ["b"]})
    store_event("draft")

    events = told("/events")

    assert [event["id"] for event in events] == ["first", "later"]
    assert events[0] == stored_event("first")
    assert [event["id"] for event in told("/events", caller(AMIRA))] == [
        "first",
        "later",
    ]
    assert [event["id"] for event in told("/events", caller(BEN))] == [
        "draft",
        "first",
        "later",
    ]


def test_events_are_filtered_by_id_and_year() -> None:
    for event_id, year in (("a", 2025), ("a", 2026), ("b", 2026)):
        store_event(event_id, year, isPublished=True)

    def keys(query: str) -> list[tuple[str, int]]:
        return [(event["id"], event["year"]) for event in told(f"/events?{query}")]

    assert keys("id=a") == [("a", 2025), ("a", 2026)]
    assert keys("year=2026") == [("a", 2026), ("b", 2026)]
    assert keys("id=a&year=2026") == [("a", 2026)]
    assert keys("id=c") == []
    assert refused("GET", "/events?year=soon") == (
        406,
        "Year path parameter must be a number",
    )


def test_a_setting_shows_drafts_to_everybody(settings: Settings) -> None:
    store_event("draft")
    assert told("/events") == []

    settings.LIST_DRAFTS = True

    assert [event["id"] for event in told("/events")] == ["draft"]


def test_many_who_ask_for_the_events_are_one_read(database_calls: list[str]) -> None:
    store_event(isPublished=True)
    database_calls.clear()

    for _ in range(5):
        told("/events")
        told("/events/getActiveEvent")

    assert database_calls == ["Scan"]


def test_active_event_is_told_or_null() -> None:
    assert told("/events/getActiveEvent") is None

    now = now_ms()
    window: dict[str, Any] = {
        "startDate": iso_text(now - 1000),
        "endDate": iso_text(now + 60_000),
    }
    store_event("draft", **window)
    assert told("/events/getActiveEvent") is None

    store_event("on", isPublished=True, **window)
    assert told("/events/getActiveEvent")["id"] == "on"


def test_single_event_is_one_database_call(database_calls: list[str]) -> None:
    store_event(registrationQuestions=[{"questionId": "q", "choices": ["a,b", "c"]}])
    database_calls.clear()

    event = told(BLUEPRINT)

    assert database_calls == ["GetItem"]
    assert event["registrationQuestions"][0]["choices"] == (
        "a\N{SINGLE LOW-9 QUOTATION MARK}b,c"
    )


def test_stored_feedback_form_is_told_with_the_rating() -> None:
    store_event(attendeeFeedbackQuestions=[])

    assert told(BLUEPRINT)["attendeeFeedbackQuestions"] == RATING_ONLY


@pytest.mark.parametrize("query", ["", "?count=true"])
def test_unknown_event_is_not_found(query: str) -> None:
    assert refused("GET", f"{BLUEPRINT}{query}", client=anonymous()) == (
        404,
        (
            "event with id 'blueprint' and secondaryKey '2026' could not be found."
            " Make sure you have provided them correctly."
        ),
    )


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
@pytest.mark.parametrize("year", ["soon", "-1", "2026.5", "٢٠٢٦", "9" * 40])
def test_year_in_the_address_is_a_number(method: str, year: str) -> None:
    assert refused(method, f"/events/blueprint/{year}", {}) == (
        406,
        "Year path parameter must be a number",
    )


def test_created_event_is_answered_as_documented() -> None:
    response = send(
        caller(BEN),
        "POST",
        "/events/",
        {
            **NEW,
            "isCompleted": True,
            "startDate": "2026-11-20T18:00:00+00:00",
            "registrationQuestions": [{"type": "TEXT", "label": "Why?"}],
        },
    )

    body = response.json()
    assert response.status_code == 201
    assert (body["message"], body["response"]) == (
        "Created event with id hello-hacks for the year 2026!",
        {},
    )
    assert body["item"] == stored_event("hello-hacks")
    assert body["item"]["capac"] == 0
    assert body["item"]["isCompleted"] is False
    assert body["item"]["startDate"] == "2026-11-20T18:00:00.000Z"
    assert body["item"]["attendeeFeedbackQuestions"] == RATING_ONLY
    assert body["item"]["registrationQuestions"][0]["questionId"]


def test_event_that_exists_is_a_conflict() -> None:
    store_event("hello-hacks")

    response = send(caller(BEN), "POST", "/events", NEW)

    assert response.status_code == 409
    assert response.json() == {
        "message": "A database entry with the same 'event id and year' already exists!",
        "data": "hello-hacks;2026",
    }


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"id": None}, "'id' is missing from the request body"),
        ({"year": None}, "'year' is missing from the request body"),
        ({"capac": None}, "'capac' is missing from the request body"),
        (
            {"capac": "many"},
            (
                "'capac' in the request body is invalid: expected a whole number from"
                " 0 to 100000."
            ),
        ),
        (
            {"attendeeFeedbackQuestions": "x"},
            "attendeeFeedbackQuestions must be an array.",
        ),
    ],
)
def test_wrong_events_are_not_acceptable(body: dict[str, Any], message: str) -> None:
    assert refused("POST", "/events", {**NEW, **body}) == (406, message)
    assert told("/events", caller(BEN)) == []


def test_body_that_is_no_json_is_malformed() -> None:
    response = caller(BEN).generic(
        "POST", "/events", "{", content_type="application/json"
    )

    assert response.status_code == 400


def test_edit_answers_what_changed_and_ignores_the_key() -> None:
    store_event(ename="Old", theme={"a": ["b"]})

    response = send(
        caller(BEN), "PATCH", BLUEPRINT, {"year": 1, "id": "x", "isPublished": True}
    )

    body = response.json()
    assert response.status_code == 200
    assert body["message"] == "Updated event with id blueprint and year 2026!"
    changed = body["response"]["Attributes"]
    assert changed == {"isPublished": True, "updatedAt": changed["updatedAt"]}
    assert stored_event()["theme"] == {"a": ["b"]}
    assert [event["id"] for event in told("/events")] == ["blueprint"]


def test_seats_are_a_number() -> None:
    store_event()

    assert refused("PATCH", BLUEPRINT, {"capac": "many"})[0] == 406
    assert stored_event()["capac"] == 100


def test_unknown_event_is_neither_edited_nor_deleted() -> None:
    assert refused("PATCH", BLUEPRINT, {})[0] == 404
    assert refused("DELETE", BLUEPRINT)[0] == 404


def test_event_is_deleted() -> None:
    store_event(ename="Blueprint")

    response = send(caller(BEN), "DELETE", BLUEPRINT)

    assert response.json() == {
        "message": "Deleted event with id 'blueprint' for the year 2026!",
        "response": {
            "Attributes": {
                "id": "blueprint",
                "year": 2026,
                "capac": 100,
                "ename": "Blueprint",
            }
        },
    }
    assert refused("GET", BLUEPRINT)[0] == 404


def test_event_with_registrations_is_kept() -> None:
    store_event()
    store_registration(AMIRA)

    assert refused("DELETE", BLUEPRINT) == (
        409,
        (
            "Somebody has registered for this event, so it cannot be deleted. Archive"
            " it instead."
        ),
    )


def test_change_without_a_key_says_what_is_missing() -> None:
    assert refused("PATCH", "/events", {}) == (
        400,
        "A(n) event id was not provided. Check query params",
    )
