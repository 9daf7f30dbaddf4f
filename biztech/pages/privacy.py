"""The page on which people ask for their own data, or to be erased."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from core.clock import moment, now_ms
from core.identity.pages import identified
from core.privacy.models import PrivacyRequest, Wish
from core.privacy.requests import ask, requests_of, withdraw
from core.throttling import ANONYMOUS, may_call

_DOING = {"ask": ask, "withdraw": withdraw}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@identified
def privacy_page(request: HttpRequest) -> HttpResponse:
    """Show what the person who is signed in asked for, and take what they ask."""
    if not may_call(request, purpose=ANONYMOUS):
        answer = render(request, "profiles/busy.html", status=429)
        answer["Retry-After"] = "60"
        return answer
    if not request.user.is_authenticated:
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")
    email = request.user.email
    if request.method != "POST":
        found = {each.wish: each for each in requests_of(email)}
        wishes = [_shown(wish, found.get(wish)) for wish in Wish]
        return render(request, "privacy/page.html", {"wishes": wishes})
    do, wish = _DOING.get(request.POST.get("do", "")), request.POST.get("wish")
    if do and wish in list(Wish):
        do(email, Wish(wish), now=now_ms())
    return redirect("privacy-page")


def _shown(wish: Wish, request: PrivacyRequest | None) -> dict[str, Any]:
    answered = request.answered_at if request else None
    return {
        "wish": wish,
        "waits": request is not None and request.is_open,
        "at": moment(int(request.at or 0)) if request else None,
        "answered_at": moment(int(answered)) if answered else None,
    }
