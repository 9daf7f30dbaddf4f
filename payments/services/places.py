"""What a checkout for an event leads to: a place, or a question to an exec."""

import re
from typing import Any

from events.errors import EventUnknown
from events.queries import find_registration
from events.services.payments import (
    full_for,
    is_open_to_payment,
    paid,
    withdraw_checkout,
)
from events.services.reading import situation_of
from payments.ledger import Account, payments_of
from payments.models import Attention, PaymentType
from payments.prices import LONGEST_EVENT_ID
from payments.services.effects import Effect, asking
from payments.stripe_objects import CheckoutSession

_YEAR = re.compile(r"[0-9]{4}")


def place_paid(
    account: Account,
    metadata: dict[str, str],
    email: str,
    *,
    now: int,
    over_capacity: bool,
) -> Effect:
    """Return what money for a place asks for."""
    event_id, year = event_named(metadata) or ("", 0)
    values: dict[str, Any] = {"email": email, "eventID": event_id or None}
    values["eventYear"] = year or None
    try:
        known = situation_of(email, event_id, year, now=now) if event_id else None
    except EventUnknown:
        known = None
    row = known.registration if known else None
    if known is None or row is None:
        return asking(Attention.REGISTRATION_CLOSED, values, problem="not registered")
    if not is_open_to_payment(row):
        status = row.status or "empty"
        problem = f"registration is {status}"
        return asking(Attention.REGISTRATION_CLOSED, values, problem=problem)
    move = paid(row, now=now)
    full = full_for(known, row) if move.touched else None
    if full and not over_capacity:
        problem = f"{full} is full"
        return asking(Attention.REGISTRATION_CLOSED, values, problem=problem)
    values |= {"fulfilledAt": now, "attention": None, "problem": None}
    if not move.touched and _has_paid_before(account.session_id, values):
        values |= {
            "attention": Attention.PAID_TWICE,
            "problem": "paid for this event already",
        }
    return Effect(
        values=values,
        registrations=[move],
        subject=email,
        outcome="fulfilled",
        over_capacity=bool(full),
    )


def checkout_over(
    session: CheckoutSession, metadata: dict[str, str], email: str, *, now: int
) -> Effect:
    """Return what the end of a checkout that nobody paid asks for."""
    values: dict[str, Any] = {"email": email or None}
    named = event_named(metadata)
    if not email or named is None:
        return Effect(values=values)
    values["eventID"], values["eventYear"] = named
    row = find_registration(email, *named)
    over = row and withdraw_checkout(
        row, session.id, ends_at=session.closes_at, now=now
    )
    return Effect(values=values, registrations=[over] if over else [])


def event_named(metadata: dict[str, str]) -> tuple[str, int] | None:
    """Return the event that is paid for, unless no event could be called so."""
    event_id, year = metadata.get("eventID", ""), metadata.get("year", "")
    if not _YEAR.fullmatch(year) or not 0 < len(event_id) <= LONGEST_EVENT_ID:
        return None
    return event_id, int(year)


def _has_paid_before(session_id: str, values: dict[str, Any]) -> bool:
    """Tell whether another payment of theirs has counted for the same event."""
    return any(
        payment.id != session_id
        and payment.fulfilled_at
        and payment.payment_type == PaymentType.EVENT
        and (payment.event_id, payment.event_year)
        == (values["eventID"], values["eventYear"])
        for payment in payments_of(values["email"])
    )
