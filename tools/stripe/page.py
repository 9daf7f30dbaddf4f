"""The checkout page: what a buyer sees, and what only a developer's page can do."""

from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from core.clock import now_ms
from tools.stripe import play
from tools.stripe.errors import StripeRefusal, Unknown
from tools.stripe.summary import (
    SessionSummary,
    recent_sessions,
    summary_of,
)

Shown = dict[str, Any]
Act = Callable[[str, QueryDict, int], Shown]

_NOTICES = {
    "code": "The code is taken off the price.",
    "decline": "The bank declined the card. You can try again.",
    "deliver": "The webhook is on its way.",
    "dispute": "The buyer's bank has taken the money back.",
    "expire": "This checkout has expired.",
    "fail": "The awaited money did not arrive.",
    "hold": "Webhooks of this checkout are kept back.",
    "refund": "The money is refunded.",
    "release": "Kept webhooks are on their way.",
    "succeed": "The awaited money has arrived.",
}


def _plain(act: Callable[..., Shown], **fixed: bool) -> Act:
    def do(session_id: str, form: QueryDict, now: int) -> Shown:
        return act(session_id, now=now, **fixed)

    return do


_ACTS: Mapping[str, Act] = {
    "code": lambda session_id, form, now: play.apply_code(
        session_id, form.get("code", ""), now=now
    ),
    "decline": _plain(play.decline),
    "delay": _plain(play.pay_later),
    "deliver": lambda session_id, form, now: play.deliver_again(
        session_id, form.get("event", ""), now=now
    ),
    "dispute": _plain(play.dispute),
    "expire": _plain(play.expire),
    "fail": _plain(play.settle_later, succeeded=False),
    "hold": _plain(play.hold_webhooks),
    "pay": _plain(play.pay),
    "refund": lambda session_id, form, now: play.refund(
        session_id, amount=_cents(form.get("amount", "")), now=now
    ),
    "release": _plain(play.release_webhooks),
    "succeed": _plain(play.settle_later, succeeded=True),
}
_BACK_TO_SELLER = {"pay", "delay"}


@never_cache
@require_http_methods(["GET", "POST"])
def checkout(request: HttpRequest, session_id: str) -> HttpResponse:
    """Show a session; a POST does what its button says."""
    if not settings.LOCAL_PAYMENTS:
        raise Http404
    try:
        if request.method == "POST":
            return _act(request, session_id)
        notice = _NOTICES.get(request.GET.get("done", ""), "")
        return _page(request, session_id, notice=notice)
    except Unknown as unknown:
        raise Http404 from unknown


@never_cache
@require_GET
def recent(request: HttpRequest) -> HttpResponse:
    """List the newest sessions, for a developer who lost the address of one."""
    if not settings.LOCAL_PAYMENTS:
        raise Http404
    context = {"sessions": recent_sessions(now=now_ms())}
    return render(request, "stripe/checkouts.html", context)


def _act(request: HttpRequest, session_id: str) -> HttpResponse:
    name = request.POST.get("act", "")
    if name not in _ACTS:
        return _page(request, session_id, problem="Choose one of the buttons.")
    try:
        session = _ACTS[name](session_id, request.POST, now_ms())
    except Unknown:
        raise
    except StripeRefusal as refusal:
        return _page(request, session_id, problem=refusal.message)
    if name in _BACK_TO_SELLER:
        return redirect(onward(session["success_url"], session_id))
    here = reverse("local-stripe-checkout", kwargs={"session_id": session_id})
    return redirect(f"{here}?done={name}")


def onward(success_url: str, session_id: str) -> str:
    """Return where the buyer goes after paying."""
    return success_url.replace("{CHECKOUT_SESSION_ID}", session_id)


def _page(
    request: HttpRequest, session_id: str, *, notice: str = "", problem: str = ""
) -> HttpResponse:
    summary = summary_of(session_id, now=now_ms())
    context = {
        "checkout": summary,
        "onward": onward(summary.success_url, session_id),
        "notice": notice,
        "problem": problem,
    }
    response = render(
        request, "stripe/checkout.html", context, status=400 if problem else 200
    )
    # The answer to a form may lead to the seller only if the form's page allows it.
    policy = {"form-action": ["'self'", *_sellers(summary)]}
    response._csp_update = policy  # type: ignore[attr-defined]
    return response


def _sellers(summary: SessionSummary) -> list[str]:
    parts = urlsplit(summary.success_url)
    return [f"{parts.scheme}://{parts.netloc}"]


def _cents(amount: str) -> int | None:
    """Return the cents of an amount in dollars; nothing typed means all of it."""
    if not amount.strip():
        return None
    try:
        cents = Decimal(amount.strip()) * 100
    except InvalidOperation:
        cents = Decimal("NaN")
    if not cents.is_finite() or cents < 1 or cents != cents.to_integral_value():
        raise StripeRefusal("Enter an amount such as 5.00.", param="amount")
    return int(cents)
