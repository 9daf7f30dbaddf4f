"""People come in at the door: by the ticket that they show, or found by name.

A scan may arrive twice, late, or together with another of the same ticket. Its id is
noted in the act, so that sending it again tells what it did; of two scans at the same
moment one lets the person in, and the other hears that they are in.
"""

import json
from dataclasses import dataclass
from enum import StrEnum

from core.audit.errors import ActNotFound, UndoRefused
from core.audit.models import Act
from core.audit.reversal import undo
from core.audit.trail import acts_of_kind, find_act, own_changes
from events.acts import RegistrationAct
from events.errors import (
    AlreadyCheckedIn,
    CannotMove,
    ChoiceFull,
    EventFull,
    NoTicket,
    RegistrationUnknown,
)
from events.models import Registration, event_key
from events.queries import find_registration
from events.services.moving import SCAN, Wanted, move_registration
from events.statuses import Status, is_under_review, status_of
from events.tickets import Ticket, read


class Outcome(StrEnum):
    """What a scan comes to."""

    COME_IN = "come_in"
    # They are in, too, but for what whoever is at the door should know.
    COME_IN_UNPAID = "come_in_unpaid"
    COME_IN_UNCONFIRMED = "come_in_unconfirmed"
    ALREADY_IN = "already_in"
    TAKEN_BACK = "taken_back"
    UNPAID = "unpaid"
    WAITLIST = "waitlist"
    UNDER_REVIEW = "under_review"
    CANCELLED = "cancelled"
    REJECTED = "rejected"
    UNCLEAR = "unclear"
    FULL = "full"
    NOT_REGISTERED = "not_registered"
    OTHER_EVENT = "other_event"
    NO_TICKET = "no_ticket"


ADMITTED = frozenset(
    {Outcome.COME_IN, Outcome.COME_IN_UNPAID, Outcome.COME_IN_UNCONFIRMED}
)

_OUTCOMES = {
    Status.REGISTERED: Outcome.COME_IN,
    Status.ACCEPTED_COMPLETE: Outcome.COME_IN,
    Status.ACCEPTED: Outcome.COME_IN_UNPAID,
    Status.ACCEPTED_PENDING: Outcome.COME_IN_UNCONFIRMED,
    Status.CHECKED_IN: Outcome.ALREADY_IN,
    Status.INCOMPLETE: Outcome.UNPAID,
    Status.WAITLIST: Outcome.WAITLIST,
    Status.CANCELLED: Outcome.CANCELLED,
    Status.REJECTED: Outcome.REJECTED,
}


@dataclass(frozen=True, kw_only=True)
class Scan:
    """Somebody at the door of an event: the text of a ticket, or whom an exec found.

    ``at`` is when it was scanned, as the phone says; ``again`` that it was sent before.
    """

    scan_id: str
    event_id: str
    year: int
    text: str = ""
    email: str = ""
    at: int | None = None
    again: bool = False


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """What a scan came to; the act is there to take it back."""

    outcome: Outcome
    registration: Registration | None = None
    ticket: Ticket | None = None
    act: Act | None = None

    @property
    def is_unverified(self) -> bool:
        """Whether they came with a ticket that anybody can make."""
        return self.ticket is not None and not self.ticket.verified


def outcome_for(registration: Registration) -> Outcome:
    """Return what a scan of somebody's ticket comes to, as their registration is."""
    status = status_of(registration.status)
    outcome = _OUTCOMES.get(status, Outcome.UNCLEAR) if status else Outcome.UNCLEAR
    if outcome in ADMITTED and is_under_review(registration):
        return Outcome.UNDER_REVIEW
    return outcome


def let_in(scan: Scan, *, actor: str, now: int) -> Arrival:
    """Check somebody in, or say why not; two calls for whoever may come in.

    Raises ``EventUnknown``.
    """
    try:
        ticket = _ticket_of(scan)
    except NoTicket:
        return Arrival(outcome=Outcome.NO_TICKET)
    if (ticket.event_id, ticket.year) != (scan.event_id, scan.year):
        return Arrival(outcome=Outcome.OTHER_EVENT, ticket=ticket)
    done = _done_by(scan, ticket) if scan.again else None
    return done or _let_in(scan, ticket, actor=actor, now=now)


def _let_in(scan: Scan, ticket: Ticket, *, actor: str, now: int) -> Arrival:
    wanted = Wanted(status=Status.CHECKED_IN, came_at=scan.at, scan=scan.scan_id)
    where = (ticket.email, ticket.event_id, ticket.year)
    try:
        moved = move_registration(*where, wanted, actor=actor, by_exec=True, now=now)
    except RegistrationUnknown:
        return Arrival(outcome=Outcome.NOT_REGISTERED, ticket=ticket)
    except AlreadyCheckedIn as refusal:
        return _done_by(scan, ticket) or _refused(refusal.registration, ticket)
    except CannotMove as refusal:
        return _refused(refusal.registration, ticket)
    except (EventFull, ChoiceFull):
        row = find_registration(*where)
        return Arrival(outcome=Outcome.FULL, registration=row, ticket=ticket)
    return Arrival(
        outcome=outcome_for(moved.before),
        registration=moved.registration,
        ticket=ticket,
        act=moved.act,
    )


def take_back(
    email: str, event_id: str, year: int, act_id: str, *, actor: str, now: int
) -> None:
    """Put a registration back to what it was before it was checked in; once.

    Raises ``ActNotFound`` and ``UndoRefused``.
    """
    act = find_act(email, act_id)
    event = _notes(act).get("event")
    if act.act != RegistrationAct.CHECK_IN or event != event_key(event_id, year):
        raise ActNotFound
    try:
        undo(email, act_id, actor=actor, now=now, keep_later_edits=True)
    except UndoRefused:
        if not find_act(email, act_id).undone_at:
            raise


def _ticket_of(scan: Scan) -> Ticket:
    if scan.email:
        # Whom an exec found by name, they also looked at.
        return Ticket(
            email=scan.email, event_id=scan.event_id, year=scan.year, verified=True
        )
    return read(scan.text)


def _refused(registration: Registration, ticket: Ticket) -> Arrival:
    outcome = outcome_for(registration)
    return Arrival(outcome=outcome, registration=registration, ticket=ticket)


def _done_by(scan: Scan, ticket: Ticket) -> Arrival | None:
    """Return what the same scan came to when it was sent before, or None."""
    for act in acts_of_kind(ticket.email, RegistrationAct.CHECK_IN):
        if _notes(act).get(SCAN) == scan.scan_id:
            return _told_again(act, ticket)
    return None


def _told_again(act: Act, ticket: Ticket) -> Arrival | None:
    for change in own_changes(act.act_id):
        before = Registration.of_item(change.before or {})
        outcome = Outcome.TAKEN_BACK if act.undone_at else outcome_for(before)
        return Arrival(
            outcome=outcome,
            registration=Registration.of_item(change.after or {}),
            ticket=ticket,
            act=None if act.undone_at else act,
        )
    return None


def _notes(act: Act) -> dict[str, object]:
    notes: dict[str, object] = json.loads(act.notes or "{}")
    return notes
