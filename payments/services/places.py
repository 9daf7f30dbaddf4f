"""What a checkout for an event leads to: a place, or a question to an exec."""

import re
from typing import Any

from events.models import Registration
from events.queries import find_registration
from events.services.payments import is_open_to_payment, paid, withdraw_checkout
from payments.ledger import Account, payments_of
from payments.models import Attention, PaymentType
from payments.prices import LONGEST_EVENT_ID
from payments.services.effects import Effect, asking
from payments.stripe_objects import CheckoutSession

_YEAR = re.compile(r"[0-9]{4}")


def place_paid(
    account: Account, metadata: dict[str, str], email: str, *, now: int
) -> Effect:
    """Return what money for a place asks for."""
    registration = _registration(metadata, email)
    event_id, year = event_named(metadata) or (None, None)
    values: dict[str, Any] = {"email": email, "eventID": event_id, "eventYear": year}
    if registration is None:
        return asking(Attention.REGISTRATION_CLOSED, values, problem="not registered")
    if not is_open_to_payment(registration):
        status = registration.status or "empty"
        problem = f"registration is {status}"
        return asking(Attention.REGISTRATION_CLOSED, values, problem=problem)
    move = paid(registration, now=now)
    values |= {"fulfilledAt": now, "attention": None, "problem": None}
    if not move.touched and _has_paid_before(account.session_id, values):
        values |= {
            "attention": Attention.PAID_TWICE,
            "problem": "paid for this event already",
        }
    return Effect(
        values=values, registrations=[move], subject=email, outcome="fulfilled"
    )


def checkout_over(
    session: CheckoutSession, metadata: dict[str, str], email: str, *, now: int
) -> Effect:
    """Return what the end of a checkout that nobody paid asks for."""
    identified = {"email": email or None}
    registration = _registration(metadata, email)
    if registration is None:
        return Effect(values=identified)
    forgotten = withdraw_checkout(registration, session.id, now=now)
    return Effect(values=identified, registrations=[forgotten])


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


def _registration(metadata: dict[str, str], email: str) -> Registration | None:
    named = event_named(metadata)
    return find_registration(email, *named) if email and named else None
