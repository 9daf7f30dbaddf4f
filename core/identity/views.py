"""Signing in, and out: execs and members alike.

Whoever proves an address gets a session. The dashboard is for execs, so a sign-in that
leads there is refused to anybody else.
"""

import logging
from collections.abc import Callable
from functools import update_wrapper
from typing import Any, TypeVar, cast
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.clock import now_ms
from core.email import is_exec_email
from core.errors import Refused, Unavailable
from core.identity.addresses import (
    home_of,
    is_of_dashboard,
    onward_from,
    onward_path,
)
from core.identity.errors import (
    LinkRefused,
    NotAnExec,
    TooManyAttempts,
)
from core.identity.forms import DevelopmentSignInForm
from core.identity.intentions import carried, carry
from core.identity.links import open_link
from core.identity.queries import stored_id
from core.identity.services import end_sessions_of
from core.identity.sessions import AGENT
from core.identity.throttling import count_attempt
from core.identity.users import Anonymous, SessionUser

logger = logging.getLogger("core.identity")

_ONWARD = "onward"
_STATUSES = {LinkRefused: 410, TooManyAttempts: 429, Unavailable: 503}
_LONGEST_AGENT = 300

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def shows_refusals(view: View) -> View:
    """Show a refusal as a page that says what to do."""

    def guarded(request: HttpRequest, **captured: Any) -> HttpResponseBase:
        try:
            return view(request, **captured)
        except Refused as refused:
            logger.info("sign_in.refused code=%s", refused.code)
            status = next(
                (code for kind, code in _STATUSES.items() if isinstance(refused, kind)),
                403,
            )
            return _page(request, "refused", status=status, refusal=refused)

    return cast("View", update_wrapper(guarded, view))


@never_cache
@require_GET
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show how to sign in; whoever is signed in already goes on."""
    if request.user.is_authenticated:
        return redirect(onward_from(request) or home_of(request.user.email))
    return _sign_in_page(request, DevelopmentSignInForm())


@never_cache
@require_GET
@shows_refusals
def start(request: HttpRequest) -> HttpResponseBase:
    """Lead to the identity provider."""
    if settings.LOCAL_IDENTITY:
        return redirect("sign-in")
    from core.identity.provider import redirect_to_provider

    count_attempt(request)
    request.session[_ONWARD] = onward_from(request)
    callback = request.build_absolute_uri(reverse("sign-in-callback"))
    return redirect_to_provider(request, callback)


@never_cache
@require_GET
@shows_refusals
def callback(request: HttpRequest) -> HttpResponseBase:
    """Take the identity provider's answer, and let in whom it verified."""
    if settings.LOCAL_IDENTITY:
        return redirect("sign-in")
    from core.identity.provider import claims_from_callback

    count_attempt(request)
    onward = onward_path(request.session.get(_ONWARD))
    claims = claims_from_callback(request)
    return _let_in(request, claims.email, onward=onward)


@never_cache
@require_GET
@shows_refusals
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """Let the person in whom a one-time link names."""
    _local_only()
    email = open_link(token, now=now_ms())
    return _let_in(request, email, onward=onward_from(request))


@never_cache
@require_POST
@shows_refusals
def development_sign_in(request: HttpRequest) -> HttpResponseBase:
    """Let anyone in as anybody, on their own machine."""
    _local_only()
    onward = onward_from(request)
    form = DevelopmentSignInForm(request.POST, execs_only=is_of_dashboard(onward))
    if not form.is_valid():
        return _sign_in_page(request, form, status=403)
    return _let_in(request, form.cleaned_data["email"], onward=onward)


@never_cache
@require_http_methods(["GET", "POST"])
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this session, or every session of this person; a GET asks first."""
    if request.method == "GET":
        if not request.user.is_authenticated:
            return redirect("sign-in")
        return _page(request, "sign_out")
    if "everywhere" in request.POST and request.user.is_authenticated:
        here = stored_id(request.session.session_key or "")
        ended = end_sessions_of(request.user.email, now=now_ms(), keep=here)
        logger.info("session.ended_everywhere others=%d", ended)
    logout(request)
    request.user = Anonymous()
    return redirect(f"{reverse('sign-in')}?signed-out")


def _let_in(request: HttpRequest, email: str, *, onward: str | None) -> HttpResponse:
    intended = carried(request)
    # A session from before, whoever planted it, must not become this person's.
    request.session.flush()
    if is_of_dashboard(onward) and not is_exec_email(email):
        raise NotAnExec
    user = SessionUser(email=email)
    login(request, user, backend="core.identity.backends.SessionBackend")
    request.session[AGENT] = request.headers.get("User-Agent", "")[:_LONGEST_AGENT]
    carry(request, intended)
    logger.info("session.started")
    return redirect(onward or home_of(email))


def _local_only() -> None:
    if not settings.LOCAL_IDENTITY:
        raise Http404


def _sign_in_page(
    request: HttpRequest, form: DevelopmentSignInForm, *, status: int = 200
) -> HttpResponse:
    onward = onward_from(request)
    return _page(
        request,
        "sign_in",
        status=status,
        form=form if settings.LOCAL_IDENTITY else None,
        onward=onward or "",
        for_dashboard=is_of_dashboard(onward),
        start=f"{reverse('sign-in-start')}{_query(onward)}",
        signed_out="signed-out" in request.GET,
    )


def _query(onward: str | None) -> str:
    return f"?{urlencode({'next': onward})}" if onward else ""


def _page(
    request: HttpRequest, name: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    context = {"local_identity": settings.LOCAL_IDENTITY, **context}
    return render(request, f"identity/{name}.html", context, status=status)
