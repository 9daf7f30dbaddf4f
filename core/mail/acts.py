"""What is done to mails by hand."""

from core.audit.acts import ActKind


class MailAct(ActKind):
    """What an exec does to a mail or an address."""

    SEND_AGAIN = "send mail again"
    LIFT_SUPPRESSION = "lift suppression"
