"""What Stripe says, read once into facts of ours."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from payments.errors import NotAsSent
from payments.metadata import metadata_of

State = Literal["open", "processing", "expired", "failed", "paid"]

# A later word of Stripe's about a payment never moves it down this list.
_RANK: dict[str, int] = {
    "open": 0,
    "processing": 1,
    "expired": 2,
    "failed": 2,
    "paid": 3,
}

# What becomes of an intent whose delayed payment failed.
_FAILED = ("canceled", "requires_payment_method")

ASYNC_FAILED = "checkout.session.async_payment_failed"
SESSION_EVENTS = frozenset(
    {
        "checkout.session.completed",
        "checkout.session.async_payment_succeeded",
        ASYNC_FAILED,
        "checkout.session.expired",
    }
)
REFUNDED = "charge.refunded"
DISPUTED = "charge.dispute.created"

# Stripe's own limit of an id; kinds of events have dots.
_NAME = re.compile(r"[A-Za-z0-9_.]{1,255}")
_CURRENCY = re.compile(r"[A-Za-z]{3}")
# As checkout addresses hold it.
_SESSION = re.compile(r"cs_[A-Za-z0-9_]+")
# More than anybody pays, and later than anybody lives, in cents and in seconds.
_LARGEST = 10**11


@dataclass(frozen=True, kw_only=True)
class StripeEvent:
    """A verified event: which, when (epoch ms), and the object it is about."""

    id: str
    type: str
    created: int
    subject: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class CheckoutSession:
    """A Checkout Session as Stripe shows it; amounts in cents, times in ms."""

    id: str
    state: State
    metadata: Mapping[str, str] = field(default_factory=dict)
    subtotal: int = 0
    total: int = 0
    currency: str = ""
    payment_intent: str = ""
    created: int = 0
    # Until when it can be paid.
    closes_at: int = 0


@dataclass(frozen=True, kw_only=True)
class Charge:
    """A charge as Stripe shows it: how much of it was given back, and if disputed."""

    id: str
    payment_intent: str = ""
    amount: int = 0
    refunded: int = 0
    disputed: bool = False


def further(known: str | None, told: State) -> State:
    """Return the state that is further along; a payment never goes back."""
    if known in _RANK and _RANK[known] >= _RANK[told]:
        return known  # type: ignore[return-value] # it is one of the states
    return told


def parse_event(event: Mapping[str, Any]) -> StripeEvent:
    """Read an event; this and all that follow raise ``NotAsSent``."""
    return StripeEvent(
        id=_required(event, "id"),
        type=_required(event, "type"),
        created=_number(event, "created") * 1000,
        subject=nested(nested(event, "data"), "object"),
    )


def parse_session(
    session: Mapping[str, Any], *, event_type: str = ""
) -> CheckoutSession:
    """Read a Checkout Session, from an event or fetched."""
    return CheckoutSession(
        id=_required(session, "id"),
        state=_state_of(session, event_type),
        metadata=answers_in(session),
        subtotal=_number(session, "amount_subtotal"),
        total=_number(session, "amount_total"),
        currency=_text(session, "currency", _CURRENCY).lower(),
        payment_intent=_id_of(session, "payment_intent"),
        created=_number(session, "created") * 1000,
        closes_at=_number(session, "expires_at") * 1000,
    )


def answers_in(session: Mapping[str, Any]) -> dict[str, str]:
    """Return what a session says of its payer: the allowed answers."""
    told = session.get("metadata") or {}
    if not isinstance(told, Mapping) or not all(
        isinstance(text, str | None) for text in told.values()
    ):
        raise NotAsSent("metadata")
    return metadata_of(told)


def parse_charge(charge: Mapping[str, Any]) -> Charge:
    """Read a charge."""
    return Charge(
        id=_required(charge, "id"),
        payment_intent=_id_of(charge, "payment_intent"),
        amount=_number(charge, "amount"),
        refunded=_number(charge, "amount_refunded"),
        disputed=flag(charge, "disputed"),
    )


def parse_dispute(dispute: Mapping[str, Any]) -> Charge:
    """Read a dispute as what it says of its charge."""
    charge = _id_of(dispute, "charge")
    if not charge:
        raise NotAsSent("charge")
    return Charge(
        id=charge,
        payment_intent=_id_of(dispute, "payment_intent"),
        disputed=True,
    )


def session_named(link: str) -> str:
    """Return the session that the address of a checkout names; empty for none."""
    found = _SESSION.search(link)
    return found.group() if found else ""


def flag(of: Mapping[str, Any], name: str) -> bool:
    """Return a boolean; false where there is none."""
    value = of.get(name)
    if not isinstance(value, bool | None):
        raise NotAsSent(name)
    return bool(value)


def nested(of: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """Return an object in another."""
    value = of.get(name)
    if not isinstance(value, Mapping):
        raise NotAsSent(name)
    return value


def _state_of(session: Mapping[str, Any], event_type: str) -> State:
    status = _text(session, "status")
    if _text(session, "payment_status") in ("paid", "no_payment_required"):
        return "paid"
    if event_type == ASYNC_FAILED:
        return "failed"
    match status:
        case "complete":
            return "failed" if _has_failed(session) else "processing"
        case "expired":
            return "expired"
    return "open"


def _has_failed(session: Mapping[str, Any]) -> bool:
    """Tell whether money that was to come later never came; seen where expanded."""
    intent = session.get("payment_intent")
    return isinstance(intent, Mapping) and _text(intent, "status") in _FAILED


def _id_of(of: Mapping[str, Any], name: str) -> str:
    """Return an id, given itself or the expanded object; empty where there is none."""
    value = of.get(name)
    return _required(value, "id") if isinstance(value, Mapping) else _text(of, name)


def _required(of: Mapping[str, Any], name: str) -> str:
    text = _text(of, name)
    if not text:
        raise NotAsSent(name)
    return text


def _text(of: Mapping[str, Any], name: str, shape: re.Pattern[str] = _NAME) -> str:
    value = of.get(name)
    if value is None:
        return ""
    if not isinstance(value, str) or not shape.fullmatch(value):
        raise NotAsSent(name)
    return value


def _number(of: Mapping[str, Any], name: str) -> int:
    value = of.get(name)
    if value is None:
        return 0
    if type(value) is not int or not 0 <= value < _LARGEST:
        raise NotAsSent(name)
    return value
