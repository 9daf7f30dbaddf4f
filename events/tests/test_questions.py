"""Questions: what execs and clients may ask, and how odd rows are read."""

from typing import Any

import pytest

from core.errors import Refused
from events.questions import (
    OVERALL_RATING,
    choice_limits,
    feedback_form,
    limited_choices,
    parse_feedback_questions,
    parse_questions,
    questions_in,
    told_questions,
)

WORKSHOP = {
    "questionId": "w",
    "type": "WORKSHOP_SELECTION",
    "label": "Which workshop?",
    "required": True,
    "choices": "Design,Data",
    "participantCap": "10,20",
}


def asked(**entry: Any) -> list[dict[str, Any]]:
    return parse_questions([{**WORKSHOP, **entry}], name="registrationQuestions")


def asked_for_feedback(**entry: Any) -> dict[str, Any]:
    question = {"type": "SHORT_TEXT", "label": "What next?", **entry}
    own = parse_feedback_questions([question], name="attendeeFeedbackQuestions")
    return own[1]


def refusal(sent: Any) -> str:
    with pytest.raises(Refused) as refused:
        parse_feedback_questions(sent, name="attendeeFeedbackQuestions")
    return refused.value.message


def test_a_registration_question_is_kept_with_what_it_holds_besides() -> None:
    (question,) = asked(type="workshop_selection", isSkillsQuestion=False)

    assert question == {**WORKSHOP, "isSkillsQuestion": False}


def test_a_question_without_an_id_gets_one_of_its_own() -> None:
    first, second = parse_questions(
        [{"type": "TEXT", "label": "Why?"}, {"type": "TEXT", "label": "How?"}],
        name="registrationQuestions",
    )

    assert first["questionId"] != second["questionId"]
    assert len(first["questionId"]) == 36


def test_choices_come_as_a_list_and_are_kept_as_comma_text() -> None:
    (question,) = asked(choices=["Design", " Data "], participantCap=None)

    assert question["choices"] == "Design,Data"
    assert "participantCap" not in question


def test_a_comma_inside_of_a_choice_does_not_split_it() -> None:
    (question,) = asked(choices=["Yes, of course", "No"], participantCap="1,2")

    (read,) = questions_in([question])

    assert read.choices == ("Yes, of course", "No")
    assert question["choices"].count(",") == 1
    assert choice_limits([question]) == {"w:Yes, of course": 1, "w:No": 2}


@pytest.mark.parametrize(
    ("cap", "limits"),
    [
        ("10,20", {"w:Design": 10, "w:Data": 20}),
        (" 10 , ", {"w:Design": 10}),
        ("0,20", {"w:Design": 0, "w:Data": 20}),
        ("10,20,30", {"w:Design": 10, "w:Data": 20}),
        (15, {"w:Design": 15, "w:Data": 15}),
        ("15", {"w:Design": 15, "w:Data": 15}),
        (15.0, {"w:Design": 15, "w:Data": 15}),
        (0, {}),
        ("", {}),
        (None, {}),
        ("many", {}),
        ({"odd": 1}, {}),
    ],
)
def test_a_limit_is_a_number_for_all_choices_or_a_text_with_one_for_each(
    cap: Any, limits: dict[str, int]
) -> None:
    assert choice_limits([{**WORKSHOP, "participantCap": cap}]) == limits


def test_a_choice_named_twice_keeps_the_limits_of_the_others_in_place() -> None:
    (question,) = asked(choices="Design,Design,Data", participantCap="1,2,3")

    assert question["choices"] == "Design,Data"
    assert question["participantCap"] == "1,3"


@pytest.mark.parametrize("cap", ["ten", -1, "1,-2", 1.5, True])
def test_a_limit_that_is_no_number_is_refused(cap: Any) -> None:
    with pytest.raises(Refused, match="participantCap of 'Which workshop"):
        asked(participantCap=cap)


@pytest.mark.parametrize(
    "others", [{"": "x"}, {"a" * 101: 1}, {"deep": [[1]]}, {"note": "x" * 10_001}]
)
def test_what_no_row_could_keep_is_refused(others: dict[str, Any]) -> None:
    with pytest.raises(Refused, match="of 'Which workshop"):
        asked(**others)


def test_limited_choices_are_those_that_somebody_made() -> None:
    box = {
        "questionId": "c",
        "type": "CHECKBOX",
        "label": "Days",
        "choices": ["Sat, early", "Sun", "Mon"],
        "participantCap": 5,
    }
    answers = {"w": "Data", "c": "Sat\N{SINGLE LOW-9 QUOTATION MARK} early,Mon"}

    made = limited_choices([WORKSHOP, box], answers)

    assert made == {"w:Data": 20, "c:Sat, early": 5, "c:Mon": 5}
    assert limited_choices([WORKSHOP], {"w": "Cooking"}) == {}
    assert limited_choices([WORKSHOP], None) == {}


