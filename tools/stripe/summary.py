"""What the checkout page shows of a session."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from core.clock import moment
from tools.stripe.events import (
    DELIVERED,
    EVENT,
    FAILED,
    HELD,
    SESSION,
    WAITING,
)
from tools.stripe.payments import CHARGE, DISPUTE
from tools.stripe.sessions import session_of, settled
from tools.stripe.store import Store, StoredObject
from tools.stripe.webhooks import run

_MOST_LISTED = 50
_STATES = {
    DELIVERED: "Delivered",
    FAILED: "Not taken",
    HELD: "Kept back",
    WAITING: "On its way",
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that is bought."""

    name: str
    quantity: int
    amount: str


@dataclass(frozen=True, kw_only=True)
class Webhook:
    """One event, and where its delivery stands."""

    id: str
    type: str
    state: str
    held: bool
    attempts: int
    answer: str


@dataclass(frozen=True, kw_only=True)
class SessionSummary:
    """A session, in words and amounts for people."""

    id: str
    status: str
    headline: str
    is_open: bool
    awaited: bool
    lines: list[Line]
    total: str
    discount: str
    code: str
    takes_codes: bool
    email: str
    success_url: str
    cancel_url: str
    expires: datetime
    refundable: str
    disputable: bool
    refunded: str
    disputed: bool
    holds: bool
    webhooks: list[Webhook]


def summary_of(session_id: str, *, now: int) -> SessionSummary:
    """Return what there is to show of a session."""
    return run(lambda store: _summary(store, session_id), now=now)


def recent_sessions(*, now: int) -> list[SessionSummary]:
    """Return the newest sessions."""

    def pictures(store: Store) -> list[SessionSummary]:
        newest = list(islice(store.newest(SESSION), _MOST_LISTED))
        return [_summary(store, settled(store, stored).id) for stored in newest]

    return run(pictures, now=now)


def money(cents: int, currency: str) -> str:
    """Return an amount for people."""
    return f"${cents / 100:,.2f} {currency.upper()}"


def _summary(store: Store, session_id: str) -> SessionSummary:
    session = session_of(store, session_id)
    shown = session.public
    belonging = store.of_session(session_id)
    charge = next(
        (
            stored.public
            for stored in belonging
            if stored.kind == CHARGE and stored.public["status"] == "succeeded"
        ),
        None,
    )
    left = charge["amount"] - charge["amount_refunded"] if charge else 0
    disputed = any(stored.kind == DISPUTE for stored in belonging)
    given_back = charge["amount_refunded"] if charge else 0
    currency = shown["currency"]
    return SessionSummary(
        id=session_id,
        status=shown["status"],
        headline=_headline(session),
        is_open=shown["status"] == "open",
        awaited=bool(session.private.get("awaited")),
        lines=[_line(line) for line in session.private["lines"]],
        total=money(shown["amount_total"], currency),
        discount=_or_nothing(shown["total_details"]["amount_discount"], currency),
        code=session.private.get("code", ""),
        takes_codes=bool(shown["allow_promotion_codes"]),
        email=shown["customer_email"] or "",
        success_url=shown["success_url"],
        cancel_url=shown["cancel_url"] or "",
        expires=moment(shown["expires_at"] * 1000),
        refundable="" if disputed else _or_nothing(left, currency),
        disputable=charge is not None and not disputed,
        refunded=_or_nothing(given_back, currency),
        disputed=disputed,
        holds=bool(session.private.get("holds")),
        webhooks=[
            _webhook(stored)
            for stored in belonging
            if stored.kind == EVENT and stored.private["delivery"] in _STATES
        ],
    )


def _headline(session: StoredObject) -> str:
    if session.private.get("awaited"):
        return "Waiting for the money"
    match session.public["status"], session.public["payment_status"]:
        case "open", _:
            return "Pay"
        case "expired", _:
            return "This checkout has expired"
        case _, "unpaid":
            return "The money did not arrive"
    return "Paid"


def _line(line: dict[str, Any]) -> Line:
    return Line(
        name=line["description"],
        quantity=line["quantity"],
        amount=money(line["amount_subtotal"], line["currency"]),
    )


def _webhook(event: StoredObject) -> Webhook:
    attempts = event.private["attempts"]
    answer = event.private["answer"] or "no answer"
    return Webhook(
        id=event.id,
        type=event.public["type"],
        state=_STATES[event.private["delivery"]],
        held=event.private["delivery"] == HELD,
        attempts=attempts,
        answer=str(answer) if attempts else "",
    )


def _or_nothing(cents: int, currency: str) -> str:
    return money(cents, currency) if cents else ""
