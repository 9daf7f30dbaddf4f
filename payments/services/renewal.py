"""Checkouts that are over take a new one in their place, when somebody wants to pay."""

from django.conf import settings

from events.models import Registration, event_of
from events.services.payments import awaits_payment
from payments.ledger import account_of, payments_of
from payments.models import Attention, Payment, PaymentType
from payments.services.orders import Order, open_checkout
from payments.stripe_objects import session_named


def checkout_for(registration: Registration, now: int) -> str | None:
    """Return where somebody can pay for their place; None if they never wanted to.

    A checkout that is alive stays; one that is over is opened anew, under the rules of
    ``open_checkout`` for prices and seats and with its refusals. None, too, where
    nothing is left to pay, or money is on its way.
    """
    link = registration.checkout_link or ""
    last = _last_payment(registration, link)
    if not awaits_payment(registration) or not (link or last):
        return None
    if last is not None and _has_paid(last):
        return None
    if last is not None and last.id in link and _is_alive(last, now=now):
        return link
    return open_checkout(_order(registration, last), now=now)


def _last_payment(registration: Registration, link: str) -> Payment | None:
    """Return the payment that a link leads to, or else the newest for that event."""
    named = session_named(link)
    if named and (payment := account_of(named).payment):
        return payment
    event = event_of(registration.event)
    return next(
        (
            payment
            for payment in payments_of(registration.id)
            if payment.payment_type == PaymentType.EVENT
            and (payment.event_id, payment.event_year) == event
        ),
        None,
    )


def _has_paid(payment: Payment) -> bool:
    """Tell whether money of theirs is on its way, or waits for an exec."""
    asks = payment.attention == Attention.REGISTRATION_CLOSED
    return payment.state == "processing" or (payment.state == "paid" and asks)


def _is_alive(payment: Payment, *, now: int) -> bool:
    return payment.state == "open" and int(payment.closes_at or 0) > now


def _order(registration: Registration, last: Payment | None) -> Order:
    event_id, year = event_of(registration.event)
    page = f"{settings.PUBLIC_URL}/event/{event_id}/{year}"
    return Order(
        payment_type=PaymentType.EVENT,
        email=registration.id,
        success_url=(last and last.success_url) or page,
        cancel_url=(last and last.cancel_url) or page,
        event_id=event_id,
        year=year,
        answers={
            "fname": registration.fname or "",
            "eventID": event_id,
            "year": year,
        },
    )
