"""What mail says no to."""

from core.errors import Conflict, NotFound, Refused, Unavailable


class Undeliverable(Refused):
    """There is nothing to tell any more; no later attempt will change that."""

    code = "undeliverable"


class MailUnknown(NotFound):
    """There is no such mail."""

    code = "mail_unknown"

    def __init__(self) -> None:
        super().__init__("There is no such mail. Mails are kept for half a year.")


class NotGivenUp(Conflict):
    """Only a mail that was given up is sent again."""

    code = "not_given_up"

    def __init__(self) -> None:
        super().__init__(
            "This mail was not given up: it is under way, or has been sent."
        )


class NotSent(Unavailable):
    """The provider did not take a mail."""

    code = "not_sent"

    def __init__(self, failure: str) -> None:
        super().__init__(
            f"The mail could not be sent ({failure}). Look at MAIL_BACKEND, MAIL_FROM"
            " and what the provider says of the sender."
        )


class MailIsOff(Conflict):
    """No mail leaves this server."""

    code = "mail_is_off"

    def __init__(self) -> None:
        super().__init__("Mail is off: MAIL_BACKEND is not set.")


class NotSuppressed(NotFound):
    """Mails do go to that address."""

    code = "not_suppressed"

    def __init__(self) -> None:
        super().__init__("That address is not suppressed: mails go to it.")
