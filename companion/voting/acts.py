"""What execs do with a room of voters."""

from core.audit.acts import ActKind


class VotingAct(ActKind):
    """How a room is run; who votes for what is theirs, and no act."""

    OPEN = "open voting"
    CLOSE = "close voting"
    CHANGE_TEAM = "change team voted on"
    RELEASE = "release votes"
    WITHHOLD = "withhold votes"
