"""The local mailbox: on a laptop mails go nowhere and are kept to be read."""

from collections.abc import Sequence
from email import message_from_bytes, policy
from email.message import EmailMessage as Message
from itertools import islice
from mailbox import Maildir

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core.mail.errors import MailUnknown


class MailboxBackend(BaseEmailBackend):
    """Puts mails into this machine's mailbox instead of sending them."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep each message as it would travel."""
        kept = _mailbox()
        for message in email_messages:
            kept.add(message.message().as_bytes())
        return len(email_messages)


def kept_mails(*, limit: int) -> list[tuple[str, Message]]:
    """Return the newest messages of the mailbox, by their keys."""
    kept = _mailbox()
    # Keys begin with the second in which a message came.
    newest = islice(sorted(kept.keys(), reverse=True), limit)
    return [(key, _read(kept, key)) for key in newest]


def kept_mail(key: str) -> Message:
    """Return one message of the mailbox, or refuse."""
    try:
        return _read(_mailbox(), key)
    except KeyError as error:
        raise MailUnknown from error


def _mailbox() -> Maildir:
    settings.MAILBOX_DIR.parent.mkdir(parents=True, exist_ok=True)
    return Maildir(settings.MAILBOX_DIR)


def _read(kept: Maildir, key: str) -> Message:
    return message_from_bytes(kept.get_bytes(key), policy=policy.default)
