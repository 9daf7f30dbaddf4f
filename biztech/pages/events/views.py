"""What is on, one event with its form, and somebody's ticket; all without script."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from biztech.pages.events.form import RegistrationForm
from biztech.pages.events.shown import face_of, is_asking, seats_left, standing_of
from core.api import TOO_MANY
from core.clock import now_ms
from core.errors import NotFound, Refused
from core.identity.pages import identified
from core.throttling import ANONYMOUS, CHECKOUT, SIGN_UP, may_call
from events.errors import AlreadyRegistered, NoTicket, UnknownForm
from events.letters import calendar_file
from events.models import Event, Registration, Seats
from events.queries import (
    find_registration,
    required_event,
    seats_of,
    visible_events,
)
from events.services.moving import Wanted, move_registration
from events.services.registering import closed_sentence, register
from events.statuses import Status
from events.tickets import Ticket, issue, read
from payments.errors import StripeSilent, UnknownAtStripe
from payments.models import PaymentType
from payments.services.checkout_results import SESSION_ID, result_of
from payments.services.orders import Order, open_checkout

_MOVES = {"confirm": Status.ACCEPTED_COMPLETE, "cancel": Status.CANCELLED}

Page = Callable[..., HttpResponse]

# Of those that are over, so many are still listed.
_MOST_EARLIER = 8


def guarded(page: Page) -> Page:
    """Say on a page of its own what cannot be shown, and who asks too often."""

    @wraps(page)
    def shown(request: HttpRequest, **captured: Any) -> HttpResponse:
        if not may_call(request, purpose=ANONYMOUS):
            answer = _say(request, "busy", status=429)
            answer["Retry-After"] = "60"
            return answer
        try:
            return page(request, **captured)
        except (NotFound, NoTicket, UnknownForm):
            return _say(request, "unknown", status=404)

    return shown


@never_cache
@require_safe
@identified
@guarded
def event_list(request: HttpRequest) -> HttpResponse:
    """List what comes, the next first, and what was."""
    now = now_ms()
    faces = [face_of(event, now=now) for event in visible_events(to_exec=False)]
    coming = [face for face in faces if not face.is_over]
    earlier = [face for face in reversed(faces) if face.is_over][:_MOST_EARLIER]
    return render(request, "events/list.html", {"coming": coming, "earlier": earlier})


@never_cache
@csp_update({"form-action": settings.CHECKOUT_PAGES})
@require_http_methods(["GET", "HEAD", "POST"])
@identified
@guarded
def event_page(request: HttpRequest, event_id: str, year: str) -> HttpResponse:
    """Show an event and take registrations for it."""
    event = required_event(event_id, int(year))
    seats = seats_of(event)
    free = seats.free_choices if seats else {}
    full = {choice for choice, left in free.items() if left < 1}
    email = getattr(request.user, "email", "")
    if request.method != "POST":
        form = RegistrationForm(event, initial={"email": email}, full=full)
        return _event(request, event, seats, form)
    form = RegistrationForm(event, request.POST, full=full)
    if not form.is_valid():
        return _event(request, event, seats, form)
    if not may_call(request, purpose=SIGN_UP):
        form.add_error(None, TOO_MANY)
        return _event(request, event, seats, form, status=429)
    try:
        return _register(request, form, by=email)
    except AlreadyRegistered:
        return _say(request, "registered_before", status=409)
    except NotFound:
        raise
    except Refused as refused:
        form.add_error(None, refused.message)
        return _event(request, event, seats, form, status=409)


@never_cache
@csp_update({"form-action": settings.CHECKOUT_PAGES})
@require_safe
@identified
@guarded
def ticket_page(request: HttpRequest, ticket: str) -> HttpResponse:
    """Show somebody where they stand with an event, and their code."""
    held = _held(ticket)
    payment = _payment(request)
    registration = _registration_of(held)
    event = required_event(held.event_id, held.year)
    standing = standing_of(registration)
    context = {
        "event": face_of(event, now=now_ms()),
        "registration": registration,
        "standing": standing,
        "payment": payment if standing.must_pay else "",
        "ticket": ticket,
        "code": _code(ticket) if standing.has_ticket else "",
        "asks_for_feedback": is_asking(event, registration, now=now_ms()),
        "asks_to_cancel": "cancel" in request.GET and standing.can_cancel,
    }
    return render(request, "events/ticket.html", context)


@never_cache
@require_safe
@guarded
def ticket_calendar(request: HttpRequest, ticket: str) -> HttpResponse:
    """Give the event as a calendar file."""
    held = _held(ticket)
    _registration_of(held)
    event = required_event(held.event_id, held.year)
    content = calendar_file(event, guest=held.email, at=now_ms())
    headers = {"Content-Disposition": f'attachment; filename="{held.event_id}.ics"'}
    return HttpResponse(content, content_type="text/calendar", headers=headers)


@never_cache
@csp_update({"form-action": settings.CHECKOUT_PAGES})
@require_POST
@identified
@guarded
def ticket_act(request: HttpRequest, ticket: str, act: str) -> HttpResponse:
    """Pay, confirm or cancel, as whoever has the ticket."""
    held = _held(ticket)
    if act == "pay" and not may_call(request, purpose=CHECKOUT):
        return _say(request, "busy", status=429)
    try:
        if act == "pay":
            back = reverse("event-ticket", args=[ticket])
            registration = _registration_of(held)
            return redirect(_checkout(request, registration, held, back=back))
        move_registration(
            held.email,
            held.event_id,
            held.year,
            Wanted(status=_MOVES[act]),
            actor=held.email,
            by_exec=False,
            now=now_ms(),
        )
    except NotFound:
        raise
    except Refused as refused:
        sentence = {"sentence": refused.message, "ticket": ticket}
        return _say(request, "refused", status=409, **sentence)
    return redirect("event-ticket", ticket=ticket)


def _register(request: HttpRequest, form: RegistrationForm, *, by: str) -> HttpResponse:
    application = form.application()
    registered = register(
        application, actor=by or application.email, by_exec=False, now=now_ms()
    )
    held = Ticket(
        email=application.email,
        event_id=application.event_id,
        year=application.year,
        verified=True,
    )
    # Whoever filled in the form for somebody who was here before is shown no ticket.
    back = reverse("event-page", args=[held.event_id, held.year])
    if registered.created or by == held.email:
        back = reverse("event-ticket", args=[_ticket(held)])
    if standing_of(registered.registration).must_pay:
        return redirect(_checkout(request, registered.registration, held, back=back))
    return redirect(f"{back}?registered={registered.status}")


def _checkout(
    request: HttpRequest, registration: Registration, held: Ticket, *, back: str
) -> str:
    order = Order(
        payment_type=PaymentType.EVENT,
        email=held.email,
        success_url=f"{settings.PUBLIC_URL}{back}?paid={{CHECKOUT_SESSION_ID}}",
        cancel_url=f"{settings.PUBLIC_URL}{back}",
        event_id=held.event_id,
        year=held.year,
        answers={
            "eventID": held.event_id,
            "year": str(held.year),
            "fname": registration.fname or "",
        },
        signed_in=getattr(request.user, "email", "") == held.email,
    )
    return open_checkout(order, now=now_ms())


def _payment(request: HttpRequest) -> str:
    """Return what became of the checkout that somebody comes back from.

    Settles it where Stripe's event is late. Nothing for no checkout of ours.
    """
    session_id = request.GET.get("paid", "")
    if not SESSION_ID.fullmatch(session_id):
        return ""
    if not may_call(request, purpose=CHECKOUT):
        return "waiting"
    try:
        return result_of(session_id, now=now_ms()).outcome
    except UnknownAtStripe:
        return ""
    except StripeSilent:
        return "waiting"


def _held(ticket: str) -> Ticket:
    held = read(ticket)
    if not held.verified:
        raise NoTicket
    return held


def _ticket(held: Ticket) -> str:
    return issue(held.email, held.event_id, held.year)


def _registration_of(held: Ticket) -> Registration:
    registration = find_registration(held.email, held.event_id, held.year)
    if registration is None:
        raise NoTicket
    return registration


def _code(ticket: str) -> SafeString:
    import segno

    code = segno.make(ticket, error="m", micro=False)
    # Made of numbers alone.
    return mark_safe(code.svg_inline(scale=6, border=2, light="#fff", omitsize=True))  # noqa: S308


def _event(
    request: HttpRequest,
    event: Event,
    seats: Seats | None,
    form: RegistrationForm,
    *,
    status: int = 200,
) -> HttpResponse:
    now = now_ms()
    email = getattr(request.user, "email", "")
    mine = find_registration(email, str(event.id), int(event.year)) if email else None
    context = {
        "event": face_of(event, now=now),
        "form": form,
        "seats": seats_left(event, seats),
        "closed": closed_sentence(event, now=now),
        "registered": request.GET.get("registered") or request.GET.get("paid"),
        "mine": standing_of(mine) if mine else None,
        "ticket": issue(email, str(event.id), int(event.year)) if mine else "",
    }
    return render(request, "events/event.html", context, status=status)


def _say(
    request: HttpRequest, what: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    return render(request, "events/said.html", {"what": what, **context}, status=status)
