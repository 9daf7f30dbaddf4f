"""Opening a checkout: what may be bought, at our price, with where to go back to."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from accounts.queries import is_user
from core.audit.changes import RowChange, effective
from core.dynamo.transactions import retry_on_conflict, write_transaction
from core.errors import NotFound, Refused
from core.identity.signups import sign_ups
from events.errors import EventUnknown
from events.models import Registration
from events.services.payments import (
    Checkout,
    awaits_payment,
    offer_checkout,
    refuse_without_seat,
)
from events.services.reading import Situation, situation_of
from events.services.seats import count_seats
from events.statuses import SETTLED, Status, status_of
from payments.errors import (
    CheckoutUnavailable,
    ForeignAddress,
    NothingToPay,
    NotRegistered,
    UnknownPaymentType,
)
from payments.gateway import stripe_client
from payments.ledger import account_of, entry
from payments.metadata import metadata_of
from payments.models import Payment, PaymentType
from payments.prices import (
    PAYMENT_TYPES,
    Price,
    event_price,
    membership_price,
)

# Two clicks within a minute are one order: same request, same idempotency key.
_ORDER_WINDOW = 60


@dataclass(frozen=True, kw_only=True)
class Order:
    """What somebody wants to pay for.

    ``answers`` is the request's body; only allowed names of it travel on. ``password``
    is used to create the sign-in and goes nowhere else. For an address that has an
    account it counts from its owner alone: whoever else pays must not choose it, and
    the owner is invited to do so after the payment.
    """

    payment_type: str
    email: str
    success_url: str
    cancel_url: str = ""
    event_id: str = ""
    year: int | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)
    # Whether whoever asks is signed in as that address.
    signed_in: bool = False
    password: str | None = field(default=None, repr=False)


def open_checkout(order: Order, *, now: int) -> str:
    """Return the address of a checkout for the order.

    A place at an event has its seat kept until the checkout is over. Raises a refusal
    before anything is asked of Stripe: ``UnknownPaymentType``, ``ForeignAddress``,
    ``NotFound`` for the event, ``NotRegistered``, ``NothingToPay``, ``NoPrice``,
    ``EventFull``, ``ChoiceFull``. Source: contract section 3.3.
    """
    if order.payment_type not in PAYMENT_TYPES:
        raise UnknownPaymentType(PAYMENT_TYPES)
    for name in ("success_url", "cancel_url"):
        _refuse_foreign(name, getattr(order, name))
    if order.payment_type == PaymentType.EVENT:
        price = _place(order, now=now)
    else:
        price = membership_price(_text(order.answers.get("education")))
    if (
        order.payment_type == PaymentType.USER_MEMBER
        and order.password
        and _may_sign_up(order)
    ):
        sign_ups().create(order.email, password=order.password, name=_name(order))
    session = _create(order, price, now=now)
    _remember(order, price, session, now=now)
    return str(session["url"])


def _may_sign_up(order: Order) -> bool:
    return order.signed_in or not is_user(order.email)


def _place(order: Order, *, now: int) -> Price:
    """Return what the place costs, or refuse somebody who cannot have it."""
    known = _situation(order, now=now)
    row = _payable(known)
    price = event_price(known.event, order.email, is_member=known.is_member)
    refuse_without_seat(known, row, now=now)
    return price


def _situation(order: Order, *, now: int) -> Situation:
    try:
        return situation_of(order.email, order.event_id, order.year or 0, now=now)
    except EventUnknown:
        # As the club's clients know it of this route.
        raise NotFound.of("event", order.event_id) from None


def _payable(known: Situation) -> Registration:
    """Return the registration if a payment is what it waits for."""
    row = known.registration
    status = None if row is None else status_of(row.status)
    if row is None or status is Status.CANCELLED:
        raise NotRegistered
    if awaits_payment(row):
        return row
    if status in SETTLED:
        raise NothingToPay("You have a place already. There is nothing to pay.")
    if status is Status.WAITLIST:
        raise NothingToPay("You are in line. You can pay when a seat is yours.")
    raise NothingToPay("You can pay once your application is accepted.")


def _create(order: Order, price: Price, *, now: int) -> dict[str, Any]:
    import stripe

    window = now // 1000 // _ORDER_WINDOW * _ORDER_WINDOW + _ORDER_WINDOW
    metadata = metadata_of(
        {**order.answers, "paymentType": order.payment_type, "email": order.email}
    )
    product: dict[str, Any] = {"name": price.name}
    if price.image:
        product["images"] = [price.image]
    params: dict[str, Any] = {
        "mode": "payment",
        "allowed_payment_method_types": ["card"],
        "line_items": [
            {
                "quantity": 1,
                "price_data": {
                    "currency": settings.PAYMENT_CURRENCY,
                    "unit_amount": price.cents,
                    "product_data": product,
                },
            }
        ],
        "success_url": order.success_url,
        "allow_promotion_codes": True,
        "expires_at": window + settings.CHECKOUT_MINUTES * 60,
        "metadata": metadata,
        "payment_intent_data": {"metadata": metadata},
    }
    if order.cancel_url:
        params["cancel_url"] = order.cancel_url
    key = hashlib.sha256(json.dumps(params, sort_keys=True).encode()).hexdigest()
    try:
        session = stripe_client().v1.checkout.sessions.create(
            params,  # type: ignore[arg-type] # built as a plain dict, checked in tests
            {"idempotency_key": f"checkout-{key}"},
        )
    except stripe.StripeError as error:
        raise CheckoutUnavailable from error
    created: dict[str, Any] = session.to_dict()
    return created


def _remember(
    order: Order,
    price: Price,
    session: Mapping[str, Any],
    *,
    now: int,
) -> None:
    """Write the ledger entry, and where to pay with the seat for it.

    A payment that overtakes it is settled without. Where the seat went meanwhile the
    checkout is known but nobody is told of it.
    """
    values = {
        "email": order.email,
        "paymentType": order.payment_type,
        "eventID": order.event_id or None,
        "eventYear": order.year,
        "metadata": metadata_of(session.get("metadata")),
        "expected": price.cents,
        "currency": settings.PAYMENT_CURRENCY,
        "closesAt": int(session["expires_at"]) * 1000,
        "successUrl": order.success_url,
        "cancelUrl": order.cancel_url or None,
    }

    def decide(_: int) -> Refused | None:
        account = account_of(str(session["id"]))
        offers, refusal = _offers(order, account.payment, session, now=now)
        state = {} if account.payment else {"state": "open"}
        # Two clicks of whom one had signed in say the same, so it counts.
        owner = {"signedIn": True} if order.signed_in else {}
        with write_transaction() as writes:
            change = entry(account, {**values, **state, **owner}, now=now)
            change.apply(writes, guard=["revision"])
            for offer in offers:
                offer.apply(writes, guard=[Registration.status.attr_name])
            count_seats(writes, offers)
        return refusal

    # Two clicks are one session at Stripe, and both remember it.
    if refusal := retry_on_conflict(decide):
        raise refusal


def _offers(
    order: Order, payment: Payment | None, session: Mapping[str, Any], *, now: int
) -> tuple[list[RowChange], Refused | None]:
    """Return what changes of the registration, or why it does not."""
    if order.payment_type != PaymentType.EVENT:
        return [], None
    if payment is not None and payment.state != "open":
        return [], None
    ends_at = int(session["expires_at"]) * 1000
    checkout = Checkout(url=str(session["url"]), ends_at=ends_at)
    known = _situation(order, now=now)
    try:
        offer = offer_checkout(known, _payable(known), checkout, now=now)
    except Refused as refusal:
        return [], refusal
    return effective([offer]), None


def _refuse_foreign(name: str, url: str) -> None:
    if not url and name == "cancel_url":
        return
    if _origin(url) not in settings.CHECKOUT_ORIGINS:
        raise ForeignAddress(name)


def _origin(url: str) -> str:
    """Return where an address leads to; nothing for one that readers differ about."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    if not url.isprintable() or set(url) & set(" \\"):
        return ""
    return f"{parts.scheme}://{parts.netloc}"


def _name(order: Order) -> str:
    names = (_text(order.answers.get(part)) for part in ("fname", "lname"))
    return " ".join(name for name in names if name)


def _text(value: Any) -> str:
    return value.strip() if isinstance(value, str) else ""
