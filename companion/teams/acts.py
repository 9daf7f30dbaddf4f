"""What is done to teams."""

from core.audit.acts import ActKind


class TeamAct(ActKind):
    """What members do to their team, or an exec to any."""

    MAKE = "make team"
    JOIN = "join team"
    LEAVE = "leave team"
    MOVE = "move to team"
    RENAME = "rename team"
    GIVE_POINTS = "give points to team"
    ANSWER = "count answers of team"
