"""The feedback routes: whom they serve, and what they answer."""

from collections.abc import Callable
from typing import Any

import pytest
from rest_framework.test import APIClient

from biztech.tests.callers import (
    AMIRA,
    BEN,
    CHLOE,
    WITHOUT_VALID_TOKEN,
    anonymous,
    caller,
    send,
)
from core.clock import iso_text
from events.questions import OVERALL_RATING
from events.services.feedback import FormType, submit_feedback
from events.tests.stored import BLUEPRINT, store_event

FORM = "/events/blueprint/2026/feedback/attendee"
ANSWERS = f"{FORM}/submissions"
RATED = {"responses": {"overall-rating": 9}}

# Method, path, body; then the answer to anonymous, another member, whoever gave
# feedback, an exec.
ROUTES = [
    ("GET", FORM, None, 200, 200, 200, 200),
    ("POST", FORM, RATED, 201, 201, 201, 201),
    ("GET", ANSWERS, None, 401, 403, 403, 200),
]
CALLERS: dict[str, Callable[[], APIClient]] = {
    "anonymous": anonymous,
    "another member": lambda: caller(CHLOE),
    "respondent": lambda: caller(AMIRA),
    "exec": lambda: caller(BEN),
}


@pytest.fixture
def answered(now: int) -> str:
    """Store the event, and what amira thought of it; return the id of that."""
    store_event(
        attendeeFeedbackEnabled=True,
        ename="Blueprint",
        description="Talks",
        capac=5,
        isCompleted=False,
    )
    sent = {**RATED, "respondentName": "Amira", "respondentEmail": AMIRA}
    return str(submit_feedback(*BLUEPRINT, FormType.ATTENDEE, sent, now=now).id)


@pytest.mark.parametrize("slash", ["", "/"])
@pytest.mark.parametrize(("number", "who"), list(enumerate(CALLERS)))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: f"{route[0]} {route[1]}")
@pytest.mark.usefixtures("answered")
def test_feedback_route_serves_whom_it_is_for(
    route: tuple[Any, ...], number: int, who: str, slash: str
) -> None:
    method, path, body, *statuses = route

    response = send(CALLERS[who](), method, path + slash, body)

    said = response.content.decode()
    assert response.status_code == statuses[number]
    assert response["Content-Type"] == "application/json"
    # Who gave feedback is for execs to know.
    names_them = (who, path) == ("exec", ANSWERS)
    assert (AMIRA in said) is ("Amira" in said) is names_them


@pytest.mark.parametrize(
    "nobody", WITHOUT_VALID_TOKEN.values(), ids=WITHOUT_VALID_TOKEN
)
@pytest.mark.usefixtures("answered")
def test_answers_need_a_valid_token(nobody: Callable[[], APIClient]) -> None:
    response = nobody().get(ANSWERS)

    assert response.status_code == 401
    assert response.json() == {"message": "Unauthorized"}


@pytest.mark.usefixtures("answered")
def test_form_is_told_with_what_stands_above_it(database_calls: list[str]) -> None:
    database_calls.clear()

    response = anonymous().get("/events/blueprint/2026/feedback/Attendee")

    assert response.json() == {
        "event": {
            "id": "blueprint",
            "year": 2026,
            "ename": "Blueprint",
            "description": "Talks",
            "isCompleted": False,
        },
        "formType": "attendee",
        "enabled": True,
        "feedbackQuestions": [OVERALL_RATING.as_feedback()],
    }
    assert database_calls == ["GetItem"]


def test_form_that_takes_no_answers_is_told_all_the_same(now: int) -> None:
    store_event(attendeeFeedbackEnabled=True, feedbackDeadline=iso_text(now))

    for form_type in FormType:
        told = anonymous().get(f"/events/blueprint/2026/feedback/{form_type}").json()
        assert told["enabled"] is False
        assert told["feedbackQuestions"] == [OVERALL_RATING.as_feedback()]


def test_answers_are_told_whole(answered: str) -> None:
    told = caller(BEN).get(ANSWERS).json()

    assert told["count"] == 1
    (submission,) = told["submissions"]
    assert submission["id"] == answered
    assert submission["responses"] == {"overall-rating": 9}
    assert isinstance(submission["submittedAt"], int)


