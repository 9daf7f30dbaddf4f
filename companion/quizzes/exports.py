"""Answers in quizzes, to be exported."""

from collections.abc import Iterator

from companion.quizzes.models import Quiz
from companion.quizzes.scores import AVERAGES
from core.exports.kinds import Export, Row


def _quizzes() -> Iterator[Row]:
    for quiz in Quiz.scan_in_segments():
        yield quiz.plain()


QUIZZES = Export(
    name="quizzes",
    title="Quizzes",
    key="id",
    columns=("id", "eventID;year", "fname", "lname", *AVERAGES, "mbti"),
    rows=_quizzes,
)
