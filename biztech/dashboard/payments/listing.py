"""The list of payments: a month at a time, those that ask for attention, or found."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from biztech.dashboard.framework.months import (
    Neighbours,
    first_of,
    month_after,
    month_in,
)
from biztech.dashboard.payments.labels import line_of_payment
from biztech.dashboard.people.pages import page
from core.audit.models import Act
from core.clock import now_ms
from core.email import normalize_email
from core.errors import InvalidEmail
from payments.ledger import (
    account_of,
    payment_of_intent,
    payments_in,
    payments_of,
    waiting_for_attention,
)
from payments.models import Payment
from payments.prices import dollars

PER_PAGE = 50


def payments_page(request: HttpRequest) -> HttpResponse:
    """Show the payments of a month, or those that were searched or filtered for.

    One query; for those that need attention one for each reason.
    """
    asked = request.GET.get("q", "").strip()
    if asked:
        found = _found(asked)
        return _list(request, found, title=f"Payments: {asked}", asked=asked)
    if request.GET.get("show") == "attention":
        waiting = waiting_for_attention()
        return _list(request, waiting, title="Payments that need attention")
    return _month(request)


def payments_url(**narrowed: str) -> str:
    """Return the address of the list, narrowed."""
    return reverse("admin:memberships_payment_changelist", query=narrowed or None)


def paid_in(payments: list[Payment]) -> str:
    """Return what was paid in sum, less what was given back."""
    ours = [payment for payment in payments if payment.paid]
    total = sum(int(one.paid) - int(one.refunded or 0) for one in ours)
    return dollars(total)


def _month(request: HttpRequest) -> HttpResponse:
    current = Act.month_of(now_ms())
    month = month_in(request.GET.get("month", ""), current=current)
    payments = payments_in(month)
    shown = Paginator(payments, PER_PAGE).get_page(request.GET.get("page"))
    older, newer = month_after(month, -1), month_after(month, 1)
    neighbours = Neighbours(
        older=payments_url(month=month, page=str(shown.next_page_number()))
        if shown.has_next()
        else payments_url(month=older),
        newer=payments_url(month=month, page=str(shown.previous_page_number()))
        if shown.has_previous()
        else payments_url(month=newer) * (month < current),
    )
    return _list(
        request,
        list(shown),
        title=f"Payments of {first_of(month):%B %Y}",
        month=month,
        count=len(payments),
        sum=paid_in(payments),
        neighbours=neighbours,
    )


def _list(
    request: HttpRequest,
    payments: list[Payment],
    *,
    title: str,
    asked: str = "",
    **context: Any,
) -> HttpResponse:
    return page(
        request,
        "payments.html",
        title=title,
        crumbs=[],
        asked=asked,
        payments=[line_of_payment(payment) for payment in payments],
        **context,
    )


def _found(asked: str) -> list[Payment]:
    """Return the payments of a person, or the one of a session or an intent."""
    try:
        return payments_of(normalize_email(asked))
    except InvalidEmail:
        found = account_of(asked).payment or payment_of_intent(asked)
        return [found] if found else []
