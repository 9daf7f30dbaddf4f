"""How what is done to accounts reads."""

from accounts.acts import AccountAct
from core.audit.wording import Sentences, register_acts, register_fields

register_acts(
    {
        AccountAct.DELETE: Sentences(
            "deleted the account of", "undid deleting the account of"
        )
    }
)
register_fields(
    {
        "favedEventsID": "Favourite events",
        "favedEventsID;year": "Favourite events, with year",
    }
)
