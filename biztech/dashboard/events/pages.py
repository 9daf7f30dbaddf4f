"""What the pages about one event have in common: address, frame, closing message."""

from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse

from biztech.dashboard.framework.buttons import say_done
from core.audit.models import Act
from events.models import Event
from events.queries import find_event


def known_event(event_id: str, year: int) -> Event:
    """Return the event that an address names, or answer that there is none."""
    event = find_event(event_id, year)
    if event is None:
        raise Http404("There is no such event.")
    return event


def name_of(event: Event) -> str:
    """Return what people call an event."""
    return event.name or str(event.id)


def event_url(event: Event, page: str = "event", **narrowed: str) -> str:
    """Return the address of a page of an event."""
    where = [str(event.id), int(event.year)]
    return reverse(f"admin:{page}", args=where, query=narrowed or None)


def events_url() -> str:
    """Return the address of the list of events."""
    return reverse("admin:events_event_changelist")


def page(
    request: HttpRequest,
    template: str,
    *,
    title: str,
    event: Event | None = None,
    **context: Any,
) -> HttpResponse:
    """Return a page of the dashboard, with the way back to the list and the event."""
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": crumbs(event),
        "event": event,
        "event_name": name_of(event) if event else "",
        "back": event_url(event) if event else events_url(),
    }
    return TemplateResponse(request, f"admin/events/{template}", {**frame, **context})


def crumbs(event: Event | None = None) -> list[tuple[str, str]]:
    """Return the way back to the list, and to an event."""
    way = [("Events", events_url())]
    if event is not None:
        way.append((event.title, event_url(event)))
    return way


def done(
    request: HttpRequest, sentence: str, act: Act | None, *, to: str
) -> HttpResponse:
    """Lead to a page, which offers to undo what was done or says that it was so."""
    if act is None:
        messages.info(request, "It was so already. Nothing was changed.")
    else:
        values = {"subject": act.subject, "act_id": act.act_id, "back": to}
        say_done(request, sentence, undo=reverse("admin:event_undo"), values=values)
    return redirect(to)
