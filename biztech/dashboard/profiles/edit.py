"""Editing a profile: entered, shown again with what will change, then saved."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from biztech.dashboard.framework.audit_log import planned
from biztech.dashboard.profiles.forms import EditForm
from biztech.dashboard.profiles.pages import (
    Known,
    done,
    known_profile,
    page,
    profile_url,
)
from core.clock import now_ms
from core.errors import Refused
from profiles.services.by_execs import edit_profile, plan_edit_profile

# Buttons of the form and of its review; all else was entered.
_BUTTONS = ("csrfmiddlewaretoken", "confirmed", "edit")


def edit_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show what may be changed, then the differences, then save them."""
    known = known_profile(object_id)
    form = EditForm(request.POST or None, row=known.profile.plain())
    if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
        try:
            return _review_or_save(request, known, form)
        except Refused as refusal:
            form.add_error(None, refusal.message)
    return page(request, "edit.html", title="Edit profile", known=known, form=form)


def _review_or_save(request: HttpRequest, known: Known, form: EditForm) -> HttpResponse:
    values, toggles = form.edited_values(), form.edited_toggles()
    if "confirmed" not in request.POST:
        plan = plan_edit_profile(known.id, values, toggles=toggles)
        if plan.touched:
            return page(
                request,
                "edit_review.html",
                title="Check the changes",
                known=known,
                entered=_entered(request),
                changes=planned([plan]),
            )
    edited = edit_profile(
        known.id,
        values,
        toggles=toggles,
        subject=known.subject,
        actor=request.user.get_username(),
        now=now_ms(),
    )
    if edited.act is None:
        messages.info(request, "Nothing was changed.")
        return redirect(profile_url(known.id))
    return done(
        request,
        f"The profile of {known.title} is changed.",
        profile_id=known.id,
        act=edited.act,
    )


def _entered(request: HttpRequest) -> list[tuple[str, str]]:
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _BUTTONS
        for value in values
    ]
