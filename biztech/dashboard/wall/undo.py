"""Undo from the console."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from biztech.dashboard.wall.console import event_named, wall_url
from core.audit.undo import undo
from core.clock import now_ms
from core.errors import Refused


@require_POST
def undo_one(request: HttpRequest) -> HttpResponse:
    """Undo one act on a wall, or say what stands in the way."""
    subject, act_id = request.POST.get("subject", ""), request.POST.get("act_id", "")
    now = now_ms()
    event = event_named(subject, now=now)
    try:
        undo(subject, act_id, actor=request.user.get_username(), now=now)
    except Refused as refusal:
        # Every act on a wall touches the mark by which screens notice a change.
        messages.error(
            request,
            f"{refusal.message} Hidden people and what was cleared can still be shown"
            " again, below.",
        )
    else:
        messages.success(request, "Undone. The wall is as before.")
    return redirect(wall_url(event))
