"""Renewing a membership: what was known last year, for this one, with one click."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from biztech.dashboard.people.pages import done, email_of, person_url
from core.clock import now_ms
from core.membership_year import membership_year
from memberships.services import grant_membership
from memberships.years import memberships_of, renewed_facts


@require_POST
def renew(request: HttpRequest, object_id: str) -> HttpResponse:
    """Grant this year's membership to a member of an earlier one."""
    email, present = email_of(object_id), membership_year()
    last = next((row for year, row in memberships_of(email) if year < present), None)
    if last is None:
        messages.error(request, "There is no earlier membership to renew.")
        return redirect(person_url(email))
    actor = request.user.get_username()
    granted = grant_membership(renewed_facts(last), actor=actor, now=now_ms())
    if granted.act is None or not granted.joined:
        messages.info(request, f"{email} is a member of {present} already.")
        return redirect(person_url(email))
    return done(request, f"Renewed for {present}.", granted.act)
