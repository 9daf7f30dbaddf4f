"""The companion at one event, and the choice among events."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from biztech.dashboard.companion.pages import choice_url, framed, overview_url, page
from biztech.dashboard.companion.subjects import tiles_of
from biztech.dashboard.events.pages import event_url, known_event
from core.clock import now_ms
from events.queries import active_event, visible_events
from interactions.wall.names import wall_name


@require_safe
def choice_page(request: HttpRequest) -> HttpResponse:
    """Lead to the event that is on, or let one choose among all."""
    on = active_event(now=now_ms())
    if on and "choose" not in request.GET:
        return redirect(overview_url(on))
    latest_first = reversed(visible_events(to_exec=True))
    return framed(
        request,
        "choice.html",
        title="Companion",
        choices=[(event.title, overview_url(event)) for event in latest_first],
        on=overview_url(on) if on else "",
    )


@require_safe
def overview_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Show what there is of the companion at an event, with a tile per subject."""
    event = known_event(event_id, year)
    return page(
        request,
        "overview.html",
        title=f"Companion: {event.title}",
        event=event,
        crumbs=[("Companion", choice_url())],
        tiles=tiles_of(event),
        event_page=event_url(event),
        wall=reverse("admin:wall", query={"event": wall_name(event_id, year)}),
    )
