"""What Stripe says, read once into facts of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from memberships.payments.metadata import metadata_of

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
_FAILED = frozenset({"canceled", "requires_payment_method"})

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


@dataclass(frozen=True, kw_only=True)
class StripeEvent:
    """A verified event: which, when (epoch ms), and the object it is about."""

    id: str
    type: str
    created: int
    subject: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class SessionSeen:
    """A Checkout Session as Stripe showed it; amounts in cents."""

    id: str
    state: State
    metadata: Mapping[str, str] = field(default_factory=dict)
    subtotal: int = 0
    total: int = 0
    currency: str = ""
    payment_intent: str = ""
    created: int = 0


@dataclass(frozen=True, kw_only=True)
class ChargeSeen:
    """A charge as Stripe showed it: how much of it was given back, and if disputed."""

    id: str
    payment_intent: str = ""
    amount: int = 0
    refunded: int = 0
    disputed: bool = False


def further(known: str | None, seen: State) -> State:
    """Return the state that is further along; a payment never goes back."""
    if known in _RANK and _RANK[known] >= _RANK[seen]:
        return known  # type: ignore[return-value] # it is one of the states
    return seen


def session_seen(session: Mapping[str, Any], *, event_type: str = "") -> SessionSeen:
    """Read a Checkout Session, from an event or fetched."""
    return SessionSeen(
        id=str(session["id"]),
        state=_state_of(session, event_type),
        metadata=metadata_of(session.get("metadata")),
        subtotal=int(session.get("amount_subtotal") or 0),
        total=int(session.get("amount_total") or 0),
        currency=str(session.get("currency") or "").lower(),
        payment_intent=_id_of(session.get("payment_intent")),
        created=int(session.get("created") or 0) * 1000,
    )


def charge_seen(charge: Mapping[str, Any]) -> ChargeSeen:
    """Read a charge."""
    return ChargeSeen(
        id=_id_of(charge),
        payment_intent=_id_of(charge.get("payment_intent")),
        amount=int(charge.get("amount") or 0),
        refunded=int(charge.get("amount_refunded") or 0),
        disputed=bool(charge.get("disputed")),
    )


def dispute_seen(dispute: Mapping[str, Any]) -> ChargeSeen:
    """Read a dispute as what it says of its charge."""
    return ChargeSeen(
        id=_id_of(dispute.get("charge")),
        payment_intent=_id_of(dispute.get("payment_intent")),
        disputed=True,
    )


def _state_of(session: Mapping[str, Any], event_type: str) -> State:
    if session.get("payment_status") in ("paid", "no_payment_required"):
        return "paid"
    if event_type == ASYNC_FAILED:
        return "failed"
    match session.get("status"):
        case "complete":
            return "failed" if _has_failed(session) else "processing"
        case "expired":
            return "expired"
    return "open"


def _has_failed(session: Mapping[str, Any]) -> bool:
    """Tell whether money that was to come later never came; seen where expanded."""
    intent = session.get("payment_intent")
    return isinstance(intent, Mapping) and intent.get("status") in _FAILED


def _id_of(value: Any) -> str:
    """Return an id, given itself or the expanded object."""
    if isinstance(value, Mapping):
        return str(value.get("id") or "")
    return str(value or "")
