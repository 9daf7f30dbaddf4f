"""How what is done in judging reads, and what its rows hold."""

from companion.judging.acts import JudgingAct
from core.audit.wording import Sentences, register_acts, register_fields

register_acts(
    {
        JudgingAct.APPOINT: Sentences("made a judge of", "undid making a judge of"),
        JudgingAct.DISMISS: Sentences("dismissed the judge", "brought back the judge"),
        JudgingAct.ASSIGN: Sentences("chose the team for", "took back the team of"),
        JudgingAct.JUDGE: Sentences("recorded feedback of", "removed feedback of"),
        JudgingAct.SET_ROUND: Sentences("set the round of", "took back the round of"),
        JudgingAct.RELEASE: Sentences(
            "let teams read the results of", "took back from teams the results of"
        ),
        JudgingAct.WITHHOLD: Sentences(
            "took back from teams the results of", "let teams read again those of"
        ),
    }
)
register_fields(
    {
        "currentTeam": "Team or round",
        "teamName": "Team",
        "judgeName": "Judge",
        "scores": "Scores",
        "feedback": "Feedback",
    }
)
