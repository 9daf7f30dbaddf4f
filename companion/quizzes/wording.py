"""How answering quizzes reads."""

from companion.quizzes.acts import QuizAct
from core.audit.wording import Sentences, register_acts, register_fields

register_acts(
    {
        QuizAct.ANSWER: Sentences(
            "answered the quiz of", "took back the answers to the quiz of"
        )
    }
)
register_fields(
    {
        "domainAvg": "Domain, on average",
        "modeAvg": "Mode, on average",
        "environmentAvg": "Environment, on average",
        "focusAvg": "Focus, on average",
        "movedFrom": "Moved from",
        "supersededBy": "Superseded by",
    }
)
