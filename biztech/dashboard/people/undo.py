"""Undo from the dashboard: one act, or all acts of a batch."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from biztech.dashboard.people.bulk import Outcome, outcomes_page
from biztech.dashboard.people.pages import email_of, page, person_url
from core.audit.errors import UndoRefused
from core.audit.trail import batch_of
from core.audit.undo import undo
from core.clock import now_ms
from core.errors import Refused


@require_POST
def undo_one(request: HttpRequest, object_id: str) -> HttpResponse:
    """Undo one act on a person, or show what stands in the way."""
    email, act_id = email_of(object_id), request.POST.get("act_id", "")
    try:
        undo(
            email,
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
            email=email,
            differences=refusal.facts["differences"],
            may_keep=refusal.facts["may_keep"],
            act_id=act_id,
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Undone. The records of {email} are as before.")
    return redirect(person_url(email))


@require_POST
def undo_batch(request: HttpRequest) -> HttpResponse:
    """Undo every act of a batch that can be; a refusal stops only its own act."""
    now = now_ms()
    batch = request.POST.get("batch", "")
    acts = [act for act in batch_of(batch, now=now) if batch and not act.undone_at]
    outcomes = []
    for act in acts:
        try:
            undo(act.subject, act.act_id, actor=request.user.get_username(), now=now)
        except Refused as refusal:
            outcomes.append(Outcome(act.subject, refusal.message, changed=False))
        else:
            outcomes.append(Outcome(act.subject, "Undone.", changed=True))
    return outcomes_page(request, "Undo all", outcomes)
