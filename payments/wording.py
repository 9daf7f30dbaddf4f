"""How what is done because of a payment reads, and what a payment holds."""

from core.audit.wording import Sentences, register_acts, register_fields
from payments.acts import PaymentAct

register_acts(
    {
        PaymentAct.COUNT: Sentences("counted a payment of"),
        PaymentAct.KEEP: Sentences("decided to change nothing after a payment of"),
        PaymentAct.REVOKE: Sentences("decided to revoke after a payment of"),
    }
)
register_fields(
    {
        "attention": "Asks for attention",
        "problem": "What is wrong",
        "decision": "Decision",
    }
)
