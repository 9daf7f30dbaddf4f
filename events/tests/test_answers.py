"""Answers: what each kind of question takes, and how it is kept."""

from typing import Any

import pytest

from core.errors import Refused
from events.questions import checked_answers, checked_feedback

LOW_COMMA = "\N{SINGLE LOW-9 QUOTATION MARK}"

FORM: list[dict[str, Any]] = [
    {"questionId": "t", "type": "SHORT_TEXT", "label": "Why?"},
    {"questionId": "l", "type": "LONG_TEXT", "label": "More?"},
    {
        "questionId": "m",
        "type": "MULTIPLE_CHOICE",
        "label": "Again?",
        "choices": ["Yes, please", "No"],
    },
    {"questionId": "c", "type": "CHECKBOXES", "label": "Days", "choices": "Sat,Sun"},
    {"questionId": "s", "type": "LINEAR_SCALE", "label": "Food?", "scaleMin": 0},
]
REGISTRATION = [
    {"questionId": "t", "type": "TEXT", "label": "Why?", "required": True},
    {"questionId": "n", "type": "TEXT", "label": "Name?", "charLimit": 3},
    {"questionId": "s", "type": "SELECT", "label": "Size", "choices": "S,M"},
    {
        "questionId": "c",
        "type": "CHECKBOX",
        "label": "Days",
        "choices": ["Sat, early", "Sun"],
    },
]


def feedback(**responses: Any) -> dict[str, Any]:
    checked = checked_feedback(FORM, {"overall-rating": 7, **responses})
    assert checked.pop("overall-rating") == 7
    return checked


def refusal(**responses: Any) -> str:
    with pytest.raises(Refused) as refused:
        feedback(**responses)
    return refused.value.message


def test_answers_are_kept_in_the_types_of_their_questions() -> None:
    answered = feedback(t=" because ", l="x", m="No", c="Sat, Sun", s="3")

    assert answered == {
        "t": "because",
        "l": "x",
        "m": "No",
        "c": ["Sat", "Sun"],
        "s": 3,
    }


@pytest.mark.parametrize("blank", ["", "  ", None])
def test_a_blank_answer_is_none(blank: Any) -> None:
    assert feedback(t=blank, m=blank, c=blank, s=blank) == {}
    assert feedback(c=[]) == {}


@pytest.mark.parametrize("said", ["Yes, please", f"Yes{LOW_COMMA} please"])
def test_a_choice_with_a_comma_can_be_chosen(said: str) -> None:
    several = [FORM[2] | {"type": "CHECKBOXES", "required": True}]

    assert feedback(m=said) == {"m": "Yes, please"}
    for answer in (said, [said]):
        responses = {"overall-rating": 1, "m": answer}
        assert checked_feedback(several, responses)["m"] == ["Yes, please"]


@pytest.mark.parametrize("said", [True, False, [9], {"a": 1}, 1.5, "1.5", -1, 6, "٣"])
def test_a_scale_takes_whole_numbers_of_its_own(said: Any) -> None:
    assert refusal(s=said) == "Question 'Food?' takes a whole number from 0 to 5."


def test_zero_is_an_answer() -> None:
    assert feedback(s=0) == {"s": 0}


def test_refused_responses_name_the_question() -> None:
    assert refusal(x=1) == "Unknown questionId 'x' in responses."
    assert refusal(t="x" * 281) == "The answer to 'Why?' has over 280 characters."
    assert refusal(l="x" * 4001) == "The answer to 'More?' has over 4000 characters."
    assert refusal(t=True) == "Question 'Why?' takes a text."
    assert refusal(m="Maybe") == "'Maybe' is not a choice of 'Again?'."
    assert refusal(c="Sat,Mon") == "'Mon' is not a choice of 'Days'."
    assert refusal(c=[1]) == "Question 'Days' takes a list of choices."
    assert refusal(c=7) == "Question 'Days' takes a list of choices."


@pytest.mark.parametrize("responses", [{}, None, {"overall-rating": " "}])
def test_the_rating_is_required(responses: Any) -> None:
    with pytest.raises(Refused, match="Question 'Overall, how would you rate"):
        checked_feedback([], responses)


def test_responses_are_an_object() -> None:
    with pytest.raises(Refused, match="responses must be an object"):
        checked_feedback(FORM, ["x"])


def test_answers_of_a_registration_are_kept_as_texts() -> None:
    answers = {"t": 5, "s": "M", "c": ["Sat, early", "Sun"], "n": "", "other": "kept"}

    assert checked_answers(REGISTRATION, answers) == {
        "t": "5",
        "s": "M",
        "c": f"Sat{LOW_COMMA} early,Sun",
        "other": "kept",
    }


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({}, "Question 'Why?' is required."),
        ({"t": "x", "n": "long"}, "The answer to 'Name?' has over 3 characters."),
        ({"t": "x", "s": "XL"}, "'XL' is not a choice of 'Size'."),
        ({"t": "x", "other": {"a": 1}}, "Question 'other' takes a text."),
        ([], "dynamicResponses must be an object of answers by questionId."),
    ],
)
def test_answers_of_a_registration_are_refused(answers: Any, sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        checked_answers(REGISTRATION, answers)

    assert refused.value.message == sentence
