"""Changes of registrations, for whoever owns the decision to put in a transaction.

They move forward when somebody pays, keep a seat while a checkout lives, and partners
get theirs from their profiles. Whoever applies one counts the seats, or records an act.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.audit.changes import RowChange
from core.clock import MINUTE
from events.errors import EventFull
from events.models import Registration
from events.services.openings import opening_of
from events.services.reading import Situation
from events.services.registering import refuse_full_choice
from events.services.seats import HOLD_FOR, REGISTRATION
from events.statuses import (
    PAID,
    SETTLED,
    Status,
    is_under_review,
    status_of,
    takes_seat,
)

# How long after its end Stripe may take to tell what became of a checkout.
GRACE = 5 * MINUTE

_WAIT_FOR_ONE = "Register again to wait for one; we write to you when it is yours."


@dataclass(frozen=True, kw_only=True)
class Checkout:
    """Where somebody can pay, and until when, in ms."""

    url: str
    ends_at: int


def awaits_payment(registration: Registration) -> bool:
    """Tell whether a payment is what is missing, and nothing else is to be decided."""
    status = status_of(registration.status)
    undecided = status is Status.INCOMPLETE and is_under_review(registration)
    return status in PAID and not undecided


def is_open_to_payment(registration: Registration) -> bool:
    """Tell whether paying leads to a place: not for cancelled and refused people."""
    return awaits_payment(registration) or status_of(registration.status) in SETTLED


def refuse_without_seat(known: Situation, row: Registration, *, now: int) -> None:
    """Raise ``EventFull`` or ``ChoiceFull`` unless a seat is kept, or to be had."""
    if row.is_partner or int(row.hold_until or 0) > now:
        return
    if not _keeps_nobody_waiting(known, row):
        raise EventFull(_WAIT_FOR_ONE)
    refuse_full_choice(known, row.choices)


def offer_checkout(
    known: Situation, row: Registration, checkout: Checkout, *, now: int
) -> RowChange:
    """Return the change that keeps where the person can pay, and a seat until then.

    A seat is kept for longer only where nobody waits for it, so nobody has one for
    good by opening checkouts. What the line was promised stays. Raises ``EventFull``
    and ``ChoiceFull``.
    """
    refuse_without_seat(known, row, now=now)
    values = {"checkoutLink": checkout.url, "holdUntil": _held(known, row, checkout)}
    edit = RowChange.edited(REGISTRATION, row, values)
    if not edit.touched:
        return edit
    return RowChange.edited(REGISTRATION, row, {**values, "updatedAt": now})


def withdraw_checkout(
    registration: Registration, session_id: str, *, ends_at: int, now: int
) -> RowChange | None:
    """Return the change that forgets a checkout that is over, and its seat; no other's.

    A seat that is promised for longer than the checkout lived is kept.
    """
    if session_id not in (registration.checkout_link or ""):
        return None
    values = {"checkoutLink": None, "updatedAt": now}
    if int(registration.hold_until or 0) <= max(ends_at, now) + GRACE:
        values["holdUntil"] = None
    return RowChange.edited(REGISTRATION, registration, values)


def paid(registration: Registration, *, now: int) -> RowChange:
    """Return the change that a payment makes: forward, or none (contract 3.5).

    The seat that was kept is theirs.
    """
    status = PAID.get(status_of(registration.status) or Status.REGISTERED)
    kept = {"holdUntil": None, "checkoutLink": None}
    values = {"registrationStatus": status, **kept, "updatedAt": now} if status else {}
    return RowChange.edited(REGISTRATION, registration, values)


def full_for(known: Situation, row: Registration) -> str | None:
    """Return what is full for somebody who has paid, in words; None with a seat."""
    name = str(known.event.name or known.event.id)
    if row.is_partner or takes_seat(row):
        return None
    if not known.has_seat_free:
        return name
    choice = known.full_choice(row.choices)
    return choice and f"'{choice.partition(':')[2]}' at {name}"


def partner_registration(
    email: str, event_id: str, year: int, *, basic: Mapping[str, str], now: int
) -> RowChange:
    """Return the creation of a partner's registration for an event.

    ``basic`` are ``fname``, ``lname``, ``companyName`` and ``role``.
    """
    partner, event = Registration.key(email, event_id, year)
    row = {
        "id": partner,
        Registration.event.attr_name: event,
        "registrationStatus": Status.REGISTERED,
        "isPartner": True,
        **opening_of(partner, str(event)),
        "fname": basic["fname"],
        "basicInformation": dict(basic),
        "createdAt": now,
        "updatedAt": now,
    }
    return RowChange.created(REGISTRATION, Registration.of(row))


def _held(known: Situation, row: Registration, checkout: Checkout) -> int | None:
    """Return until when a seat is kept for somebody who is about to pay."""
    held = int(row.hold_until or 0)
    until = checkout.ends_at + GRACE
    if row.is_partner:
        return None
    if held - until > HOLD_FOR:
        return held
    return until if until <= held or _keeps_nobody_waiting(known, row) else held


def _keeps_nobody_waiting(known: Situation, row: Registration) -> bool:
    """Tell whether everybody in line gets a seat though this person has one."""
    mine = takes_seat(row)
    free, waiting = int(known.seats.free or 0), int(known.seats.waiting or 0)
    return free + mine > waiting or (mine and not waiting)