@pytest.mark.parametrize(
    "stored",
    [None, "text", {"a": 1}, [1, None, "x"], [{"type": "TEXT"}], [{"questionId": "a"}]],
)
def test_odd_lists_of_questions_are_read_as_far_as_they_go(stored: Any) -> None:
    assert questions_in(stored) == ()
    assert choice_limits(stored) == {}
    assert feedback_form(stored) == [OVERALL_RATING.as_feedback()]


def test_lists_of_choices_in_rows_are_told_as_comma_text() -> None:
    stored = [{**WORKSHOP, "choices": ["Design", "Data"]}, "odd"]

    assert told_questions(stored) == [WORKSHOP, "odd"]
    assert told_questions("odd") == "odd"


def test_a_feedback_form_begins_with_the_rating_whatever_was_sent_for_it() -> None:
    rating = {"questionId": "overall-rating", "type": "SHORT_TEXT", "label": "?"}
    own = {"questionId": "n", "type": "LONG_TEXT", "label": "More?", "required": True}

    form = parse_feedback_questions([own, rating], name="partnerFeedbackQuestions")

    assert form == [
        {
            "questionId": "overall-rating",
            "type": "LINEAR_SCALE",
            "label": "Overall, how would you rate this event?",
            "required": True,
            "scaleMin": 1,
            "scaleMax": 10,
            "scaleMinLabel": "Poor",
            "scaleMaxLabel": "Excellent",
        },
        own,
    ]
    assert feedback_form(form) == form


def test_a_feedback_question_is_told_by_any_of_its_names() -> None:
    question = asked_for_feedback(
        type="multiple_choice", id="q", question="Again?", label="", options=["Yes"]
    )

    assert question == {
        "questionId": "q",
        "type": "MULTIPLE_CHOICE",
        "label": "Again?",
        "required": False,
        "choices": "Yes",
    }


def test_a_scale_runs_from_one_to_five_unless_it_says_otherwise() -> None:
    default = asked_for_feedback(type="LINEAR_SCALE")
    other = asked_for_feedback(
        type="LINEAR_SCALE", scaleMin=0, scaleMax="20", scaleMaxLabel=" Great "
    )

    assert (default["scaleMin"], default["scaleMax"]) == (1, 5)
    assert (other["scaleMin"], other["scaleMax"]) == (0, 20)
    assert other["scaleMaxLabel"] == "Great"


@pytest.mark.parametrize(
    "scale",
    [(5, 5), (5, 1), (-1, 5), (0, 21), (True, 5), ("a", 5), (1.5, 5), ([1], 5)],
)
def test_a_scale_that_runs_nowhere_is_refused(scale: tuple[Any, Any]) -> None:
    with pytest.raises(Refused, match="The scale of 'What next"):
        asked_for_feedback(type="LINEAR_SCALE", scaleMin=scale[0], scaleMax=scale[1])


def test_refusals_name_the_list_and_the_question() -> None:
    short = {"type": "SHORT_TEXT", "label": "Why?"}
    box = {"type": "CHECKBOXES", "label": "Days", "choices": " , "}

    assert refusal("x") == "attendeeFeedbackQuestions must be an array."
    assert refusal(["x"]) == (
        "Question 1 of attendeeFeedbackQuestions must be an object."
    )
    assert refusal([short, {**short, "label": " "}]) == (
        "Question 2 of attendeeFeedbackQuestions needs a label of at most 500"
        " characters."
    )
    assert refusal([{**short, "type": "UPLOAD"}]) == (
        "The type of 'Why?' must be one of SHORT_TEXT, LONG_TEXT, MULTIPLE_CHOICE,"
        " CHECKBOXES, LINEAR_SCALE."
    )
    assert refusal([box]) == "'Days' needs at least one choice."
    assert refusal([{**box, "choices": ["x" * 201]}]) == (
        "A choice of 'Days' has over 200 characters."
    )
    assert refusal([{**short, "id": "a"}, {**short, "id": "a"}]) == (
        "attendeeFeedbackQuestions has the questionId 'a' twice."
    )
    assert refusal([{**short, "id": "a" * 101}]) == (
        "Question 1 of attendeeFeedbackQuestions has an id of over 100 characters."
    )
    assert refusal([short] * 51) == (
        "attendeeFeedbackQuestions may hold at most 50 questions."
    )
    assert refusal([{**short, "type": "LINEAR_SCALE", "scaleMinLabel": "x" * 121}]) == (
        "A label of the scale of 'Why?' has over 120 characters."
    )
