"""How what is done to a room of voters reads."""

from companion.voting.acts import VotingAct
from core.audit.wording import Sentences, register_acts, register_fields

register_acts(
    {
        VotingAct.OPEN: Sentences("opened", "undid opening"),
        VotingAct.CLOSE: Sentences("closed", "undid closing"),
        VotingAct.CHANGE_TEAM: Sentences("chose the team of", "took back the team of"),
        VotingAct.RELEASE: Sentences(
            "let everybody read the results of", "took back the results of"
        ),
        VotingAct.WITHHOLD: Sentences(
            "took back the results of", "let everybody read again those of"
        ),
    }
)
register_fields({"isVoting": "Voting", "isReleased": "Results are out"})
