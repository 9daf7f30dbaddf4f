"""Reads: which events are listed and active, who counts as what."""

from typing import Any

import pytest
from pytest_django import Settings

from biztech.tests.callers import store_user
from core.clock import DAY, iso_text
from core.dynamo.client import counted_calls
from events.models import Event
from events.queries import (
    active_event,
    counts_of,
    kept_events,
    required_event,
    users_registered,
    visible_events,
)
from events.services.editing import create_event, delete_event, edit_event
from events.tests.stored import BLUEPRINT, store_event, store_registration

BEN = "ben@ubcbiztech.com"
WORKSHOPS = {
    "questionId": "w",
    "type": "WORKSHOP_SELECTION",
    "label": "Which workshop?",
    "choices": "Design,Data",
    "participantCap": "10,",
}


def ids(*, to_exec: bool = False) -> list[str]:
    return [event.event_key for event in visible_events(to_exec=to_exec)]


def active(now: int) -> str | None:
    event = active_event(now=now)
    return event.event_key if event else None


def store_on(now: int, event_id: str, *, since: int, **values: Any) -> None:
    store_event(
        event_id,
        **{
            "isPublished": True,
            "startDate": iso_text(now - since),
            "endDate": iso_text(now + DAY),
            **values,
        },
    )


def test_events_are_listed_in_the_order_of_their_beginning() -> None:
    store_event("last", isPublished=True, startDate="2026-12-01T00:00:00Z")
    # Later as text, earlier as a moment.
    store_event("first", isPublished=True, startDate="2026-12-01T05:00:00+09:00")
    store_event("undated", isPublished=True)
    store_event("odd", isPublished=True, startDate=7)

    assert ids() == ["odd;2026", "undated;2026", "first;2026", "last;2026"]


def test_drafts_and_archived_events_are_listed_for_execs_alone() -> None:
    store_event("draft")
    store_event("kept", isPublished=True, isArchived=True)
    store_event("open", isPublished=True)

    assert ids() == ["open;2026"]
    assert ids(to_exec=True) == ["draft;2026", "kept;2026", "open;2026"]


def test_a_setting_lists_drafts_for_everybody(settings: Settings) -> None:
    settings.LIST_DRAFTS = True
    store_event("draft")
    store_event("kept", isArchived=True)

    assert ids() == ["draft;2026"]


def test_list_of_events_is_kept_until_one_is_written(now: int) -> None:
    create_event({"id": "one", "year": 2026, "capac": 1}, actor=BEN, now=now)
    assert len(kept_events()) == 1

    with counted_calls() as calls:
        assert len(kept_events()) == 1
    assert calls == []

    create_event({"id": "two", "year": 2026, "capac": 1}, actor=BEN, now=now)
    assert len(kept_events()) == 2
    edit_event("one", 2026, {"ename": "One"}, actor=BEN, now=now)
    assert [event.name for event in kept_events() if event.id == "one"] == ["One"]
    delete_event("two", 2026, actor=BEN, now=now)
    assert len(kept_events()) == 1


def test_event_that_began_last_is_the_active_one(now: int) -> None:
    store_on(now, "conference", since=2 * DAY)
    store_on(now, "workshop", since=DAY)
    store_on(now, "draft", since=1, isPublished=False)
    store_on(now, "archived", since=1, isArchived=True)
    store_on(now, "over", since=1, endDate=iso_text(now - 1))
    store_on(now, "later", since=-1)
    store_on(now, "odd", since=1, startDate=7)

    assert active(now) == "workshop;2026"


def test_no_event_is_active_between_events(now: int) -> None:
    store_event("undated", isPublished=True)

    assert active(now) is None


def test_people_are_counted_by_where_they_stand() -> None:
    store_event(registrationQuestions=[WORKSHOPS])
    design, data = {"w": "Design"}, {"w": "Data"}
    rows: list[tuple[str, dict[str, Any]]] = [
        ("registered", {"dynamicResponses": design}),
        ("registered", {"dynamicResponses": data, "applicationStatus": "reviewing"}),
        ("registered", {"dynamicResponses": design, "isPartner": True}),
        ("checkedIn", {"dynamicResponses": design}),
        ("waitlist", {"dynamicResponses": design}),
        ("incomplete", {"holdUntil": 5, "dynamicResponses": data}),
        ("incomplete", {"dynamicResponses": "odd"}),
        ("acceptedPending", {}),
        ("acceptedComplete", {"dynamicResponses": data}),
        ("cancelled", {"dynamicResponses": design}),
        ("AcceptedComplete", {}),
        ("unheard of", {}),
    ]
    for number, (status, values) in enumerate(rows):
        store_registration(f"p{number}@example.org", status, **values)

    counts = counts_of(required_event(*BLUEPRINT))

    assert (counts.registered, counts.checked_in, counts.waitlist) == (1, 1, 1)
    assert (counts.accepted, counts.incomplete, counts.seats_taken) == (3, 2, 5)
    assert [(c.label, c.count, c.limit) for c in counts.choices] == [
        ("Design", 2, 10),
        ("Data", 2, None),
    ]


@pytest.mark.parametrize("cap", [5, "5", 5.0])
def test_a_numeric_limit_counts_as_any_other(cap: object) -> None:
    store_event(registrationQuestions=[{**WORKSHOPS, "participantCap": cap}])
    store_registration("a@example.org", dynamicResponses={"w": "Data"})

    counts = counts_of(required_event(*BLUEPRINT))

    assert counts.registered == 1
    assert [(c.count, c.limit) for c in counts.choices] == [(0, 5), (1, 5)]


def test_people_registered_are_told_with_their_accounts_by_last_name() -> None:
    store_event()
    for email, last in (("a@example.org", "Zed"), ("b@example.org", "adams")):
        store_user(email, lname=last)
        store_registration(email, "checkedIn")
    store_registration("nobody@example.org")

    told = users_registered(*BLUEPRINT)

    assert [(each["id"], each["registrationStatus"]) for each in told] == [
        ("b@example.org", "checkedIn"),
        ("a@example.org", "checkedIn"),
    ]


def test_more_people_than_one_page_are_all_counted() -> None:
    store_event()
    # A page holds a megabyte.
    for number in range(8):
        answers = {"essay": "x" * 200_000}
        store_registration(f"p{number}@example.org", dynamicResponses=answers)

    assert counts_of(required_event(*BLUEPRINT)).registered == 8


def test_keys_that_no_event_has_are_unknown() -> None:
    assert Event.find(*Event.key("x" * 3000, 2026)) is None
