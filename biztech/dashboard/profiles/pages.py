"""What the pages about one profile have in common."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from biztech.dashboard.framework.buttons import say_done
from core.audit.models import Act
from memberships.queries import members_of_profile
from profiles.models import Profile
from profiles.queries import find_profile


@dataclass(frozen=True, kw_only=True)
class Known:
    """A profile, and the addresses of the members who are linked to it."""

    profile: Profile
    emails: list[str]

    @property
    def id(self) -> str:
        """The profile's id."""
        return self.profile.profile_id

    @property
    def subject(self) -> str:
        """Under what its history is kept: the member's address, else its own id."""
        return self.emails[0] if self.emails else self.id

    @property
    def title(self) -> str:
        """What a page about it is called."""
        return self.profile.name or self.id


def known_profile(object_id: str) -> Known:
    """Return the profile that an admin URL names, or answer that there is none."""
    # Ids hold letters and digits; in the admin's quoting "_" begins a code.
    for profile_id in dict.fromkeys((object_id, unquote(object_id))):
        profile = find_profile(profile_id)
        if profile is not None:
            members = members_of_profile(profile_id)
            return Known(profile=profile, emails=[str(one.id) for one in members])
    raise Http404("There is no profile of that id.")


def profile_url(profile_id: str, page: str = "change") -> str:
    """Return the address of a page of a profile."""
    return reverse(f"admin:profiles_profile_{page}", args=[profile_id])


def profiles_url() -> str:
    """Return the address of the profile list."""
    return reverse("admin:profiles_profile_changelist")


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    known: Known | None = None,
    **context: Any,
) -> HttpResponse:
    """Return a page of the dashboard, with the way back to list and profile."""
    crumbs = [("Profiles", profiles_url())]
    if known:
        crumbs.append((known.title, profile_url(known.id)))
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": crumbs,
        "known": known,
    }
    return TemplateResponse(request, f"admin/profiles/{template}", {**frame, **context})


def done(
    request: HttpRequest, sentence: str, *, profile_id: str, act: Act
) -> HttpResponse:
    """Lead to the profile's page, which says what was done and offers to undo it."""
    say_done(
        request,
        sentence,
        undo=profile_url(profile_id, "undo"),
        values={"act_id": act.act_id, "subject": act.subject},
    )
    return redirect(profile_url(profile_id))
