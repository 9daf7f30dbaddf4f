"""Granting to and revoking from a selection: named first, done one by one, undone."""

import secrets
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from biztech.dashboard.framework.batches import Outcome, outcome_of, undo_all
from biztech.dashboard.people.forms import RevokeForm
from biztech.dashboard.people.grant import mended_by
from biztech.dashboard.people.pages import page, people_url
from core.clock import now_ms
from memberships.facts import MembershipFacts
from memberships.people import Person, people
from memberships.services import grant_membership, revoke_membership

# A hundred people take a few seconds; a browser waits no longer without doubt.
MOST_PEOPLE = 100


@dataclass(frozen=True)
class _Line:
    """What will happen to one person."""

    email: str
    name: str
    sentence: str
    unchanged: bool


def confirm_grant(request: HttpRequest, emails: list[str]) -> HttpResponse:
    """Name everybody selected and what a grant will do to each."""
    if len(emails) > MOST_PEOPLE:
        return _too_many(request, len(emails))
    lines = [_grant_line(person) for person in people(emails)]
    return page(
        request,
        "bulk_grant.html",
        title="Grant membership to several people",
        lines=lines,
        count=sum(not line.unchanged for line in lines),
        most=MOST_PEOPLE,
    )


def confirm_revoke(
    request: HttpRequest, emails: list[str], form: RevokeForm | None = None
) -> HttpResponse:
    """Name everybody selected and what revoking will do to each; ask why."""
    if len(emails) > MOST_PEOPLE:
        return _too_many(request, len(emails))
    lines = [_revoke_line(person) for person in people(emails)]
    return page(
        request,
        "bulk_revoke.html",
        title="Revoke membership of several people",
        lines=lines,
        count=sum(not line.unchanged for line in lines),
        most=MOST_PEOPLE,
        form=form or RevokeForm(),
    )


@require_POST
def grant_many(request: HttpRequest) -> HttpResponse:
    """Grant membership to those confirmed, from what their user records say."""
    emails = _confirmed(request)
    if len(emails) > MOST_PEOPLE:
        return _too_many(request, len(emails))
    batch, now = secrets.token_hex(8), now_ms()

    def grant(email: str) -> str | None:
        granted = grant_membership(
            MembershipFacts(email=email),
            actor=request.user.get_username(),
            now=now,
            batch=batch,
        )
        if granted.act is None:
            return None
        if granted.joined:
            return "Is now a member."
        return f"Repaired: {mended_by(granted)}."

    outcomes = [outcome_of(email, grant, "Was a member already.") for email in emails]
    return _outcomes_page(request, "Grant membership", outcomes, batch=batch)


@require_POST
def revoke_many(request: HttpRequest) -> HttpResponse:
    """Revoke the memberships of those confirmed, all with the same reason."""
    emails, form = _confirmed(request), RevokeForm(request.POST)
    if len(emails) > MOST_PEOPLE or not form.is_valid():
        return confirm_revoke(request, emails, form)
    batch, now = secrets.token_hex(8), now_ms()

    def revoke(email: str) -> str | None:
        revoked = revoke_membership(
            email,
            reason=form.cleaned_data["reason"],
            keep_profile=form.keep_profile,
            actor=request.user.get_username(),
            now=now,
            batch=batch,
        )
        return "Is no longer a member." if revoked.act else None

    outcomes = [outcome_of(email, revoke, "Was not a member.") for email in emails]
    return _outcomes_page(request, "Revoke membership", outcomes, batch=batch)


@require_POST
def undo_batch(request: HttpRequest) -> HttpResponse:
    """Undo every act of a batch that can be; a refusal stops only its own act."""
    return _outcomes_page(request, "Undo all", undo_all(request))


def _outcomes_page(
    request: HttpRequest, title: str, outcomes: list[Outcome], **context: Any
) -> HttpResponse:
    """Show what became of each person of a batch."""
    return page(
        request,
        "outcomes.html",
        title=title,
        outcomes=outcomes,
        count=sum(outcome.changed for outcome in outcomes),
        undo_at=reverse("admin:memberships_person_undo_batch"),
        back=people_url(),
        **context,
    )


def _confirmed(request: HttpRequest) -> list[str]:
    return list(dict.fromkeys(request.POST.getlist("email")))


def _grant_line(person: Person) -> _Line:
    if person.is_member and not person.problems:
        return _line(person, "Is a member already; stays unchanged.", unchanged=True)
    if person.is_member:
        return _line(person, "Is a member; missing pieces are added.")
    if person.profile:
        return _line(person, "Gets a member record; the kept profile is shown again.")
    return _line(person, "Gets a member record and a new profile.")


def _revoke_line(person: Person) -> _Line:
    flagged = bool(person.user and person.user.is_member)
    if not person.is_member and not flagged and not person.profile:
        return _line(person, "Is not a member; stays unchanged.", unchanged=True)
    sentence = "The member record goes" if person.is_member else "The flag is cleared"
    if person.profile:
        sentence += f"; profile {person.profile.profile_id} is kept or removed, as set"
    if person.is_exec:
        sentence += "; keeps dashboard rights as an exec"
    return _line(person, sentence + ".")


def _line(person: Person, sentence: str, *, unchanged: bool = False) -> _Line:
    return _Line(person.email, person.name, sentence, unchanged)


def _too_many(request: HttpRequest, number: int) -> HttpResponse:
    messages.error(
        request,
        f"{number} people are selected; at most {MOST_PEOPLE} go in one batch."
        " Narrow the list or select fewer.",
    )
    return redirect(people_url())
