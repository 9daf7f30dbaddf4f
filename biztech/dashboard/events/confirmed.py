"""Acts on an event that say what they do before they do it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from biztech.dashboard.events.figures import numbers_of
from biztech.dashboard.events.pages import done, event_url, events_url, name_of, page
from core.audit.edits import Edited, Recorded
from core.clock import now_ms
from core.errors import Refused
from events.models import Event
from events.queries import feedback_of, find_event_and_seats, registrations_of
from events.services.editing import (
    archive_event,
    delete_event,
    publish_event,
    unarchive_event,
    unpublish_event,
)

Service = Callable[..., Edited | Recorded]


@dataclass(frozen=True, kw_only=True)
class _Act:
    """What an act is called, what it does, and what to say then."""

    title: str
    button: str
    tells: tuple[str, ...]
    done: str
    service: Service
    removes: bool = False


_ACTS: Mapping[str, _Act] = MappingProxyType(
    {
        "publish": _Act(
            title="Publish",
            button="Publish the event",
            tells=(
                "Everybody sees the event, its place and its time.",
                "People can register until the last moment that the event says.",
            ),
            done="is published. People can register now.",
            service=publish_event,
        ),
        "take-back": _Act(
            title="Take back",
            button="Make it a draft again",
            tells=(
                "The event leaves the public lists, and nobody can register.",
                "Who is registered stays so, with their ticket; no mail is sent.",
            ),
            done="is a draft again.",
            service=unpublish_event,
        ),
        "archive": _Act(
            title="Archive",
            button="Archive the event",
            tells=(
                "Only execs see the event then, and nobody can register.",
                "Registrations, feedback and payments stay; no mail is sent.",
            ),
            done="is archived.",
            service=archive_event,
        ),
        "bring-back": _Act(
            title="Bring back",
            button="Bring the event back",
            tells=("The event is again what it was before it was archived.",),
            done="is back.",
            service=unarchive_event,
        ),
        "delete": _Act(
            title="Delete",
            button="Delete the event",
            tells=(
                "The event goes, with its questions and its page.",
                "It can be undone for 30 days, from the audit log.",
            ),
            done="is deleted.",
            service=delete_event,
            removes=True,
        ),
    }
)


@require_http_methods(["GET", "POST"])
def confirm_page(
    request: HttpRequest, event_id: str, year: int, act: str
) -> HttpResponse:
    """Say what an act does to an event and to whom, then do it."""
    asked = _ACTS.get(act)
    event, seats = find_event_and_seats(event_id, year)
    if event is None or asked is None:
        raise Http404("There is no such event.")
    if request.method == "POST":
        return _do(request, event, asked)
    rows = registrations_of(event_id, year)
    forms = ("attendee", "partner") if asked.removes else ()
    feedback = sum(len(feedback_of(event_id, year, form)) for form in forms)
    return page(
        request,
        "confirm.html",
        title=f"{asked.title}: {event.title}",
        event=event,
        act=asked,
        registrations=len(rows),
        feedback=feedback,
        numbers=numbers_of(event, seats, rows),
        refused=asked.removes and bool(rows or feedback),
        lacks=_lacks(event) if act == "publish" else [],
    )


def _do(request: HttpRequest, event: Event, asked: _Act) -> HttpResponse:
    who: dict[str, Any] = {"actor": request.user.get_username(), "now": now_ms()}
    try:
        result = asked.service(str(event.id), int(event.year), **who)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(event_url(event))
    to = events_url() if asked.removes else event_url(event)
    return done(request, f"{name_of(event)} {asked.done}", result.act, to=to)


def _lacks(event: Event) -> list[str]:
    """Return what people will miss on the page of an event, in words."""
    known: dict[str, Any] = {
        "a name": event.name,
        "when it begins": event.starts_at,
        "when it ends": event.ends_at,
        "a place": event.place,
        "a description": event.description,
    }
    return [what for what, value in known.items() if not value]
