"""What is done when teams are judged."""

from core.audit.acts import ActKind


class JudgingAct(ActKind):
    """What execs, teams and judges decide."""

    APPOINT = "appoint judge"
    DISMISS = "dismiss judge"
    ASSIGN = "send judge to team"
    JUDGE = "judge team"
    SET_ROUND = "set round"
    RELEASE = "release feedback"
    WITHHOLD = "withhold feedback"
