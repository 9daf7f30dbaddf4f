"""How what is done to teams reads, and what they hold."""

from companion.teams.acts import TeamAct
from core.audit.wording import Sentences, register_acts, register_fields

register_acts(
    {
        TeamAct.MAKE: Sentences("made a team with", "undid the team of"),
        TeamAct.JOIN: Sentences("put into a team", "took out of the team again"),
        TeamAct.LEAVE: Sentences("took out of their team", "put back into their team"),
        TeamAct.MOVE: Sentences("moved to another team", "moved back to their team"),
        TeamAct.RENAME: Sentences("renamed the team", "took back the name of the team"),
        TeamAct.GIVE_POINTS: Sentences(
            "gave points to the team", "took back the points of the team"
        ),
        TeamAct.ANSWER: Sentences(
            "counted answers of the team", "took back answers of the team"
        ),
    }
)
register_fields(
    {
        "teamName": "Team",
        "memberIDs": "Members",
        "scannedQRs": "Answered and scanned",
        "submission": "Handed in",
    }
)
