"""The pages on which newcomers become members: the form, and back from the checkout.

Open to everybody, as nobody has a sign-in before they are a member. They show nothing
of anybody but to whoever paid: the key is the checkout's id, which nobody can guess.
"""

import logging
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from biztech.pages.membership_form import MembershipForm
from core.api import TOO_MANY
from core.clock import now_ms
from core.errors import Conflict, Refused, Unavailable
from core.identity.errors import SignUpRefused
from core.identity.pages import identified
from core.throttling import CHECKOUT, may_call
from memberships.choices import UBC
from payments.errors import StripeSilent, UnknownAtStripe
from payments.prices import dollars, membership_price
from payments.services.checkout_results import SESSION_ID, result_of
from payments.services.membership_checkout import open_membership_checkout

logger = logging.getLogger("biztech.payments")


@never_cache
@sensitive_post_parameters()
@csp_update({"form-action": settings.CHECKOUT_PAGES})
@require_http_methods(["GET", "HEAD", "POST"])
@identified
def apply(request: HttpRequest) -> HttpResponse:
    """Take what a newcomer enters, and lead to the checkout."""
    if request.method != "POST":
        return _form(request, MembershipForm(initial=request.GET.dict()))
    if "quote" in request.POST:
        return _form(request, MembershipForm(initial=_entered(request)))
    form = MembershipForm(request.POST)
    return _pay(request, form) if form.is_valid() else _form(request, form)


@never_cache
@require_safe
def welcome(request: HttpRequest) -> HttpResponse:
    """Say what became of a checkout; settles it where Stripe's event is late."""
    session_id = request.GET.get("session_id", "")
    if not SESSION_ID.fullmatch(session_id):
        return _result_page(request, "unknown", status=404)
    if not may_call(request, purpose=CHECKOUT):
        return _result_page(request, "silent", status=429)
    try:
        result = result_of(session_id, now=now_ms())
    except UnknownAtStripe:
        return _result_page(request, "unknown", status=404)
    except StripeSilent:
        logger.warning("payment.unasked session=%s", session_id)
        return _result_page(request, "silent", status=503)
    return _result_page(request, result.outcome, result=result)


@never_cache
@require_safe
def cancelled(request: HttpRequest) -> HttpResponse:
    """Say that nothing was paid."""
    return _result_page(request, "cancelled")


def _pay(request: HttpRequest, form: MembershipForm) -> HttpResponse:
    if not may_call(request, purpose=CHECKOUT):
        form.add_error(None, TOO_MANY)
        return _form(request, form, status=429)
    try:
        return redirect(
            _checkout(form, signed_in_as=getattr(request.user, "email", ""))
        )
    except SignUpRefused as refusal:
        form.add_error("password", refusal.message)
        return _form(request, form)
    except (Conflict, Unavailable) as refusal:
        form.add_error(None, refusal.message)
        return _form(request, form, status=_status_of(refusal))


def _checkout(form: MembershipForm, *, signed_in_as: str) -> str:
    # Stripe puts the session's id where it finds this.
    back = f"{reverse('membership-welcome')}?session_id={{CHECKOUT_SESSION_ID}}"
    return open_membership_checkout(
        form.answers(),
        password=form.cleaned_data["password"],
        success_url=f"{settings.PUBLIC_URL}{back}",
        cancel_url=f"{settings.PUBLIC_URL}{reverse('membership-cancelled')}",
        signed_in_as=signed_in_as,
        now=now_ms(),
    )


def _entered(request: HttpRequest) -> dict[str, Any]:
    """Return what was entered so far, unjudged; a password has to be typed again."""
    entered: dict[str, Any] = request.POST.dict()
    entered.pop("password", None)
    return {**entered, "topics": request.POST.getlist("topics")}


def _form(
    request: HttpRequest, form: MembershipForm, *, status: int = 200
) -> HttpResponse:
    education = form["education"].value()
    for_ubc, for_others = (
        dollars(membership_price(kind).cents) for kind in (UBC, None)
    )
    context = {
        "form": form,
        "for_ubc": for_ubc,
        "for_others": for_others,
        "price": dollars(membership_price(education).cents) if education else None,
        "currency": settings.PAYMENT_CURRENCY.upper(),
    }
    return render(request, "membership/form.html", context, status=status)


def _result_page(
    request: HttpRequest, outcome: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"outcome": outcome, **context}
    return render(request, "membership/result.html", context, status=status)


def _status_of(refusal: Refused) -> int:
    return 503 if isinstance(refusal, Unavailable) else 409
