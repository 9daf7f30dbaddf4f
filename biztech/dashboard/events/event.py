"""An event on one page: its numbers, its charts, where else to look, its history."""

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from biztech.dashboard.events.figures import (
    charts_of,
    has_price,
    income_of,
    numbers_of,
)
from biztech.dashboard.events.pages import crumbs, page
from biztech.dashboard.events.states import WORDS, state_of
from biztech.dashboard.framework.audit_log import line_of
from core.audit.trail import history
from core.clock import moment, now_ms
from events.models import Event
from events.queries import find_event_and_seats, registrations_of
from events.services.reading import is_for_members_only, price_of
from interactions.wall.names import wall_name
from payments.prices import dollars

ACTS_SHOWN = 50


@require_safe
def event_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Show an event: one call for it and its seats, then its registrations, its acts.

    Where places have a price, the payments of some months too.
    """
    event, seats = find_event_and_seats(event_id, year)
    if event is None:
        raise Http404("There is no such event.")
    now, rows = now_ms(), registrations_of(event_id, year)
    state = state_of(event, now=now)
    acts = history(event.event_key, limit=ACTS_SHOWN)
    return page(
        request,
        "event.html",
        title=event.title,
        event=event,
        crumbs=crumbs(),
        state=state,
        state_word=WORDS[state],
        starts=moment(event.starts_at) if event.starts_at else None,
        ends=moment(event.ends_at) if event.ends_at else None,
        closes=moment(event.closes_at) if event.closes_at else None,
        prices=prices_of(event),
        numbers=numbers_of(event, seats, rows),
        income=income_of(event, now=now) if has_price(event) else "",
        charts=charts_of(event, rows),
        wall=reverse("admin:wall", query={"event": wall_name(event_id, year)}),
        acts=[line_of(act, now=now) for act in acts],
        most_acts=ACTS_SHOWN,
    )


def prices_of(event: Event) -> str:
    """Return what a place costs, in words."""
    members, others = (
        dollars(cents) if cents else "Free"
        for cents in (price_of(event, is_member=who) for who in (True, False))
    )
    if is_for_members_only(event):
        return f"{members}, members only"
    if members == others:
        return members
    return f"{members} for members, {others} for others"
