"""Addresses that no mail is sent to: it came back for good, or was called spam."""

from enum import StrEnum

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.rows import create_row
from core.dynamo.transactions import write_transaction
from core.email import one_spelling
from core.mail.acts import MailAct
from core.mail.errors import NotSuppressed
from core.mail.models import SuppressedAddress


class Reason(StrEnum):
    """Why no mail is sent to an address."""

    BOUNCED = "bounced"
    COMPLAINED = "complained"


def suppress(email: str, reason: Reason, *, now: int) -> None:
    """Send no more mail to an address; the first reason stays."""
    partition, address = SuppressedAddress.key(one_spelling(email))
    row = {"id": partition, "sk": address, "reason": reason, "at": now}
    try:
        create_row(SuppressedAddress.of(row), otherwise=Stale())
    except Stale:
        return


def is_suppressed(email: str) -> bool:
    """Tell whether no mail is to be sent to an address; one call."""
    key = SuppressedAddress.key(one_spelling(email))
    return SuppressedAddress.find(*key, consistent=True) is not None


def suppressed_addresses() -> list[SuppressedAddress]:
    """Return every suppressed address."""
    return list(SuppressedAddress.query(SuppressedAddress.PARTITION))


def lift_suppression(email: str, *, actor: str, now: int) -> Act:
    """Let mails go to an address again."""
    row = SuppressedAddress.find(*SuppressedAddress.key(email), consistent=True)
    if row is None:
        raise NotSuppressed
    change = RowChange.removed("suppressed address", row)
    with write_transaction() as writes:
        change.apply(writes, otherwise=NotSuppressed())
        entry = AuditEntry(
            act=MailAct.LIFT_SUPPRESSION,
            subject=row.email,
            actor=actor,
            at=now,
            changes=[change],
            undoable=False,
        )
        return record(writes, entry)
