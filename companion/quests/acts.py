"""What is done to quests."""

from core.audit.acts import ActKind


class QuestAct(ActKind):
    """What execs do to the quests of an event."""

    DEFINE = "define quests"
