"""What is done to memberships."""

from core.audit.acts import ActKind


class MembershipAct(ActKind):
    """What is done to a membership, or to the member record alone."""

    GRANT = "grant"
    REVOKE = "revoke"
    REPLACE_CARD = "replace card"
    RESPELL = "respell"
    ADD_RECORD = "add member record"
    DELETE_RECORD = "delete member record"
    ROLL_OVER = "roll over"
    LAPSE = "lapse"
    MERGE = "merge"
    TELL_APART = "tell apart"
    LINK_DISCORD = "link discord"
    UNLINK_DISCORD = "unlink discord"
