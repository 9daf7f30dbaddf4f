"""Undo from a profile's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from biztech.dashboard.profiles.pages import page, profile_url
from core.audit.errors import UndoRefused
from core.audit.undo import undo
from core.clock import now_ms
from core.errors import Refused
from profiles.queries import find_profile


@require_POST
def undo_one(request: HttpRequest, object_id: str) -> HttpResponse:
    """Undo one act on a profile or its owner, or show what stands in the way."""
    subject, act_id = request.POST.get("subject", ""), request.POST.get("act_id", "")
    try:
        undo(
            subject,
            act_id,
            actor=request.user.get_username(),
            now=now_ms(),
            keep_later_edits="keep_later_edits" in request.POST,
        )
    except UndoRefused as refusal:
        return page(
            request,
            "undo_refused.html",
            title="This can't be undone as it stands",
            subject=subject,
            back=_back(object_id, subject),
            differences=refusal.facts["differences"],
            may_keep=refusal.facts["may_keep"],
            act_id=act_id,
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Undone. Everything is as before.")
    return redirect(_back(object_id, subject))


def _back(profile_id: str, subject: str) -> str:
    """Return where to go: the undone act may have made the profile in question."""
    if find_profile(profile_id):
        return profile_url(profile_id)
    if "@" in subject:
        return reverse("admin:memberships_person_change", args=[subject])
    return reverse("admin:acts")
