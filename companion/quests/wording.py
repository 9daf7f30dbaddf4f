"""How defining quests reads."""

from companion.quests.acts import QuestAct
from companion.quests.definitions import ATTRIBUTE
from core.audit.wording import Sentences, register_acts, register_fields

register_acts(
    {
        QuestAct.DEFINE: Sentences(
            "defined the quests of", "put back the former quests of"
        )
    }
)
register_fields({ATTRIBUTE: "Quests"})
