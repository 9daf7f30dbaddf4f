"""Feedback: what is kept, once, while its form is open."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from core.clock import iso_text
from core.errors import InvalidEmail, NotFound, Refused
from events.errors import FormClosed, FormNotEnabled, KeyUsed
from events.models import Feedback
from events.queries import feedback_of
from events.services.feedback import FormType, form_type_in, submit_feedback
from events.tests.stored import BLUEPRINT, store_event

RATED = {"overall-rating": 9}


def submitted(now: int, *, nonce: str = "", **sent: Any) -> Feedback:
    sent = {"responses": RATED, **sent}
    form = FormType.ATTENDEE
    return submit_feedback(*BLUEPRINT, form, sent, nonce=nonce, now=now)


def kept() -> list[dict[str, Any]]:
    return [each.plain() for each in feedback_of(*BLUEPRINT, "attendee")]


def open_form(**values: Any) -> None:
    store_event(attendeeFeedbackEnabled=True, **values)


def test_feedback_is_kept_with_its_form_and_time(now: int) -> None:
    open_form()

    row = submitted(
        now, respondentName=" Amira ", respondentEmail="Amira@Student.ubc.ca", x="y"
    )

    assert kept() == [
        {
            "id": row.id,
            "eventID": "blueprint",
            "year": 2026,
            "formType": "attendee",
            "eventIDYear": "blueprint;2026",
            "eventFormKey": "blueprint;2026;attendee",
            "responses": RATED,
            "respondentName": "Amira",
            "respondentEmail": "amira@student.ubc.ca",
            "submittedAt": now,
            "createdAt": now,
            "updatedAt": now,
        }
    ]


def test_same_nonce_is_kept_once_whoever_is_first(now: int) -> None:
    open_form()

    with ThreadPoolExecutor(4) as pool:
        ids = set(pool.map(lambda at: submitted(at, nonce="n").id, range(now, now + 8)))

    assert [row["id"] for row in kept()] == list(ids)


def test_nonce_is_not_used_for_other_feedback(now: int) -> None:
    open_form()
    submitted(now, nonce="n")

    with pytest.raises(KeyUsed):
        submitted(now, nonce="n", responses={"overall-rating": 1})

    assert [row["responses"] for row in kept()] == [RATED]


def test_nonce_counts_for_one_form(now: int) -> None:
    open_form(partnerFeedbackEnabled=True)
    sent = {"responses": RATED}

    ids = {
        submit_feedback(*BLUEPRINT, form, sent, nonce="n", now=now).id
        for form in FormType
    }

    assert len(ids) == 2


def test_same_words_of_one_address_are_one_and_of_nobody_are_two(now: int) -> None:
    open_form()

    for _ in range(2):
        submitted(now, respondentEmail="a@example.org")
    assert len(kept()) == 1
    submitted(now, respondentEmail="a@example.org", responses={"overall-rating": 3})
    assert len(kept()) == 2

    for _ in range(2):
        submitted(now)
    assert len(kept()) == 4


@pytest.mark.parametrize("values", [{}, {"attendeeFeedbackEnabled": False}])
def test_form_that_is_not_enabled_takes_nothing(
    values: dict[str, Any], now: int
) -> None:
    store_event(**values)

    with pytest.raises(FormNotEnabled):
        submitted(now)

    assert kept() == []


def test_form_closes_at_its_time(now: int) -> None:
    open_form(feedbackDeadline=iso_text(now))

    submitted(now)
    with pytest.raises(FormClosed):
        submitted(now + 1)

    assert len(kept()) == 1


def test_unknown_event_takes_no_feedback(now: int) -> None:
    with pytest.raises(NotFound):
        submitted(now)


@pytest.mark.parametrize(
    "sent",
    [
        {"responses": {}},
        {"responses": {"overall-rating": True}},
        {"responses": {"overall-rating": 11}},
        {"responses": {**RATED, "x": "y"}},
        {"responses": None},
        {"respondentName": "x" * 121},
        {"respondentName": 5},
        {"respondentEmail": "nobody"},
        {"respondentEmail": 5},
        {"nonce": "x" * 201},
    ],
)
def test_wrong_feedback_is_refused_and_not_kept(sent: dict[str, Any], now: int) -> None:
    open_form()

    with pytest.raises(Refused):
        submitted(now, **sent)

    assert kept() == []


def test_address_that_is_none_is_said_so(now: int) -> None:
    open_form()

    with pytest.raises(InvalidEmail):
        submitted(now, respondentEmail="nobody")

    submitted(now, respondentEmail=" ", respondentName="")
    assert not {"respondentEmail", "respondentName"} & kept()[0].keys()


def test_answers_are_all_told_the_newest_first(now: int) -> None:
    essay = {"questionId": "e", "type": "LONG_TEXT", "label": "More?"}
    open_form(attendeeFeedbackQuestions=[essay])
    # Three thousand letters outside ASCII: some pages of a megabyte each.
    for number in range(150):
        responses = {**RATED, "e": "\N{SNOWMAN}" * 3900}
        submitted(now + number, responses=responses)

    times = [row["submittedAt"] for row in kept()]

    assert times == list(range(now + 149, now - 1, -1))


@pytest.mark.parametrize("text", ["attendee", "ATTENDEE", " Attendee "])
def test_form_is_named_in_any_letter_case(text: str) -> None:
    assert form_type_in(text) is FormType.ATTENDEE


def test_other_forms_are_unknown() -> None:
    with pytest.raises(Refused, match="must be either 'attendee' or 'partner'"):
        form_type_in("judge")
