"""Revoking, and deleting the member record alone: what goes is named before it goes."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from biztech.dashboard.framework.audit_log import planned
from biztech.dashboard.framework.forms import ReasonForm
from biztech.dashboard.people.forms import RevokeForm
from biztech.dashboard.people.pages import done, email_of, page, person_url
from core.clock import now_ms
from core.errors import Refused
from memberships.services import delete_member, plan_revoke, revoke_membership


def revoke_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Ask why and what becomes of the profile, then revoke."""
    email = email_of(object_id)
    if request.method != "POST":
        return _confirm(request, email, RevokeForm())
    form = RevokeForm(request.POST)
    if not form.is_valid():
        return _confirm(request, email, form)
    try:
        revoked = revoke_membership(
            email,
            reason=form.cleaned_data["reason"],
            keep_profile=form.keep_profile,
            actor=request.user.get_username(),
            now=now_ms(),
        )
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _confirm(request, email, form)
    if revoked.act is None:
        messages.info(request, f"{email} is not a member. Nothing was changed.")
        return redirect(person_url(email))
    sentence = f"{email} is no longer a member."
    if revoked.keeps_dashboard_rights:
        sentence += " As an exec they keep their dashboard rights."
    return done(request, sentence, revoked.act)


def delete_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Warn that only the member record goes, ask why, then delete it."""
    email = email_of(object_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            deleted = delete_member(
                email,
                actor=request.user.get_username(),
                now=now_ms(),
                reason=form.cleaned_data["reason"],
            )
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            sentence = f"The member record of {email} is deleted."
            return done(request, sentence, deleted.act)
    return page(
        request,
        "delete.html",
        title="Delete the member record only",
        email=email,
        form=form,
    )


def _confirm(request: HttpRequest, email: str, form: RevokeForm) -> HttpResponse:
    now = now_ms()
    keeping = plan_revoke(email, keep_profile=True, now=now)
    removing = plan_revoke(email, keep_profile=False, now=now)
    return page(
        request,
        "revoke.html",
        title="Revoke membership",
        email=email,
        form=form,
        nothing=not (keeping.changes or removing.changes),
        keeping=planned(keeping.changes),
        removing=planned(removing.changes),
        connections=removing.connections,
        exec=removing.keeps_dashboard_rights,
    )
