"""A payment on one page: money, states, what was told, events, and what to decide."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from biztech.dashboard.framework.audit_log import ActLine, line_of
from biztech.dashboard.payments.forms import AttachForm
from biztech.dashboard.payments.labels import (
    amount_of,
    answers_of,
    asked_about,
    line_of_event,
    line_of_payment,
    type_of,
    what_for,
)
from biztech.dashboard.payments.listing import payments_url
from biztech.dashboard.people.pages import page
from core.audit.trail import history
from core.clock import moment, now_ms
from events.models import Registration
from events.queries import find_registration
from events.services.payments import awaits_payment
from payments.ledger import account_of
from payments.mode import is_live
from payments.models import AppliedEvent, Attention, Payment, PaymentType
from payments.prices import MEMBERSHIP_TYPES

ACTS_READ = 100

# What is taken back of a membership, and of a place.
_TAKEN_BACK = ("Revoke membership", "Cancel registration")
_DASHBOARD = "https://dashboard.stripe.com"


def payment_page(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show a payment, and what can be decided about it; three calls at most."""
    return show_payment(request, *known_payment(session_id))


def show_payment(
    request: HttpRequest,
    payment: Payment,
    events: Sequence[AppliedEvent],
    *,
    form: AttachForm | None = None,
) -> HttpResponse:
    """Return the page of a payment, with an attach form that was refused, if any."""
    waits = bool(payment.attention)
    may_settle = waits and not payment.fulfilled_at
    row = registration_of(payment)
    lacks_seat = payment.attention == Attention.REGISTRATION_CLOSED
    return page(
        request,
        "payment.html",
        title=_title(payment),
        crumbs=[("Payments", payments_url())],
        payment=payment,
        line=line_of_payment(payment),
        question=asked_about(payment),
        place=place_of(payment, row),
        facts=[*_amounts(payment), *_states(payment)],
        answers=answers_of(payment),
        events=[line_of_event(event) for event in events],
        acts=_acts_about(payment),
        may_settle=may_settle,
        may_revoke=waits and may_revoke(payment),
        takes_back=_TAKEN_BACK[payment.payment_type == PaymentType.EVENT],
        may_exceed=may_settle
        and lacks_seat
        and row is not None
        and awaits_payment(row),
        accepts_amount=payment.attention == Attention.WRONG_AMOUNT,
        form=form or AttachForm(payment=payment),
        stripe_url=_stripe_url(payment),
    )


def may_revoke(payment: Payment) -> bool:
    """Tell whether it gave a membership or a place, which can be taken back."""
    is_membership = payment.payment_type in MEMBERSHIP_TYPES
    gave_place = payment.payment_type == PaymentType.EVENT and payment.fulfilled_at
    return (
        bool(is_membership or gave_place)
        and bool(payment.email)
        and payment.attention in (Attention.REFUNDED, Attention.DISPUTED)
    )


def registration_of(payment: Payment) -> Registration | None:
    """Return the registration that an event's payment is for, as it is now."""
    event_id, year = payment.event_id, payment.event_year
    if payment.payment_type != PaymentType.EVENT or not payment.email:
        return None
    return find_registration(payment.email, event_id or "", int(year or 0))


def place_of(payment: Payment, row: Registration | None) -> str:
    """Return in words for which event it is, and the status of the registration."""
    if payment.payment_type != PaymentType.EVENT:
        return ""
    event = what_for(payment).removeprefix("Event").strip() or "an event"
    status = "there is none" if row is None else row.status or "without a status"
    return f"{event}: {status}"


def known_payment(session_id: str) -> tuple[Payment, tuple[AppliedEvent, ...]]:
    """Return a payment and what was applied to it, or answer that there is none."""
    account = account_of(session_id)
    if account.payment is None:
        raise Http404("There is no such payment.")
    return account.payment, account.events


def payment_url(session_id: str) -> str:
    """Return the address of a payment's page."""
    return reverse("admin:memberships_payment_change", args=[session_id])


def _title(payment: Payment) -> str:
    match payment.payment_type:
        case PaymentType.EVENT:
            return f"Payment for {payment.event_id or 'an event'}"
        case kind if kind in MEMBERSHIP_TYPES:
            return "Payment for a membership"
    return "Payment for something unknown"


def _stripe_url(payment: Payment) -> str:
    """Return where money is given back and disputes are answered, if it is known."""
    if settings.LOCAL_PAYMENTS:
        # The demo club's payments were never made, not even locally.
        made = str(payment.id).startswith("cs_test_")
        return reverse("local-stripe-checkout", args=[payment.id]) if made else ""
    if not payment.payment_intent:
        return ""
    test = "" if is_live() else "test/"
    return f"{_DASHBOARD}/{test}payments/{payment.payment_intent}"


def _amounts(payment: Payment) -> list[tuple[str, str | datetime]]:
    currency = payment.currency
    return [
        ("Asked for", amount_of(payment.expected, currency)),
        (
            "Paid",
            amount_of(payment.paid, currency) if payment.state == "paid" else "no",
        ),
        ("Refunded", amount_of(int(payment.refunded or 0), currency)),
    ]


def _states(payment: Payment) -> list[tuple[str, str | datetime]]:
    known: list[tuple[str, str | datetime | None]] = [
        ("Paid for", type_of(payment.payment_type or "")),
        (
            "Counted",
            moment(int(payment.fulfilled_at)) if payment.fulfilled_at else "no",
        ),
        ("Disputed", "yes" if payment.disputed else "no"),
        ("What is wrong", payment.problem),
        ("Invitation to sign in", payment.invitation),
        ("Stripe's session", str(payment.id)),
        ("Stripe's payment", payment.payment_intent),
        ("Begun", moment(int(payment.created_at or 0))),
        ("Last change", moment(int(payment.updated_at or 0))),
    ]
    return [(label, value) for label, value in known if value]


def _acts_about(payment: Payment) -> list[ActLine]:
    """Return what was done because of this payment, newest first."""
    now = now_ms()
    acts = history(payment.email or str(payment.id), limit=ACTS_READ)
    return [
        line_of(act, now=now)
        for act in acts
        if json.loads(act.notes or "{}").get("session") == payment.id
    ]
