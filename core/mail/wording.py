"""How what is done to mails reads."""

from core.audit.wording import Sentences, register_acts, register_fields
from core.mail.acts import MailAct

register_acts(
    {
        MailAct.SEND_AGAIN: Sentences("sent a mail again to"),
        MailAct.LIFT_SUPPRESSION: Sentences("let mails go again to"),
    }
)
register_fields(
    {
        "queue": "Queue",
        "dueAt": "Next attempt",
        "attempts": "Attempts",
        "gaveUpAt": "Given up",
    },
    times=("dueAt", "gaveUpAt"),
)
