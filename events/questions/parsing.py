"""Questions as execs and clients send them: brought into the form of rows."""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from events.errors import QuestionRefused
from events.questions.reading import (
    FEEDBACK_TYPES,
    OVERALL_RATING,
    REGISTRATION_TYPES,
    Question,
    QuestionType,
    comma_text,
    first_of,
    label_of,
    read_question,
    scale_labels_of,
    scale_of,
    whole,
    with_rating,
)

MOST_QUESTIONS = 50
LONGEST_ID = 100
LONGEST_LABEL = 500
LONGEST_CHOICE = 200
LONGEST_SCALE_LABEL = 120
LARGEST_SCALE = 20
# Of choices in one text, and of what a question holds besides.
LONGEST_OTHER = 10_000
_LISTS = ("choices", "options")


def parse_questions(sent: Any, *, name: str) -> list[dict[str, Any]]:
    """Return registration questions as rows keep them, each with an id.

    ``name`` is that of the list, for the refusal. What a question holds besides stays.
    Raises ``QuestionRefused``.
    """
    parsed = _parsed(sent, REGISTRATION_TYPES, name=name)
    return [_written(entry, question) for entry, question in parsed]


def parse_feedback_questions(sent: Any, *, name: str) -> list[dict[str, Any]]:
    """Return the questions of a feedback form as rows keep them, the rating first.

    Raises ``QuestionRefused``.
    """
    parsed = _parsed(sent, FEEDBACK_TYPES, name=name)
    return with_rating(question for _, question in parsed)


def _parsed(
    sent: Any, types: Sequence[QuestionType], *, name: str
) -> list[tuple[Mapping[str, Any], Question]]:
    if not isinstance(sent, list):
        raise QuestionRefused(f"{name} must be an array.")
    parsed = [
        _question(entry, types, where=f"Question {place} of {name}")
        for place, entry in enumerate(sent, start=1)
    ]
    asked = Counter(question.id for _, question in parsed)
    for question_id, times in asked.items():
        if times > 1:
            raise QuestionRefused(f"{name} has the questionId '{question_id}' twice.")
    if len(asked.keys() - {OVERALL_RATING.id}) > MOST_QUESTIONS:
        raise QuestionRefused(f"{name} may hold at most {MOST_QUESTIONS} questions.")
    return parsed


def _question(
    sent: Any, types: Sequence[QuestionType], *, where: str
) -> tuple[Mapping[str, Any], Question]:
    if not isinstance(sent, dict):
        raise QuestionRefused(f"{where} must be an object.")
    question_id = first_of(sent, "questionId", "id") or str(uuid.uuid4())
    if len(str(question_id)) > LONGEST_ID:
        raise QuestionRefused(f"{where} has an id of over {LONGEST_ID} characters.")
    if not 0 < len(label_of(sent)) <= LONGEST_LABEL:
        raise QuestionRefused(
            f"{where} needs a label of at most {LONGEST_LABEL} characters."
        )
    question = read_question({**sent, "questionId": question_id}, types)
    if question is None:
        raise QuestionRefused(
            f"The type of '{label_of(sent)}' must be one of {', '.join(types)}."
        )
    _refuse_choices(sent, question)
    if question.type is QuestionType.SCALE:
        _refuse_scale(sent, question)
    _refuse_others(sent, question)
    return sent, question


def _refuse_others(sent: Mapping[str, Any], question: Question) -> None:
    """Refuse what a row could not keep under a name that nobody documents."""
    for name, value in sent.items():
        known = isinstance(value, str | int | float | None) or name in _LISTS
        if not 0 < len(name) <= LONGEST_ID or not known:
            raise QuestionRefused(
                f"'{name[:LONGEST_ID]}' of '{question.label}' must be a text, a number"
                " or a boolean."
            )
        if isinstance(value, str) and len(value) > LONGEST_OTHER:
            raise QuestionRefused(
                f"'{name}' of '{question.label}' has over {LONGEST_OTHER} characters."
            )


def _refuse_choices(sent: Mapping[str, Any], question: Question) -> None:
    if question.has_choices and not question.choices:
        raise QuestionRefused(f"'{question.label}' needs at least one choice.")
    if any(len(choice) > LONGEST_CHOICE for choice in question.choices):
        raise QuestionRefused(
            f"A choice of '{question.label}' has over {LONGEST_CHOICE} characters."
        )
    limits = sent.get("participantCap")
    several = limits.split(",") if isinstance(limits, str) else [limits]
    if any(each not in (None, "") and whole(each) is None for each in several):
        raise QuestionRefused(
            f"participantCap of '{question.label}' must be a whole number, or several"
            " with commas in between."
        )


def _refuse_scale(sent: Mapping[str, Any], question: Question) -> None:
    scale = scale_of(sent)
    if scale is None or scale[1] > LARGEST_SCALE:
        raise QuestionRefused(
            f"The scale of '{question.label}' must run between two whole numbers from 0"
            f" to {LARGEST_SCALE}, the smaller one first."
        )
    if any(len(label) > LONGEST_SCALE_LABEL for label in scale_labels_of(sent)):
        raise QuestionRefused(
            f"A label of the scale of '{question.label}' has over"
            f" {LONGEST_SCALE_LABEL} characters."
        )


def _written(sent: Mapping[str, Any], question: Question) -> dict[str, Any]:
    written = {
        **sent,
        "questionId": question.id,
        "type": question.type.value,
        "label": question.label,
        "required": question.required,
        "choices": comma_text(question.choices),
    }
    limits = sent.get("participantCap")
    if isinstance(limits, str) and "," in limits:
        each = ("" if limit is None else str(limit) for limit in question.limits)
        written["participantCap"] = ",".join(each)
    return {name: value for name, value in written.items() if value is not None}
