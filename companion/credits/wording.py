"""How what is done to credits reads, and what prizes hold."""

from companion.credits.acts import CreditAct
from core.audit.wording import Sentences, register_acts, register_fields

register_acts(
    {
        CreditAct.BOOK: Sentences("booked credits of", "undid booking credits of"),
        CreditAct.REDEEM: Sentences("redeemed a prize for", "took back a prize of"),
        CreditAct.CREATE_PRIZE: Sentences("made the prize", "undid making the prize"),
        CreditAct.DELETE_PRIZE: Sentences(
            "deleted the prize", "brought back the prize"
        ),
    }
)
register_fields(
    {"credits": "Credits", "balance": "Balance", "price": "Price", "stock": "Left"}
)
