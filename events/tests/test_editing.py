"""Events are made, edited, published, archived, duplicated, deleted."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from biztech.tests.callers import BEN
from core.audit.trail import history
from core.dynamo.rows import store_rows
from core.errors import NotFound, Refused
from events.acts import EventAct
from events.errors import EventExists, EventHasFeedback, EventHasRegistrations
from events.models import Event, Feedback
from events.questions import OVERALL_RATING
from events.services.editing import (
    archive_event,
    create_event,
    delete_event,
    duplicate_event,
    edit_event,
    publish_event,
    unarchive_event,
    unpublish_event,
)
from events.tests.stored import (
    BLUEPRINT,
    store_event,
    store_registration,
    stored_event,
)

KEY = "blueprint;2026"
FACTS = {"id": "blueprint", "year": 2026, "capac": 120}
RATING_ONLY = [OVERALL_RATING.as_feedback()]
QUESTION = {
    "questionId": "q",
    "type": "SELECT",
    "label": "Size",
    "required": False,
    "choices": "S,M",
}


def created(now: int, **values: Any) -> dict[str, Any]:
    return create_event({**FACTS, **values}, actor=BEN, now=now).row


def edited(now: int, **values: Any) -> dict[str, Any]:
    return edit_event(*BLUEPRINT, values, actor=BEN, now=now).changed


def test_created_event_is_a_row_with_its_forms(now: int) -> None:
    row = created(now, ename=" Blueprint ", isCompleted=True, anything="kept")

    assert row == stored_event()
    assert row == {
        **FACTS,
        "ename": "Blueprint",
        "anything": "kept",
        "isCompleted": False,
        "attendeeFeedbackEnabled": False,
        "partnerFeedbackEnabled": False,
        "attendeeFeedbackQuestions": RATING_ONLY,
        "partnerFeedbackQuestions": RATING_ONLY,
        "createdAt": now,
        "updatedAt": now,
    }


def test_event_that_exists_is_not_created_again(now: int) -> None:
    created(now, ename="First")

    with pytest.raises(EventExists) as refused:
        created(now, ename="Second")

    assert refused.value.facts == {"data": KEY}
    assert stored_event()["ename"] == "First"


def test_of_two_creations_at_once_one_counts(now: int) -> None:
    def create(name: str) -> bool:
        try:
            created(now, ename=name)
        except EventExists:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sorted(pool.map(create, "abcd")) == [False, False, False, True]


@pytest.mark.parametrize("name", ["id", "year", "capac"])
@pytest.mark.parametrize("missing", [None, ""])
def test_new_event_needs_id_year_and_seats(
    name: str, missing: str | None, now: int
) -> None:
    with pytest.raises(Refused) as refused:
        created(now, **{name: missing})

    assert refused.value.message == f"'{name}' is missing from the request body"


def test_no_seats_are_a_number_of_seats(now: int) -> None:
    assert created(now, capac=0)["capac"] == 0


@pytest.mark.parametrize(
    "event_id",
    [
        "a;b",
        "a/b",
        "a#b",
        "a\nb",
        "Blueprint",
        "a b",
        "-a",
        "a-",
        "a--b",
        "é",
        7,
        "a" * 101,
    ],
)
def test_odd_ids_are_refused_for_new_events(event_id: Any, now: int) -> None:
    with pytest.raises(Refused, match="'id' in the request body is invalid"):
        created(now, id=event_id)


@pytest.mark.parametrize("year", ["2026", 26, 20260, 2026.5, True, [2026]])
def test_odd_years_are_refused(year: Any, now: int) -> None:
    with pytest.raises(Refused, match="'year' in the request body is invalid"):
        created(now, year=year)


WRONG: list[tuple[str, Any]] = [
    ("capac", "many"),
    ("capac", -1),
    ("capac", 1.5),
    ("capac", True),
    ("capac", None),
    ("ename", 5),
    ("ename", "x" * 501),
    ("description", "x" * 20_001),
    ("imageUrl", "javascript:alert(1)"),
    ("facebookUrl", "facebook.com"),
    ("startDate", "tomorrow"),
    ("startDate", 5),
    ("startDate", "9999-12-31T23:59:59-12:00"),
    ("deadline", "0001-01-01"),
    ("isPublished", "true"),
    ("isPublished", 1),
    ("latitude", 181),
    ("pricing", 5),
    ("pricing", {"members": -1}),
    ("pricing", {"members": "5"}),
    ("pricing", {"members": True}),
    ("pricing", {"members": 5.001}),
    ("pricing", {"nonMembers": 5}),
    ("registrationQuestions", "x"),
    ("partnerRegistrationQuestions", [{"type": "TEXT"}]),
    ("attendeeFeedbackQuestions", {}),
    ("anything", {"a": 1}),
    ("anything", "x" * 501),
    ("anything", [[1]]),
    ("anything", [1] * 51),
    ("x" * 101, "a"),
    ("", "a"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_wrong_values_are_refused_by_name_and_nothing_is_written(
    name: str, value: Any, now: int
) -> None:
    store_event(ename="Before")
    before = stored_event()

    with pytest.raises(Refused) as refused:
        edited(now, **{name: value, "ename2": "Other"})

    said = refused.value.message
    assert name[:100] in said
    assert stored_event() == before


def test_dates_are_kept_in_utc(now: int) -> None:
    row = created(
        now,
        startDate="2026-11-20T18:00",
        endDate="2026-11-20T22:30:00-08:00",
        deadline="2026-11-19T00:00:00.000Z",
        feedbackDeadline="",
    )

    assert row["startDate"] == "2026-11-21T02:00:00.000Z"
    assert row["endDate"] == "2026-11-21T06:30:00.000Z"
    assert row["deadline"] == "2026-11-19T00:00:00.000Z"
    assert "feedbackDeadline" not in row


def test_event_does_not_end_before_it_begins(now: int) -> None:
    store_event(startDate="2026-11-20T18:00:00Z")

    with pytest.raises(Refused, match="would end before it begins"):
        edited(now, endDate="2026-11-20T17:00:00Z")


def test_prices_are_kept_in_dollars(now: int) -> None:
    row = created(now, pricing={"members": 0, "nonMembers": 12.5, "others": 3})

    assert row["pricing"] == {"members": 0, "nonMembers": 12.5}


def test_edit_changes_what_is_sent_and_nothing_else(now: int) -> None:
    form = [{"id": "own", "type": "SHORT_TEXT", "label": "Why?"}]
    store_event(
        ename="Old",
        description="Gone",
        attendeeFeedbackQuestions=form,
        theme={"colour": "blue"},
    )

    changed = edited(
        now, ename="New", description=None, id="other", year=1, createdAt=1
    )

    assert changed == {"ename": "New", "updatedAt": now}
    assert stored_event() == {
        **FACTS,
        "capac": 100,
        "ename": "New",
        "attendeeFeedbackQuestions": form,
        "theme": {"colour": "blue"},
        "updatedAt": now,
    }


def test_sent_feedback_form_replaces_the_form_with_the_rating_in_front(
    now: int,
) -> None:
    store_event(partnerFeedbackQuestions=RATING_ONLY)
    own = {"questionId": "a", "type": "SHORT_TEXT", "label": "Why?", "required": False}

    edited(now, attendeeFeedbackQuestions=[own])

    assert stored_event()["attendeeFeedbackQuestions"] == [*RATING_ONLY, own]
    assert stored_event()["partnerFeedbackQuestions"] == RATING_ONLY


def test_edit_without_a_difference_writes_nothing(now: int) -> None:
    store_event(ename="Same")

    assert edited(now, ename="Same") == {}
    assert history(KEY) == []


def test_edits_at_once_of_different_attributes_all_count(now: int) -> None:
    store_event()
    values = [{f"fact{number}": number} for number in range(6)]

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda each: edited(now, **each), values))

    row = stored_event()
    assert [row[f"fact{number}"] for number in range(6)] == list(range(6))


def test_unknown_event_is_not_edited(now: int) -> None:
    with pytest.raises(NotFound, match="secondaryKey '2026'"):
        edited(now, ename="New")


def test_event_is_published_archived_and_brought_back(now: int) -> None:
    store_event()

    publish_event(*BLUEPRINT, actor=BEN, now=now)
    archive_event(*BLUEPRINT, actor=BEN, now=now + 1)
    assert stored_event()["isPublished"] is stored_event()["isArchived"] is True

    unarchive_event(*BLUEPRINT, actor=BEN, now=now + 2)
    unpublish_event(*BLUEPRINT, actor=BEN, now=now + 3)
    assert stored_event()["isPublished"] is False
    assert "isArchived" not in stored_event()
    assert [act.act for act in history(KEY)] == [
        EventAct.UNPUBLISH,
        EventAct.UNARCHIVE,
        EventAct.ARCHIVE,
        EventAct.PUBLISH,
    ]


def test_duplicate_is_a_draft_without_dates(now: int) -> None:
    store_event(
        year=2025,
        ename="Blueprint",
        startDate="2025-11-20T18:00:00Z",
        deadline="2025-11-19T18:00:00Z",
        isPublished=True,
        isCompleted=True,
        isArchived=True,
        attendeeFeedbackEnabled=True,
        attendeeFeedbackQuestions=RATING_ONLY,
        registrationQuestions=[QUESTION],
        theme={"colour": "blue"},
        createdAt=1,
    )

    made = duplicate_event("blueprint", 2025, 2026, actor=BEN, now=now)

    assert made.row == stored_event()
    assert made.row == {
        **FACTS,
        "capac": 100,
        "ename": "Blueprint",
        "isPublished": False,
        "isCompleted": False,
        "attendeeFeedbackEnabled": False,
        "partnerFeedbackEnabled": False,
        "attendeeFeedbackQuestions": RATING_ONLY,
        "registrationQuestions": [QUESTION],
        "theme": {"colour": "blue"},
        "createdAt": now,
        "updatedAt": now,
    }


def test_duplicate_does_not_replace_an_event(now: int) -> None:
    store_event(year=2025)
    store_event(year=2026)

    with pytest.raises(EventExists):
        duplicate_event("blueprint", 2025, 2026, actor=BEN, now=now)
    with pytest.raises(NotFound):
        duplicate_event("blueprint", 2024, 2027, actor=BEN, now=now)


def test_deleted_event_is_gone(now: int) -> None:
    store_event(ename="Blueprint")

    deleted = delete_event(*BLUEPRINT, actor=BEN, now=now)

    assert deleted.row["ename"] == "Blueprint"
    assert Event.find(*Event.key(*BLUEPRINT)) is None
    with pytest.raises(NotFound):
        delete_event(*BLUEPRINT, actor=BEN, now=now)


def test_event_with_registrations_is_not_deleted(now: int) -> None:
    store_event()
    store_registration("amira@student.ubc.ca", "cancelled")

    with pytest.raises(EventHasRegistrations):
        delete_event(*BLUEPRINT, actor=BEN, now=now)

    assert stored_event()["id"] == "blueprint"


def test_event_with_feedback_is_not_deleted(now: int) -> None:
    store_event()
    store_rows(Feedback.of({"id": "f", "eventIDYear": KEY, "submittedAt": now}))

    with pytest.raises(EventHasFeedback):
        delete_event(*BLUEPRINT, actor=BEN, now=now)
