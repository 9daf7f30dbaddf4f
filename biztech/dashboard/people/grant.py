"""The grant form: entered, shown again with what will change, then done."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from biztech.dashboard.framework.audit_log import planned
from biztech.dashboard.people.forms import GrantForm
from biztech.dashboard.people.pages import done, page, person_url
from core.clock import now_ms
from core.email import normalize_email
from core.errors import Invalid, Refused
from memberships.people import Person, person
from memberships.services import Granted, grant_membership, plan_grant


def grant_page(request: HttpRequest) -> HttpResponse:
    """Take the facts of a new member; ``?email=`` begins with what is known."""
    known = _known(request.POST.get("email") or request.GET.get("email"))
    if request.method != "POST":
        form = GrantForm(known=known, initial=_asked_for(request))
        return _form(request, form, known)
    form = GrantForm(request.POST, known=known)
    if not form.is_valid():
        return _form(request, form, known)
    try:
        return _review_or_grant(request, form, known)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return _form(request, form, known)


def mended_by(granted: Granted) -> str:
    """Return what a repair did to which records."""
    return ", ".join(line.sentence for line in planned(granted.changes))


def _review_or_grant(
    request: HttpRequest, form: GrantForm, known: Person | None
) -> HttpResponse:
    facts, now = form.facts(), now_ms()
    if known and "edit" in request.POST:
        return _form(request, form, known)
    if known and "confirmed" not in request.POST:
        plan = plan_grant(facts, now=now)
        if plan.changes:
            return _review(request, form, known, plan)
    granted = grant_membership(facts, actor=request.user.get_username(), now=now)
    if granted.act is None:
        messages.info(
            request, f"{facts.email} is already a member. Nothing was changed."
        )
        return redirect(person_url(facts.email))
    return done(request, _sentence(granted), granted.act)


def _sentence(granted: Granted) -> str:
    if granted.joined:
        return f"{granted.email} is now a member."
    return f"Repaired the records of {granted.email}: {mended_by(granted)}."


def _form(request: HttpRequest, form: GrantForm, known: Person | None) -> HttpResponse:
    return page(
        request,
        "grant.html",
        title="Repair records" if known and known.is_member else "Grant membership",
        email=known.email if known else None,
        form=form,
        person=known,
    )


def _review(
    request: HttpRequest, form: GrantForm, known: Person, plan: Granted
) -> HttpResponse:
    return page(
        request,
        "grant_review.html",
        title="Check the changes",
        email=known.email,
        form=form,
        person=known,
        changes=planned(plan.changes),
    )


def _known(entered: str | None) -> Person | None:
    """Return the person of an address that was entered, if there are records."""
    try:
        found = person(normalize_email(entered))
    except Invalid:
        return None
    return found if found.user or found.member else None


def _asked_for(request: HttpRequest) -> dict[str, Any]:
    email = request.GET.get("email")
    return {"email": email} if email else {}
