"""The page for the door: scan with the camera, or look somebody up by name."""

from dataclasses import asdict
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from biztech.dashboard.checkin.forms import ScanForm
from biztech.dashboard.checkin.messages import (
    CHECK_THE_NAME,
    MESSAGES,
    NOT_ON_THE_LIST,
    Tone,
    answer_to,
)
from biztech.dashboard.checkin.people import MOST_FOUND, found_in, guests_of
from biztech.dashboard.events.pages import known_event, page
from biztech.dashboard.framework.buttons import say_done
from biztech.dashboard.framework.undo import UndoView
from core.clock import now_ms
from events.services.door import let_in

_LEVELS = {
    Tone.GOOD: messages.SUCCESS,
    Tone.WARN: messages.WARNING,
    Tone.BAD: messages.ERROR,
}


@require_http_methods(["GET", "HEAD", "POST"])
def check_in_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Show the page; without its script, check in whom a form names."""
    event = known_event(event_id, year)
    if request.method == "POST":
        return _let_in(request, event_id, year)
    asked = request.GET.get("q", "").strip()
    found = list(found_in(guests_of(event_id, year), asked)) if asked else []
    return page(
        request,
        "check_in.html",
        title="Check-in",
        event=event,
        asked=asked,
        found=found[:MOST_FOUND],
        unlisted=max(len(found) - MOST_FOUND, 0),
        scan_id=uuid4().hex,
        facts=_facts(event_id, year),
    )


class CheckInUndoView(UndoView):
    """Undo of a check-in, where the page has no script."""

    undone = "Taken back. They are as before."

    def back(self, subject: str) -> str:
        """Return the page at the door."""
        return _url("event_check_in", self.kwargs["event_id"], self.kwargs["year"])


def _url(name: str, event_id: str, year: int) -> str:
    return reverse(f"admin:{name}", args=[event_id, year])


def _facts(event_id: str, year: int) -> dict[str, object]:
    """Return what the script knows beforehand: where to ask, and the words offline."""
    return {
        "event": event_id,
        "year": year,
        "scan": _url("event_check_in_scan", event_id, year),
        "takeBack": _url("event_check_in_take_back", event_id, year),
        "people": _url("event_check_in_people", event_id, year),
        "messages": {
            **{outcome.value: asdict(message) for outcome, message in MESSAGES.items()},
            "not_on_the_list": asdict(NOT_ON_THE_LIST),
        },
        "checkTheName": CHECK_THE_NAME,
        "mostFound": MOST_FOUND,
    }


def _let_in(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    back = _url("event_check_in", event_id, year)
    form = ScanForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose somebody from the list.")
        return redirect(back)
    arrival = let_in(
        form.scan(event_id, year), actor=request.user.get_username(), now=now_ms()
    )
    answer = answer_to(arrival)
    said = " ".join(filter(None, (f"{answer['sentence']}.", answer["advice"])))
    level = _LEVELS[answer["tone"]]
    if arrival.act:
        values = {"subject": answer["email"], "act_id": answer["actId"]}
        undo = _url("event_check_in_undo", event_id, year)
        say_done(request, said, undo=undo, values=values, level=level)
    else:
        messages.add_message(request, level, said)
    return redirect(back)
