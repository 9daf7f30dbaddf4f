"""One registration on a page: who, where they stand, answers, money, history."""

import json
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from unfold.widgets import UnfoldAdminTextInputWidget

from biztech.dashboard.events.pages import (
    crumbs,
    done,
    event_url,
    known_event,
    page,
)
from biztech.dashboard.events.states import REVIEW_WORDS, status_word
from biztech.dashboard.framework.audit_log import ActLine, line_of
from biztech.dashboard.framework.labels import label_of, shown
from biztech.dashboard.mail.pages import line_of_mail
from biztech.dashboard.payments.labels import line_of_payment
from core.audit.trail import history
from core.clock import now_ms
from core.errors import Refused
from core.mail.outbox import mails_of_acts
from events.models import Event, Registration, event_of, is_event_key
from events.queries import find_registration
from events.questions import questions_in
from events.services.moving import Wanted, delete_registration, move_registration
from events.statuses import review_of
from payments.ledger import payments_of

ACTS_READ = 200
# Mails are found by the acts that sent them: those of the newest are shown.
ACTS_WITH_MAILS = 10
MOST_POINTS = 100_000

_TOLD = (
    "studentId",
    "points",
    "waitingSince",
    "holdUntil",
    "checkedInAt",
    "createdAt",
    "updatedAt",
)


class PointsForm(forms.Form):
    """How many points somebody gets."""

    points = forms.IntegerField(
        label="Points to add",
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        help_text="Below zero takes points away.",
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )
    # How many they had: sent twice, the form gives its points once.
    had = forms.IntegerField(widget=forms.HiddenInput())


@dataclass(frozen=True, kw_only=True)
class RegistrationLine:
    """One of the events that somebody registered for."""

    event: str
    link: str
    status: str
    is_partner: bool


def line_of_registration(row: Registration) -> RegistrationLine:
    """Return how a registration reads among others of the same person."""
    key, link = str(row.event), ""
    if is_event_key(key):
        event_id, year = event_of(key)
        key = f"{event_id} {year}"
        link = reverse("admin:event_registration", args=[event_id, year, row.id])
    return RegistrationLine(
        event=key,
        link=link,
        status=status_word(row.status),
        is_partner=bool(row.is_partner),
    )


def registered_url(event: Event, email: str, page: str = "event_registration") -> str:
    """Return the address of a page of a registration."""
    return reverse(f"admin:{page}", args=[event.id, int(event.year), email])


@require_safe
def registered_page(
    request: HttpRequest, event_id: str, year: int, email: str
) -> HttpResponse:
    """Show a registration: a call each for it, event, acts, payments, mails."""
    event = known_event(event_id, year)
    row = _known(email, event)
    return _show(request, event, row, PointsForm(initial={"had": int(row.points or 0)}))


@require_POST
def give_points(
    request: HttpRequest, event_id: str, year: int, email: str
) -> HttpResponse:
    """Add points to those that somebody had on the page, or take some away."""
    event, form = known_event(event_id, year), PointsForm(request.POST)
    row = _known(email, event)
    if not form.is_valid():
        return _show(request, event, row, form)
    had, has = form.cleaned_data["had"], int(row.points or 0)
    points, to = had + form.cleaned_data["points"], registered_url(event, email)
    if has not in (had, points):
        messages.error(request, f"They have {has} points since. Nothing was added.")
        return redirect(to)
    try:
        moved = move_registration(
            email,
            event_id,
            year,
            Wanted(points=points),
            actor=request.user.get_username(),
            by_exec=True,
            now=now_ms(),
        )
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect(to)
    if moved.act is None:
        messages.info(request, f"They have {points} points already.")
        return redirect(to)
    return done(request, f"They have {points} points now.", moved.act, to=to)


@require_http_methods(["GET", "POST"])
def delete_page(
    request: HttpRequest, event_id: str, year: int, email: str
) -> HttpResponse:
    """Say what goes with a registration, then delete it."""
    event = known_event(event_id, year)
    row = _known(email, event)
    if request.method == "POST":
        actor, to = request.user.get_username(), event_url(event, "event_registrations")
        try:
            deleted = delete_registration(
                email, event_id, year, actor=actor, by_exec=True, now=now_ms()
            )
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect(to)
        said = f"The registration of {email} is deleted."
        return done(request, said, deleted.act, to=to)
    return page(
        request,
        "delete_registration.html",
        title="Delete the registration",
        event=event,
        email=email,
        name=row.full_name,
        status=status_word(row.status),
        paid=_payments(email, event),
        back=registered_url(event, email),
    )


def _known(email: str, event: Event) -> Registration:
    row = find_registration(email, str(event.id), int(event.year))
    if row is None:
        raise Http404("Nobody of that address is registered.")
    return row


def _show(
    request: HttpRequest, event: Event, row: Registration, form: PointsForm
) -> HttpResponse:
    email, review = str(row.id), review_of(row.application_status)
    acts = _acts(email, event)
    mails = mails_of_acts(
        [act.act_id for act in acts[:ACTS_WITH_MAILS]],
        to=email,
        about=event.event_key,
    )
    return page(
        request,
        "registered.html",
        title=row.full_name or email,
        event=event,
        crumbs=[
            *crumbs(event),
            ("Registrations", event_url(event, "event_registrations")),
        ],
        email=email,
        row=row,
        status=status_word(row.status),
        review=REVIEW_WORDS[review] if review else row.application_status,
        facts=_facts(row),
        answers=_answers(event, row),
        payments=_payments(email, event),
        mails=[line_of_mail(mail) for mail in mails],
        acts=acts,
        checkout=_checkout(row),
        move=event_url(event, "event_move", email=email),
        form=form,
    )


def _checkout(row: Registration) -> str:
    """Return where they can pay; nothing that is no web address, whoever stored it."""
    link = row.checkout_link or ""
    return link if link.startswith(("https://", "http://")) else ""


def _facts(row: Registration) -> list[tuple[str, str]]:
    stored = row.plain()
    about = stored.get("basicInformation")
    told = {
        "fname": stored.get("fname"),
        **(about if isinstance(about, dict) else {}),
        **{name: stored.get(name) for name in _TOLD},
    }
    # Maps come in any order; names come first, what we keep last.
    order = (
        "fname",
        "lname",
        *sorted(told.keys() - {"fname", "lname", *_TOLD}),
        *_TOLD,
    )
    return [(label_of(n), shown(n, told[n])) for n in order if told.get(n)]


def _answers(event: Event, row: Registration) -> list[tuple[str, str]]:
    """Return the answers in the order of the questions, then those to others."""
    answers: dict[str, Any] = row.answers if isinstance(row.answers, dict) else {}
    asked = event.partner_questions if row.is_partner else event.questions
    labels = {one.id: one.label for one in questions_in(asked)}
    told = [(label, answers.get(key)) for key, label in labels.items()]
    told += [(key, value) for key, value in answers.items() if key not in labels]
    return [
        (label, "No answer" if value in (None, "") else shown("", value))
        for label, value in told
    ]


def _payments(email: str, event: Event) -> list[Any]:
    return [
        line_of_payment(payment)
        for payment in payments_of(email)
        if payment.event_id == event.id and payment.event_year == int(event.year)
    ]


def _acts(email: str, event: Event) -> list[ActLine]:
    """Return what was done to this registration, newest first."""
    now = now_ms()
    return [
        line_of(act, now=now)
        for act in history(email, limit=ACTS_READ)
        if json.loads(act.notes or "{}").get("event") == event.event_key
    ]
