"""Making events, editing them with a look at what changes, making them again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.timezone import localtime
from django.views.decorators.http import require_http_methods

from biztech.dashboard.events.figures import Numbers, numbers_of
from biztech.dashboard.events.forms import DuplicateForm, EventForm, NewEventForm
from biztech.dashboard.events.pages import (
    done,
    event_url,
    known_event,
    name_of,
    page,
)
from biztech.dashboard.framework.audit_log import planned
from core.audit.changes import RowChange
from core.clock import moment, now_ms
from core.errors import Refused
from events.errors import EventExists, EventFieldMissing, EventFieldRefused
from events.models import Event
from events.queries import find_event_and_seats, registrations_of
from events.services.editing import (
    create_event,
    duplicate_event,
    edit_event,
    plan_edit_event,
)

# Buttons of the form and of its review; all else was entered.
_BUTTONS = ("csrfmiddlewaretoken", "confirmed", "edit")
_EXISTS = "There is an event of that name in that year already."
# What people who have registered may have made plans for.
_PLANNED = frozenset({"startDate", "endDate", "elocation", "pricing"})


@require_http_methods(["GET", "POST"])
def new_page(request: HttpRequest) -> HttpResponse:
    """Take what there is to know of an event, and make it as a draft."""
    now = now_ms()
    form = NewEventForm(request.POST or None, year=localtime(moment(now)).year)
    if request.method == "POST" and form.is_valid():
        try:
            made = create_event(
                form.values(), actor=request.user.get_username(), now=now
            )
        except Refused as refusal:
            _blame(form, refusal)
        else:
            to = reverse("admin:event", args=[made.row["id"], made.row["year"]])
            said = f"{made.row['ename']} is made, as a draft. Nobody sees it yet."
            return done(request, said, made.act, to=to)
    return page(request, "edit.html", title="New event", form=form)


@require_http_methods(["GET", "POST"])
def edit_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Show what an event says, then the differences, then save them."""
    event = known_event(event_id, year)
    form = EventForm(request.POST or None, event=event)
    if request.method == "POST" and form.is_valid() and "edit" not in request.POST:
        try:
            return _review_or_save(request, event, form.edited_values())
        except Refused as refusal:
            _blame(form, refusal)
    return page(request, "edit.html", title="Edit the event", event=event, form=form)


@require_http_methods(["GET", "POST"])
def duplicate_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Ask for which year an event is to be made again, then make it."""
    event, now = known_event(event_id, year), now_ms()
    next_year = max(year + 1, localtime(moment(now)).year)
    form = DuplicateForm(request.POST or None, initial={"year": next_year})
    if request.method == "POST" and form.is_valid():
        try:
            made = duplicate_event(
                event_id,
                year,
                form.cleaned_data["year"],
                actor=request.user.get_username(),
                now=now,
            )
        except EventExists:
            form.add_error("year", _EXISTS)
        except Refused as refusal:
            form.add_error("year", refusal.message)
        else:
            to = reverse("admin:event_edit", args=[event_id, made.row["year"]])
            said = f"{name_of(event)} {made.row['year']} is made. Say when it is."
            return done(request, said, made.act, to=to)
    return page(
        request,
        "duplicate.html",
        title="Use for another year",
        event=event,
        form=form,
    )


def entered_in(request: HttpRequest) -> list[tuple[str, str]]:
    """Return what a form was filled with, to be sent again by its review."""
    return [
        (name, value)
        for name, values in request.POST.lists()
        if name not in _BUTTONS
        for value in values
    ]


def _review_or_save(
    request: HttpRequest, event: Event, values: dict[str, Any]
) -> HttpResponse:
    where = (str(event.id), int(event.year))
    if "confirmed" not in request.POST:
        plan = plan_edit_event(*where, values)
        if plan.touched:
            return page(
                request,
                "edit_review.html",
                title="Check the changes",
                event=event,
                entered=entered_in(request),
                changes=planned([plan]),
                follows=_follows(event, plan, values),
            )
    edited = edit_event(*where, values, actor=request.user.get_username(), now=now_ms())
    if edited.act is None:
        messages.info(request, "Nothing was changed.")
        return redirect(event_url(event))
    return done(
        request, f"{name_of(event)} is changed.", edited.act, to=event_url(event)
    )


def _follows(event: Event, plan: RowChange, values: dict[str, Any]) -> list[str]:
    """Return what an edit means for people, a sentence each."""
    where = (str(event.id), int(event.year))
    rows, (_, seats) = registrations_of(*where), find_event_and_seats(*where)
    sentences = []
    if "capac" in plan.touched:
        numbers = numbers_of(event, seats, rows)
        over = event.ends_at is not None and event.ends_at < now_ms()
        sentences += _moved_up(numbers, values["capac"], over=over)
    if rows and _PLANNED & set(plan.touched):
        people = "1 person has" if len(rows) == 1 else f"{len(rows)} people have"
        sentences.append(f"{people} registered. Nobody is told of this by mail.")
    return sentences


def _moved_up(numbers: Numbers, capacity: int, *, over: bool) -> list[str]:
    free = capacity - numbers.taken
    if free < 0:
        taken = numbers.taken
        return [f"{taken} seats are taken already; everybody keeps theirs."]
    up = min(free, numbers.waiting)
    if over and up:
        return ["The event is over, so nobody moves up from the waitlist."]
    if not up:
        return [f"{free} seats will be free; nobody waits for one."]
    people = "1 person moves" if up == 1 else f"{up} people move"
    stay = numbers.waiting - up
    said = f"{people} up from the waitlist, with a mail; {stay} wait on."
    return [said, "Who moved up keeps the seat when this is undone."]


def _blame(form: EventForm, refusal: Refused) -> None:
    match refusal:
        case EventFieldRefused():
            form.blame(refusal.name, refusal.why)
        case EventFieldMissing():
            form.blame(refusal.name, "this is needed.")
        case EventExists():
            form.blame("id", _EXISTS)
        case _:
            form.add_error(None, refusal.message)
