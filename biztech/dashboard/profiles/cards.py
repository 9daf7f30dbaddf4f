"""Cards, from a profile's page."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from biztech.dashboard.profiles.pages import done, known_profile, profile_url
from core.clock import now_ms
from core.errors import Refused
from memberships.services import edit_member


@require_POST
def card_written(request: HttpRequest, object_id: str) -> HttpResponse:
    """Count one more card of the member whose profile it is."""
    known = known_profile(object_id)
    try:
        edited = edit_member(
            known.subject,
            {"cardCount": {"$inc": 1}},
            actor=request.user.get_username(),
            now=now_ms(),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(profile_url(known.id))
    if edited.act is None:
        return redirect(profile_url(known.id))
    sentence = "The card is counted."
    return done(request, sentence, profile_id=known.id, act=edited.act)
