"""What quizzes say no to."""

from typing import Any

from core.errors import Invalid, NotFound


class InvalidScores(Invalid):
    """Some scores are no numbers from 0 to 10, or there are none."""

    code = "invalid_scores"

    def __init__(self, data: Any) -> None:
        super().__init__("Invalid scores", data=data)


class ReportUnknown(NotFound):
    """They answered no quiz, or show nobody what came of it."""

    code = "report_unknown"

    def __init__(self) -> None:
        super().__init__("Quiz report not found")
