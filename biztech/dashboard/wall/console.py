"""The page from which an operator runs a wall, and the parts of it that stay fresh."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from biztech.dashboard.framework.audit_log import line_of
from biztech.dashboard.wall.forms import HideForm, MessageForm, ReplayForm, SwitchForm
from biztech.dashboard.wall.reading import (
    MOST_FOUND,
    Wall,
    event_titles,
    found_in,
    read_screens,
    read_wall,
    title_in,
)
from core.audit.trail import history
from core.clock import now_ms
from interactions.wall.additions import known_additions
from interactions.wall.names import NO_EVENT, canonical, is_known

ACTS_SHOWN = 50


def event_named(name: str, *, now: int) -> str:
    """Return the wall's name of the event in an address, by default of the one on."""
    event = canonical(name, now=now)
    if name and not is_known(event, now=now):
        raise Http404("There is no such event.")
    return event


def wall_url(event: str, page: str = "wall") -> str:
    """Return the address of a page of the console about the wall of an event."""
    return f"{reverse(f'admin:{page}')}?{urlencode({'event': event})}"


def framed(
    request: HttpRequest, template: str, *, title: str, **context: Any
) -> HttpResponse:
    """Return a page of the dashboard about a wall."""
    frame = {**admin.site.each_context(request), "title": title}
    return TemplateResponse(
        request, f"admin/interactions/{template}", {**frame, **context}
    )


@require_safe
def wall_page(request: HttpRequest) -> HttpResponse:
    """Show the console of the event that is on, or of the one in the address."""
    event = event_named(request.GET.get("event", ""), now=now_ms())
    return console(request, event)


@require_safe
def now_parts(request: HttpRequest) -> HttpResponse:
    """Return the parts of the console that change by themselves."""
    now = now_ms()
    wall = read_wall(event_named(request.GET.get("event", ""), now=now), now=now)
    screens = read_screens(now=now)
    return TemplateResponse(
        request,
        "admin/interactions/wall_now.html",
        {"wall": wall, "screens": screens, "screens_here": screens.showing(wall.event)},
    )


@require_safe
def people_part(request: HttpRequest) -> HttpResponse:
    """Return whom a search finds among the people on a wall."""
    now = now_ms()
    wall = read_wall(event_named(request.GET.get("event", ""), now=now), now=now)
    return TemplateResponse(
        request, "admin/interactions/wall_people.html", _search(request, wall)
    )


def console(
    request: HttpRequest,
    event: str,
    *,
    message: MessageForm | None = None,
    hide: HideForm | None = None,
    replay: ReplayForm | None = None,
    switch: SwitchForm | None = None,
) -> HttpResponse:
    """Return the console of a wall; a form that was refused is shown as it was sent."""
    now = now_ms()
    wall, screens = read_wall(event, now=now), read_screens(now=now)
    titles, current = event_titles(), wall.state.current
    titles = {current: title_in(titles, current), **titles}
    said = {"message": wall.state.message}
    return framed(
        request,
        "wall.html",
        title="Live wall",
        wall=wall,
        event_title=title_in(titles, event),
        current_title=titles[current],
        current_url=wall_url(current),
        here=wall_url(event),
        fresh=wall_url(event, "wall_now"),
        finds=reverse("admin:wall_people"),
        clears=wall_url(event, "wall_clear"),
        screens=screens,
        screens_here=screens.showing(event),
        message_form=message or MessageForm(initial=said),
        hide_form=hide or HideForm(),
        replay_form=replay or ReplayForm(),
        switch_form=switch or SwitchForm(titles=titles, current=current),
        acts=[line_of(act, now=now) for act in history(event, limit=ACTS_SHOWN)],
        most_acts=ACTS_SHOWN,
        additions=known_additions(),
        join=settings.WALL_JOIN_URL,
        views=_views(event),
        **_search(request, wall),
    )


def _search(request: HttpRequest, wall: Wall) -> dict[str, Any]:
    asked = request.GET.get("q", "").strip()
    found = found_in(wall.people, asked)
    return {
        "asked": asked,
        "found": found[:MOST_FOUND],
        "unlisted": max(len(found) - MOST_FOUND, 0),
        "most_found": MOST_FOUND,
    }


def _views(event: str) -> list[tuple[str, str, str]]:
    """Return the ways to open the wall: what for, the path, the whole address."""
    page = f"{reverse('wall')}/"
    paths = [
        ("On a phone or laptop", page),
        ("On a projector", f"{page}?kiosk=1"),
        ("On a projector, dark", f"{page}?kiosk=1&theme=dark"),
        ("On a projector, high contrast", f"{page}?kiosk=1&theme=contrast"),
    ]
    if event != NO_EVENT:
        stays = f"{page}?kiosk=1&{urlencode({'event': event})}"
        paths.append(("On a projector, with this event whichever is on", stays))
    return [(what, path, f"{settings.PUBLIC_URL}{path}") for what, path in paths]
