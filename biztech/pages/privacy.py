"""The page on which people ask for their data, or to be erased, and get the data."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.clock import moment, now_ms
from core.errors import Refused
from core.identity.pages import identified
from core.privacy.exporting import ARCHIVE, archive_of, everything_held
from core.privacy.models import PrivacyRequest, Wish
from core.privacy.requests import ask, requests_of, take_download, withdraw
from core.throttling import ANONYMOUS, may_call

_DOING = {"ask": ask, "withdraw": withdraw}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@identified
def privacy_page(request: HttpRequest) -> HttpResponse:
    """Show what the person who is signed in asked for, and take what they ask."""
    if away := _turned_away(request):
        return away
    if request.method != "POST":
        return _page(request)
    do, wish = _DOING.get(request.POST.get("do", "")), request.POST.get("wish")
    if do and wish in list(Wish):
        do(request.user.get_username(), Wish(wish), now=now_ms())
    return redirect("privacy-page")


@never_cache
@require_POST
@identified
def download_own_data(request: HttpRequest) -> HttpResponseBase:
    """Give the person who is signed in what an exec handed over to them."""
    if away := _turned_away(request):
        return away
    email, now = request.user.get_username(), now_ms()
    try:
        take_download(email, now=now)
        file = archive_of(everything_held(email, now=now))
    except Refused as refusal:
        return _page(request, refused=refusal)
    return FileResponse(file, as_attachment=True, filename=ARCHIVE)


def _turned_away(request: HttpRequest) -> HttpResponse | None:
    """Return what callers get who are too many, or whom nobody knows."""
    if not may_call(request, purpose=ANONYMOUS):
        answer = render(request, "profiles/busy.html", status=429)
        answer["Retry-After"] = "60"
        return answer
    if not request.user.is_authenticated:
        page = reverse("privacy-page")
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': page})}")
    return None


def _page(request: HttpRequest, *, refused: Refused | None = None) -> HttpResponse:
    now = now_ms()
    found = {each.wish: each for each in requests_of(request.user.get_username())}
    context = {
        "wishes": [_shown(wish, found.get(wish), now=now) for wish in Wish],
        "refused": refused,
    }
    return render(request, "privacy/page.html", context, status=403 if refused else 200)


def _shown(wish: Wish, request: PrivacyRequest | None, *, now: int) -> dict[str, Any]:
    answered = request.answered_at if request else None
    until = request.download_until if request and request.may_download(now=now) else 0
    return {
        "wish": wish,
        "waits": request is not None and request.is_open,
        "at": moment(int(request.at or 0)) if request else None,
        "answered_at": moment(int(answered)) if answered else None,
        "download_until": moment(int(until)) if until else None,
    }
