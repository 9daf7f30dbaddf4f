"""Which failures of a delivery are final."""

import smtplib

from anymail.exceptions import (
    AnymailAPIError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
)
from django.core.mail import BadHeaderError

from core.mail.errors import Undeliverable

# What an SMTP server answers from there on.
_FOR_GOOD = 500

# What SES answers about the mail itself, not about its own state or our account's.
_SES_REFUSES_FOR_GOOD = frozenset({"MessageRejected", "BadRequestException"})

_FINAL = (
    Undeliverable,
    BadHeaderError,
    AnymailInvalidAddress,
    AnymailRecipientsRefused,
)


def is_final(error: Exception) -> bool:
    """Tell whether a failure stays one, however often the mail is tried."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _FOR_GOOD for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return False
    if isinstance(error, smtplib.SMTPResponseException):
        return error.smtp_code >= _FOR_GOOD
    if isinstance(error, AnymailAPIError):
        answer = error.response if isinstance(error.response, dict) else {}
        return answer.get("Error", {}).get("Code") in _SES_REFUSES_FOR_GOOD
    return isinstance(error, _FINAL)
