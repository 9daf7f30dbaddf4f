"""Cards of a member: what to write, how many were written, and one that was lost."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from biztech.dashboard.framework.forms import ReasonForm
from biztech.dashboard.people.pages import done, email_of, page, person_url
from core.clock import now_ms
from core.errors import Refused
from memberships.errors import CardReplacedMeanwhile
from memberships.people import person
from memberships.services import Replaced, edit_member, plan_replace, replace_card
from profiles.taps import tap_url


def card_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Show what a card of this member holds, to be written and counted."""
    email = email_of(object_id)
    found = person(email)
    if not found.member or not found.profile:
        raise Http404("This person has no profile that a card leads to.")
    profile_id = found.profile.profile_id
    return page(
        request,
        "card.html",
        title="Card",
        email=email,
        cards=found.cards,
        hidden=bool(found.profile.hidden_at),
        profile_id=profile_id,
        tap_url=tap_url(profile_id),
    )


@require_POST
def card_written(request: HttpRequest, object_id: str) -> HttpResponse:
    """Count one more written card of this member."""
    email = email_of(object_id)
    try:
        edited = edit_member(
            email,
            {"cardCount": {"$inc": 1}},
            actor=request.user.get_username(),
            now=now_ms(),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(person_url(email))
    if edited.act is None:
        return redirect(person_url(email))
    return done(request, "The card is counted.", edited.act)


def lost_card_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Say what replacing a lost card does, ask why, then show the new link to write."""
    email = email_of(object_id)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            replaced = replace_card(
                email,
                lost_id=request.POST.get("lost_id", ""),
                reason=form.cleaned_data["reason"],
                actor=request.user.get_username(),
                now=now_ms(),
            )
        except CardReplacedMeanwhile as refusal:
            # Not the form again: it would offer to replace the new card.
            messages.error(request, refusal.message)
            return redirect(_card_url(email))
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return _done(request, replaced)
    return _confirm(request, email, form)


def _done(request: HttpRequest, replaced: Replaced) -> HttpResponse:
    sentence = f"{replaced.old_id} is replaced. Write this new address to a card."
    if replaced.act is None:
        return redirect(_card_url(replaced.email))
    return done(request, sentence, replaced.act, to=_card_url(replaced.email))


def _confirm(request: HttpRequest, email: str, form: ReasonForm) -> HttpResponse:
    try:
        plan = plan_replace(email, now=now_ms())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(person_url(email))
    return page(
        request,
        "lost_card.html",
        title="Lost card",
        email=email,
        form=form,
        old_id=plan.old_id,
        connections=plan.connections,
    )


def _card_url(email: str) -> str:
    return reverse("admin:memberships_person_card", args=[email])
