"""The page that a tapped card opens, and its Connect button.

Here and not with profiles, which know nothing of connections. A connection is made by
the press of a button only: by a POST, or right after the sign-in that a press led to.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from biztech.pages.face import page_of, people_of
from core.clock import now_ms
from core.errors import Conflict, NotFound, Refused
from core.identity.intentions import fulfil, intend
from core.identity.pages import identified
from core.throttling import ANONYMOUS, may_call
from interactions.errors import (
    CannotConnectWithYourself,
    NoProfile,
    NotAMember,
    ThatIsYou,
)
from interactions.journal import is_connected
from interactions.services import connect
from profiles.errors import CardReplaced
from profiles.policy import Audience
from profiles.queries import find_owner, profile_as, seen_by

CONNECT = "connect"

# What the address says after a press; the page believes the records, not the address.
NOW, BEFORE = "now", "before"

# The first kind that fits decides, so the narrower ones come first.
_ANSWERS: tuple[tuple[type[Refused], str, int], ...] = (
    (CardReplaced, "replaced", 404),
    (NotAMember, "not_a_member", 403),
    (NoProfile, "no_profile", 403),
    (NotFound, "unknown", 404),
    (Conflict, "try_again", 409),
)

Page = Callable[..., HttpResponse]


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who opened the page, as far as it makes a difference there."""

    audience: Audience = Audience.PUBLIC
    is_owner: bool = False
    is_connected: bool = False


def _guarded(page: Page) -> Page:
    """Turn what a page cannot show into a page that says what to do."""

    @wraps(page)
    def guarded(request: HttpRequest, **captured: str) -> HttpResponse:
        if not may_call(request, purpose=ANONYMOUS):
            answer = _say(request, "busy", status=429)
            answer["Retry-After"] = "60"
            return answer
        try:
            return page(request, **captured)
        except (NotFound, Conflict) as refused:
            if isinstance(refused, CardReplaced) and refused.leads_to:
                return redirect("profile-page", refused.leads_to)
            what, status = next(
                (what, status)
                for kind, what, status in _ANSWERS
                if isinstance(refused, kind)
            )
            return _say(request, what, status=status)

    return guarded


@never_cache
@require_safe
@identified
@_guarded
def profile_page(request: HttpRequest, profile_id: str) -> HttpResponse:
    """Show of a profile what the reader may see."""
    reader = _reader(request, profile_id)
    shown = profile_as(profile_id, reader.audience)
    people = seen_by(people_of(shown), reader.audience) if people_of(shown) else {}
    page = page_of(profile_id, shown, people=people)
    preview = page.face.picture or static("profiles/preview.png")
    context = {
        "page": page,
        "preview_picture": request.build_absolute_uri(preview),
        "reader": reader,
        "is_public": reader.audience is Audience.PUBLIC,
        "just": request.GET.get("connected") if reader.is_connected else None,
        "address": request.build_absolute_uri(
            reverse("profile-page", args=[profile_id])
        ),
        "editor": settings.PROFILE_EDITOR_URL,
    }
    return render(request, "profiles/profile.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
@identified
@_guarded
def connect_page(request: HttpRequest, profile_id: str) -> HttpResponse:
    """Connect the person who pressed; a stranger signs in first, and comes back.

    A GET connects only who pressed in this browser just before signing in.
    """
    if request.method == "POST":
        if request.user.is_authenticated:
            return _connect(request.user.email, profile_id)
        intend(request, CONNECT, profile_id)
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")
    if request.user.is_authenticated and fulfil(request, CONNECT, profile_id):
        return _connect(request.user.email, profile_id)
    return redirect("profile-page", profile_id)


@never_cache
@require_safe
@identified
@_guarded
def own_page(request: HttpRequest) -> HttpResponse:
    """Lead to the page of whoever is signed in."""
    if not request.user.is_authenticated:
        return redirect(f"{reverse('sign-in')}?{urlencode({'next': request.path})}")
    owner = find_owner(request.user.email)
    if owner is None:
        raise NotAMember
    if not owner.profile_id:
        raise NoProfile
    return redirect("profile-page", owner.profile_id)


def _reader(request: HttpRequest, profile_id: str) -> Reader:
    if not request.user.is_authenticated:
        return Reader()
    try:
        connected = is_connected(request.user.email, profile_id)
    except ThatIsYou:
        return Reader(audience=Audience.MEMBER, is_owner=True)
    if connected is None:
        # Signed in, but no member: a stranger still.
        return Reader()
    audience = Audience.CONNECTION if connected else Audience.MEMBER
    return Reader(audience=audience, is_connected=connected)


def _connect(email: str, profile_id: str) -> HttpResponse:
    page = reverse("profile-page", args=[profile_id])
    try:
        connected = connect(email, profile_id, now=now_ms())
    except CannotConnectWithYourself:
        return redirect(page)
    return redirect(f"{page}?connected={NOW if connected.created else BEFORE}")


def _say(request: HttpRequest, what: str, *, status: int) -> HttpResponse:
    context = {"editor": settings.PROFILE_EDITOR_URL}
    return render(request, f"profiles/{what}.html", context, status=status)
