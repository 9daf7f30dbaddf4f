"""What the page's script asks: a scan, taking one back, the list of who is expected."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_POST, require_safe

from biztech.dashboard.checkin.forms import ScanForm
from biztech.dashboard.checkin.messages import answer_to
from biztech.dashboard.checkin.people import guests_of
from core.clock import now_ms
from core.email import one_spelling
from core.errors import NotFound, Refused
from events.errors import EventUnknown
from events.services.door import let_in, take_back


@require_POST
def scan(request: HttpRequest, event_id: str, year: int) -> JsonResponse:
    """Let somebody in, or say why not."""
    form = ScanForm(request.POST)
    if not form.is_valid():
        return _unclear(form.errors.get_json_data())
    try:
        arrival = let_in(
            form.scan(event_id, year), actor=request.user.get_username(), now=now_ms()
        )
    except EventUnknown as refusal:
        return _refused(refusal)
    return JsonResponse(answer_to(arrival))


@require_POST
def take_back_scan(request: HttpRequest, event_id: str, year: int) -> JsonResponse:
    """Put somebody back to what they were before they were let in."""
    try:
        take_back(
            one_spelling(request.POST.get("email", "")),
            event_id,
            year,
            request.POST.get("actId", ""),
            actor=request.user.get_username(),
            now=now_ms(),
        )
    except Refused as refusal:
        return _refused(refusal)
    return JsonResponse({"message": "Taken back."})


@require_safe
def people(request: HttpRequest, event_id: str, year: int) -> JsonResponse:
    """Return who is registered, for when there is no net."""
    guests = guests_of(event_id, year)
    return JsonResponse(
        {"readAt": now_ms(), "people": [guest.plain() for guest in guests]}
    )


def _refused(refusal: Refused) -> JsonResponse:
    status = 404 if isinstance(refusal, NotFound) else 409
    return JsonResponse({"message": refusal.message}, status=status)


def _unclear(errors: Mapping[str, list[dict[str, Any]]]) -> JsonResponse:
    said = {name: found[0]["message"] for name, found in errors.items()}
    sentence = " ".join(f"{name}: {message}" for name, message in said.items())
    return JsonResponse({"message": sentence, "errors": said}, status=400)
