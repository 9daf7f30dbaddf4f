"""Choices that only so many people can make."""

from collections.abc import Mapping
from typing import Any

from events.questions.reading import Question, listed, questions_in, unescaped


def choice_key(question: Question, choice: str) -> str:
    """Return the one text that names a choice of a form, "questionId:label"."""
    return f"{question.id}:{choice}"


def choice_limits(stored: Any) -> dict[str, int]:
    """Return how many may make each limited choice of a stored list of questions."""
    return {
        choice_key(question, choice): limit
        for question in questions_in(stored)
        for choice, limit in zip(question.choices, question.limits, strict=True)
        if limit is not None
    }


def limited_choices(stored: Any, answers: Any) -> dict[str, int]:
    """Return which limited choices somebody's answers make, each with its limit."""
    if not isinstance(answers, Mapping):
        return {}
    return {
        choice_key(question, choice): limit
        for question in questions_in(stored)
        for choice, limit in zip(question.choices, question.limits, strict=True)
        if limit is not None and choice in chosen(question, answers.get(question.id))
    }


def chosen(question: Question, answer: Any) -> tuple[str, ...]:
    """Return which of a question's choices a stored answer makes."""
    named = listed(answer)
    if isinstance(answer, str):
        named = (*named, unescaped(answer))
    return tuple(choice for choice in question.choices if choice in named)