@pytest.mark.usefixtures("answered")
def test_feedback_is_submitted_once_with_its_key(database_calls: list[str]) -> None:
    database_calls.clear()
    first = send(anonymous(), "POST", FORM, RATED, HTTP_IDEMPOTENCY_KEY="k")
    assert database_calls == ["GetItem", "PutItem"]

    again = send(anonymous(), "POST", FORM, {**RATED, "nonce": "k"})

    assert first.status_code == again.status_code == 201
    assert first.json() == {
        "message": "Feedback submitted successfully.",
        "id": first.json()["id"],
    }
    assert again.json() == first.json()
    assert caller(BEN).get(ANSWERS).json()["count"] == 2


def test_choice_with_a_comma_can_be_chosen() -> None:
    asked = {
        "questionId": "again",
        "type": "MULTIPLE_CHOICE",
        "label": "Will you come again?",
        "required": True,
        "choices": ["Yes, of course", "No"],
    }
    new = {"id": "blueprint", "year": 2026, "capac": 5, "attendeeFeedbackEnabled": True}
    created = send(
        caller(BEN), "POST", "/events", {**new, "attendeeFeedbackQuestions": [asked]}
    )
    assert created.status_code == 201

    told = anonymous().get(FORM).json()["feedbackQuestions"][1]["choices"]
    for choice in ("Yes, of course", told.split(",")[0]):
        answers = {**RATED["responses"], "again": choice}
        assert (
            send(anonymous(), "POST", FORM, {"responses": answers}).status_code == 201
        )

    submissions = caller(BEN).get(ANSWERS).json()["submissions"]
    assert {each["responses"]["again"] for each in submissions} == {"Yes, of course"}


def test_form_is_opened_with_the_rating_alone() -> None:
    store_event()

    edited = send(
        caller(BEN),
        "PATCH",
        "/events/blueprint/2026",
        {"attendeeFeedbackEnabled": True, "attendeeFeedbackQuestions": []},
    )

    assert edited.status_code == 200
    assert send(anonymous(), "POST", FORM, RATED).status_code == 201


def refused(path: str, body: Any, **extra: Any) -> tuple[int, Any]:
    response = send(anonymous(), "POST", path, body, **extra)
    return response.status_code, response.json()["message"]


@pytest.mark.usefixtures("answered")
def test_refusals_are_in_the_documented_words() -> None:
    partner = FORM.replace("attendee", "partner")

    assert refused(FORM, {"responses": {"x": 1}}) == (
        406,
        "Unknown questionId 'x' in responses.",
    )
    assert refused(FORM, {}) == (
        406,
        "Question 'Overall, how would you rate this event?' is required.",
    )
    assert refused(FORM, {**RATED, "respondentEmail": "x"}) == (406, "Invalid email")
    assert refused(partner, RATED) == (
        403,
        "The partner feedback form is not enabled for this event.",
    )
    assert refused(FORM.replace("attendee", "judge"), RATED) == (
        400,
        "Feedback formType must be either 'attendee' or 'partner'.",
    )
    assert refused(FORM.replace("2026", "2027"), RATED)[0] == 404
    assert refused(FORM.replace("2026", "soon"), RATED)[0] == 406
    send(anonymous(), "POST", FORM, RATED, HTTP_IDEMPOTENCY_KEY="k")
    other = {"responses": {"overall-rating": 1}}
    assert refused(FORM, other, HTTP_IDEMPOTENCY_KEY="k")[0] == 409


@pytest.mark.usefixtures("answered")
def test_feedback_has_a_limit_of_its_own(settings: Any) -> None:
    settings.REST_FRAMEWORK = {
        **settings.REST_FRAMEWORK,
        "DEFAULT_THROTTLE_RATES": {
            **settings.REST_FRAMEWORK["DEFAULT_THROTTLE_RATES"],
            "feedback": 1,
        },
    }

    statuses = [send(anonymous(), "POST", FORM, RATED).status_code for _ in range(2)]

    assert statuses == [201, 429]
    assert anonymous().get(FORM).status_code == 200


def test_browsers_of_the_web_client_may_send_the_key() -> None:
    response = anonymous().options(
        FORM,
        HTTP_ORIGIN="https://app.ubcbiztech.com",
        HTTP_ACCESS_CONTROL_REQUEST_METHOD="POST",
        HTTP_ACCESS_CONTROL_REQUEST_HEADERS="idempotency-key",
    )

    assert "idempotency-key" in response["Access-Control-Allow-Headers"]
