"""Deciding about a payment: retry, attach, revoke or keep; then back to its page."""

from collections.abc import Callable
from types import ModuleType

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from biztech.dashboard.framework.audit_log import planned
from biztech.dashboard.framework.forms import ReasonForm
from biztech.dashboard.payments.forms import AttachForm
from biztech.dashboard.payments.labels import asked_about
from biztech.dashboard.payments.listing import payments_url
from biztech.dashboard.payments.payment import (
    known_payment,
    may_revoke,
    payment_url,
    place_of,
    registration_of,
    show_payment,
)
from biztech.dashboard.people.pages import page
from core.audit.models import Act
from core.clock import now_ms
from core.errors import Refused
from events.statuses import Status, status_of
from memberships.services import plan_revoke
from payments.models import Payment, PaymentType
from payments.services.fulfilment import Settled


@require_POST
def retry_payment(request: HttpRequest, session_id: str) -> HttpResponse:
    """Ask Stripe again, and settle by what it says; over capacity if so asked."""
    known_payment(session_id)
    try:
        settled = _decisions().retry(
            session_id,
            actor=request.user.get_username(),
            now=now_ms(),
            over_capacity="over_capacity" in request.POST,
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        _say(request, settled)
    return redirect(payment_url(session_id))


@require_POST
def attach_payment(request: HttpRequest, session_id: str) -> HttpResponse:
    """Settle the payment for the person and the purpose that were entered."""
    payment, events = known_payment(session_id)
    form = AttachForm(request.POST, payment=payment)
    if not form.is_valid():
        return show_payment(request, payment, events, form=form)
    try:
        settled = _decisions().attach(
            session_id,
            email=form.cleaned_data["email"],
            payment_type=form.cleaned_data["payment_type"],
            actor=request.user.get_username(),
            now=now_ms(),
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return show_payment(request, payment, events, form=form)
    _say(request, settled)
    return redirect(payment_url(session_id))


@require_POST
def keep_payment(request: HttpRequest, session_id: str) -> HttpResponse:
    """Leave everything as it is."""
    known_payment(session_id)
    return _closed(
        request,
        session_id,
        _decisions().keep,
        lambda _: "Closed. Everything stays as it is.",
    )


def revoke_payment(request: HttpRequest, session_id: str) -> HttpResponse:
    """Name what a revocation takes, ask why, then revoke."""
    payment, _ = known_payment(session_id)
    if not may_revoke(payment):
        messages.info(request, "There is nothing to take back any more.")
        return redirect(payment_url(session_id))
    form = ReasonForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return _confirm(request, payment, form)
    return _closed(
        request,
        session_id,
        _decisions().revoke,
        lambda act: _taken_back(payment, act),
        reason=form.cleaned_data["reason"],
    )


def _closed(
    request: HttpRequest,
    session_id: str,
    decide: Callable[..., Act],
    sentence: Callable[[Act], str],
    **facts: str,
) -> HttpResponse:
    try:
        act = decide(
            session_id, actor=request.user.get_username(), now=now_ms(), **facts
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, sentence(act))
    return redirect(payment_url(session_id))


def _confirm(request: HttpRequest, payment: Payment, form: ReasonForm) -> HttpResponse:
    email = str(payment.email)
    if payment.payment_type == PaymentType.EVENT:
        return _confirm_cancelling(request, payment, form)
    plan = plan_revoke(email, keep_profile=True, now=now_ms())
    return page(
        request,
        "payment_revoke.html",
        title="Revoke the membership that was paid for",
        crumbs=_crumbs(payment),
        email=email,
        payment=payment,
        form=form,
        changes=planned(plan.changes),
        exec=plan.keeps_dashboard_rights,
    )


def _confirm_cancelling(
    request: HttpRequest, payment: Payment, form: ReasonForm
) -> HttpResponse:
    row = registration_of(payment)
    stands = row is not None and status_of(row.status) is not Status.CANCELLED
    return page(
        request,
        "payment_cancel.html",
        title="Cancel the registration that was paid for",
        crumbs=_crumbs(payment),
        payment=payment,
        form=form,
        place=place_of(payment, row),
        stands=stands,
    )


def _crumbs(payment: Payment) -> list[tuple[str, str]]:
    session_id = str(payment.id)
    return [("Payments", payments_url()), (session_id, payment_url(session_id))]


def _taken_back(payment: Payment, act: Act) -> str:
    if payment.payment_type == PaymentType.EVENT:
        return f"The registration of {act.subject} is cancelled."
    return f"{act.subject} is no longer a member."


def _say(request: HttpRequest, settled: Settled) -> None:
    """Say what came of it, and what is still to be decided."""
    payment = settled.payment
    if payment and payment.attention:
        messages.warning(request, f"Asked Stripe again. {asked_about(payment)}")
    elif settled.outcome == "fulfilled":
        messages.success(request, "Counted. The payment has had its effect now.")
    else:
        messages.info(request, "Asked Stripe again. There is nothing left to do.")


def _decisions() -> ModuleType:
    # Stripe's library takes a while to import, and every command loads this module.
    from payments.services import decisions

    return decisions
