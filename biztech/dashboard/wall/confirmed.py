"""Acts on a wall that say what they do to its screens before it happens."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from biztech.dashboard.wall.console import console, event_named, framed, wall_url
from biztech.dashboard.wall.forms import SwitchForm
from biztech.dashboard.wall.operating import answered, posted_wall
from biztech.dashboard.wall.reading import (
    event_titles,
    read_screens,
    read_wall,
    title_in,
)
from core.clock import now_ms
from core.errors import Refused
from interactions.wall import controls
from interactions.wall.names import canonical, current_event, is_known

UNKNOWN = (
    "There is no such event. Choose one from the list, or enter its name with the"
    " year, such as blueprint-2026."
)


@require_http_methods(["GET", "POST"])
def clear(request: HttpRequest) -> HttpResponse:
    """Say how much leaves the screens, then start with an empty wall."""
    if request.method == "POST":
        event = posted_wall(request)
        act = controls.clear(event, actor=request.user.get_username(), now=now_ms())
        said = "The wall is empty. Its log keeps the evening."
        return answered(request, event, act, done=said, already=said)
    now = now_ms()
    event = event_named(request.GET.get("event", ""), now=now)
    back = wall_url(event)
    return framed(
        request,
        "wall_clear.html",
        title="Clear the wall",
        wall=read_wall(event, now=now),
        event_title=title_in(event_titles(), event),
        screens_here=read_screens(now=now).showing(event),
        crumbs=[("Live wall", back)],
        back=back,
    )


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """Say what changes on the screens, then make another event the one that is on."""
    now = now_ms()
    here, current, titles = posted_wall(request), current_event(now=now), event_titles()
    titles = {current: title_in(titles, current), **titles}
    form = SwitchForm(request.POST, titles=titles, current=current)
    if not form.is_valid():
        return console(request, here, switch=form)
    event = canonical(form.named, now=now)
    if not is_known(event, now=now):
        form.add_error(form.field_used, UNKNOWN)
        return console(request, here, switch=form)
    if event != current and "confirmed" not in request.POST:
        screens = read_screens(now=now)
        return framed(
            request,
            "wall_switch.html",
            title="Switch the event",
            event=event,
            event_title=title_in(titles, event),
            current_title=titles[current],
            screens_here=screens.showing(current),
            here=here,
            crumbs=[("Live wall", reverse("admin:wall"))],
            back=wall_url(here),
            opens=wall_url(event),
        )
    try:
        act = controls.switch_event(event, actor=request.user.get_username(), now=now)
    except Refused as refusal:
        form.add_error(form.field_used, refusal.message)
        return console(request, here, switch=form)
    title = title_in(titles, event)
    done = f"{title} is on: taps are logged for it, and screens that follow show it."
    return answered(request, event, act, done=done, already=f"{title} was on already.")
