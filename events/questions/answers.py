"""Answers as people send them: brought into the form of rows, or refused."""

from collections.abc import Iterable, Mapping
from typing import Any

from events.errors import AnswerRefused
from events.questions.reading import (
    LONGEST_TEXT,
    ONE_CHOICE,
    SOME_CHOICES,
    Question,
    QuestionType,
    comma_text,
    feedback_form,
    listed,
    questions_in,
    unescaped,
    whole,
)

# How much of what somebody sent a refusal repeats.
_SHOWN = 100

Answer = str | int | list[str]


def checked_answers(stored: Any, answers: Any) -> dict[str, str]:
    """Return the answers to registration questions as rows keep them.

    Answers to what the event does not ask are kept: clients ask some things of their
    own. Raises ``AnswerRefused``, naming the question.
    """
    sent = _by_question(answers, name="dynamicResponses")
    questions = questions_in(stored)
    asked = {question.id for question in questions}
    others = {
        key: _text(answer, key, LONGEST_TEXT)
        for key, answer in sent.items()
        if key not in asked and answer is not None
    }
    checked = {**others, **_answered(questions, sent)}
    return {key: _as_text(answer) for key, answer in checked.items() if answer != ""}


def checked_feedback(stored: Any, responses: Any) -> dict[str, Answer]:
    """Return the responses to a feedback form as rows keep them.

    Raises ``AnswerRefused``, naming the question.
    """
    sent = _by_question(responses, name="responses")
    questions = questions_in(feedback_form(stored))
    asked = {question.id for question in questions}
    for key in sent:
        if key not in asked:
            raise AnswerRefused(f"Unknown questionId '{key[:_SHOWN]}' in responses.")
    return _answered(questions, sent)


def _by_question(answers: Any, *, name: str) -> Mapping[str, Any]:
    if answers is None:
        return {}
    if not isinstance(answers, Mapping):
        raise AnswerRefused(f"{name} must be an object of answers by questionId.")
    return answers


def _answered(
    questions: Iterable[Question], sent: Mapping[str, Any]
) -> dict[str, Answer]:
    answered = {each.id: _answer(each, sent.get(each.id)) for each in questions}
    return {key: answer for key, answer in answered.items() if answer is not None}


def _answer(question: Question, sent: Any) -> Answer | None:
    """Return an answer as it is kept; None for none."""
    answer: Answer | None = None
    if question.type in SOME_CHOICES:
        answer = _some_of(question, sent) or None
    elif question.type is not QuestionType.SCALE:
        answer = _one_text(question, sent) or None
    elif not _is_blank(sent):
        answer = _on_scale(question, sent)
    if answer is None and question.required:
        raise AnswerRefused(f"Question '{question.label}' is required.")
    return answer


def _is_blank(sent: Any) -> bool:
    return sent is None or (isinstance(sent, str) and not sent.strip())


def _one_text(question: Question, sent: Any) -> str:
    text = "" if sent is None else _text(sent, question.label, question.longest)
    if text and question.type in ONE_CHOICE:
        text = unescaped(text)
        _refuse_no_choice(question, text)
    return text


def _on_scale(question: Question, sent: Any) -> int:
    least, most = question.scale
    number = whole(sent)
    if number is None or not least <= number <= most:
        raise AnswerRefused(
            f"Question '{question.label}' takes a whole number from {least} to {most}."
        )
    return number


def _some_of(question: Question, sent: Any) -> list[str]:
    texts = [sent] if isinstance(sent, str) else sent or []
    if not isinstance(texts, list) or not all(isinstance(each, str) for each in texts):
        raise AnswerRefused(f"Question '{question.label}' takes a list of choices.")
    if isinstance(sent, str) and unescaped(sent) in question.choices:
        return [unescaped(sent)]
    named = list(listed(sent))
    for choice in named:
        _refuse_no_choice(question, choice)
    return named


def _refuse_no_choice(question: Question, choice: str) -> None:
    if choice not in question.choices:
        raise AnswerRefused(
            f"'{choice[:_SHOWN]}' is not a choice of '{question.label}'."
        )


def _text(sent: Any, label: str, longest: int) -> str:
    if isinstance(sent, bool) or not isinstance(sent, str | int | float):
        raise AnswerRefused(f"Question '{label[:_SHOWN]}' takes a text.")
    text = str(sent).strip()
    if len(text) > longest:
        raise AnswerRefused(
            f"The answer to '{label[:_SHOWN]}' has over {longest} characters."
        )
    return text


def _as_text(answer: Answer) -> str:
    return comma_text(answer) if isinstance(answer, list) else str(answer)
