"""The directory of people as one page sees it, how old that is, and how to renew it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.models import User
from biztech.dashboard.framework.request_cache import cached_on
from core.email import LONGEST_EMAIL, one_spelling
from core.shelf import Shelf
from memberships.directory.entries import Entry, ProfileEntry
from memberships.directory.keeping import PATIENCE, Reading, StillReading, directory
from memberships.directory.problems import Problem
from memberships.models import Member
from memberships.queries import members_of_profile
from profiles.models import Profile

# A form that was sent is not lost to a page that says how far the reading is.
PATIENCE_WITH_FORMS = 30.0
_LOOKS_AGAIN_EACH = "2"

# Longer is no id; what it may hold is for the row to say.
_PROFILE_ID = re.compile(r"[^\s@]{3,100}")

_MINUTE = 60


def reading(request: HttpRequest) -> Reading:
    """Return everybody at a glance; for one page always the same.

    What is searched for by its whole e-mail address or profile id is read again first.
    """
    return cached_on(request, "people", lambda: _read(request))


def everyone(request: HttpRequest) -> Shelf[Entry]:
    """Return all people."""
    return reading(request).listed.people


def every_profile(request: HttpRequest) -> Shelf[ProfileEntry]:
    """Return all profiles."""
    return reading(request).listed.profiles


def all_problems(request: HttpRequest) -> Sequence[Problem]:
    """Return all problems."""
    return cached_on(request, "problems", reading(request).listed.problems)


@dataclass(frozen=True)
class AsOf:
    """How long ago what a page shows was read, in words."""

    age: str
    is_renewed: bool


def as_of(request: HttpRequest) -> AsOf:
    """Return how old everything is that the page shows of people."""
    shown = reading(request)
    return AsOf(age_in_words(shown.age), shown.is_renewed)


class FromDirectory:
    """A list of the directory's records, which says how old they are."""

    list_before_template = "admin/reading_age.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the list, with the age of what it shows."""
        context = {**(extra_context or {}), "as_of": as_of(request)}
        return super().changelist_view(request, context)  # type: ignore[misc,no-any-return]


def still_reading_page(request: HttpRequest, obstacle: StillReading) -> HttpResponse:
    """Say how far the first reading is; the browser comes back by itself."""
    context = {
        **admin.site.each_context(request),
        "title": "Reading the records",
        "counts": obstacle.counts,
    }
    answer = TemplateResponse(
        request,
        "admin/still_reading.html",
        context,
        # Needs no script.
        headers={"Refresh": _LOOKS_AGAIN_EACH},
    )
    add_never_cache_headers(answer)
    return answer


@require_POST
def read_again(request: HttpRequest) -> HttpResponse:
    """Read all records anew, and lead back to the page that asked."""
    if not directory.renew():
        messages.info(request, "The records are being read. Reload in a moment.")
    back = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = reverse("admin:index")
    return redirect(back)


def age_in_words(seconds: float) -> str:
    """Return how long ago something was read, as people say it."""
    match int(seconds):
        case few if few < 5:  # noqa: PLR2004 - nobody counts those
            return "just now"
        case some if some < _MINUTE:
            return f"{some} s ago"
        case many:
            return f"{many // _MINUTE} min ago"


def _read(request: HttpRequest) -> Reading:
    if asked := request.GET.get("q", "").strip():
        _look_for(asked)
    is_form = request.method == "POST"
    return directory.reading(patience=PATIENCE_WITH_FORMS if is_form else PATIENCE)


def _look_for(asked: str) -> None:
    if "@" in asked and len(asked) <= LONGEST_EMAIL:
        emails, profiles = [asked, one_spelling(asked)], []
    elif _PROFILE_ID.fullmatch(asked):
        emails = [str(member.id) for member in members_of_profile(asked)]
        profiles = [asked]
    else:
        return
    directory.look_again(
        *((User, email) for email in emails),
        *((Member, email) for email in emails),
        *((Profile, profile_id) for profile_id in profiles),
    )
