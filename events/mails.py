"""Which mail a change of a registration sends: one table, one mail for a decision.

Source: contract-events section 4.3. Partners get none; who comes in gets none; who has
yet to pay gets one only when the waitlist moved up to them. While an application is
open, where it stands decides alone.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from core.dynamo.transactions import Writes
from core.mail.kinds import Mail
from core.mail.outbox import enqueue
from events.models import Registration
from events.statuses import Review, Status, review_of, status_of


class MailKind(StrEnum):
    """The mails that registrations send."""

    REGISTERED = "registered"
    WAITLIST = "waitlist"
    PROMOTED = "promoted"
    PENDING = "pending"
    ACCEPTED = "accepted"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


# What ends a registration, wherever its application stands.
_ENDED: Mapping[Status, MailKind] = MappingProxyType(
    {Status.CANCELLED: MailKind.CANCELLED, Status.REJECTED: MailKind.REJECTED}
)
_UNDER_REVIEW: Mapping[Review, MailKind] = MappingProxyType(
    {
        Review.REVIEWING: MailKind.PENDING,
        Review.WAITLIST: MailKind.WAITLIST,
        Review.REJECTED: MailKind.REJECTED,
    }
)
_STANDING: Mapping[Status, MailKind] = MappingProxyType(
    {
        Status.REGISTERED: MailKind.REGISTERED,
        Status.WAITLIST: MailKind.WAITLIST,
        Status.ACCEPTED: MailKind.ACCEPTED,
        Status.ACCEPTED_PENDING: MailKind.ACCEPTED,
        Status.ACCEPTED_COMPLETE: MailKind.CONFIRMED,
    }
)
_MOVED_UP = frozenset({Status.REGISTERED, Status.INCOMPLETE})


def mail_for(before: Registration | None, after: Registration) -> MailKind | None:
    """Return the kind of mail that tells of a change; None where there is none."""
    stood, stands = _standing(before), _standing(after)
    was, is_now = _status(before), _status(after)
    if after.is_partner or stands is stood:
        return None
    if stood is MailKind.WAITLIST and stands in (MailKind.REGISTERED, None):
        return MailKind.PROMOTED if is_now in _MOVED_UP else None
    if is_now in _ENDED:
        # Who was never registered is told of no end.
        return None if before is None else stands
    # Whoever was checked in by mistake has a ticket already.
    return None if was is Status.CHECKED_IN else stands


def enqueue_for(
    writes: Writes,
    before: Registration | None,
    after: Registration,
    *,
    act_id: str,
    now: int,
) -> None:
    """Add the mail that tells of a change, if there is one, to its transaction."""
    kind = mail_for(before, after)
    if kind is None:
        return
    mail = Mail(
        kind=kind,
        to=str(after.id),
        about=str(after.event),
        act_id=act_id,
        at=now,
        facts={
            "firstName": _first_name(after),
            "status": after.status,
            "applicationStatus": after.application_status,
            "payUntil": int(after.hold_until) if after.hold_until else None,
        },
    )
    enqueue(writes, mail)


def _standing(row: Registration | None) -> MailKind | None:
    """Return the mail that tells where somebody stands, None where none does."""
    if row is None or row.is_partner:
        return None
    status = status_of(row.status)
    review = review_of(row.application_status) or Review.NONE
    if status is None or status is Status.CHECKED_IN:
        return None
    return _ENDED.get(status) or _UNDER_REVIEW.get(review) or _STANDING.get(status)


def _status(row: Registration | None) -> Status | None:
    return None if row is None else status_of(row.status)


def _first_name(row: Registration) -> str:
    about = row.basic_information
    told = about.get("fname") if isinstance(about, dict) else None
    return str(row.fname or told or "")
