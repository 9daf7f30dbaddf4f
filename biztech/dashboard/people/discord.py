"""Taking a member's Discord account away."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from biztech.dashboard.people.pages import done, email_of, page, person_url
from core.clock import now_ms
from core.errors import Refused
from memberships.people import person
from memberships.services.discord import unlink_account


def unlink_page(request: HttpRequest, object_id: str) -> HttpResponse:
    """Say what unlinking does, then unlink."""
    email = email_of(object_id)
    if request.method == "POST":
        return _unlink(request, email)
    member = person(email).member
    if member is None or not member.discord_id:
        raise Http404("No Discord account is linked to this person's membership.")
    return page(
        request,
        "unlink_discord.html",
        title="Unlink Discord",
        email=email,
        account=member.discord_id,
    )


def _unlink(request: HttpRequest, email: str) -> HttpResponse:
    actor = request.user.get_username()
    try:
        unlinked = unlink_account(email, actor=actor, now=now_ms())
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(person_url(email))
    if unlinked.act is None:
        return redirect(person_url(email))
    return done(request, "The Discord account is unlinked.", unlinked.act)
