"""What is done with quizzes."""

from core.audit.acts import ActKind


class QuizAct(ActKind):
    """What somebody does with a quiz."""

    ANSWER = "answer quiz"
