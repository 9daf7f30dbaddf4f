"""Moving several registrations: named first, done one by one, undone together."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from biztech.dashboard.events.move_form import MoveForm
from biztech.dashboard.events.pages import event_url, known_event, page
from biztech.dashboard.events.states import REVIEW_WORDS, status_word
from biztech.dashboard.framework.batches import Outcome, outcome_of, undo_all
from core.clock import now_ms
from core.mail.kinds import kind_of
from events.mails import mail_for
from events.models import Event, Registration
from events.services.moving import Planned, Wanted, move_registration, plan_moves
from events.statuses import review_of, takes_seat

# A hundred people take a few seconds; a browser waits no longer without doubt.
MOST_PEOPLE = 100


@dataclass(frozen=True)
class Line:
    """What a move would do to one person."""

    email: str
    name: str
    now: str
    then: str
    mail: str
    refusal: str

    @property
    def unchanged(self) -> bool:
        """Whether nothing would become of it."""
        return bool(self.refusal) or self.now == self.then


@require_http_methods(["GET", "POST"])
def move_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Say what a move does to each of those named, then move them."""
    sent = request.POST if request.method == "POST" else request.GET
    emails = list(dict.fromkeys(sent.getlist("email")))
    if request.method != "POST":
        return confirm_moves(request, event_id, year, emails)
    form = MoveForm(request.POST)
    if len(emails) > MOST_PEOPLE or not form.is_valid():
        return confirm_moves(request, event_id, year, emails, form)
    # What was looked at is done, and nothing that was chosen after it.
    if request.POST.get("confirmed") != form.chosen:
        return confirm_moves(request, event_id, year, emails, form, wanted=form.wanted)
    return _move(request, known_event(event_id, year), emails, form.wanted)


def confirm_moves(
    request: HttpRequest,
    event_id: str,
    year: int,
    emails: Sequence[str],
    form: MoveForm | None = None,
    *,
    wanted: Wanted | None = None,
) -> HttpResponse:
    """Name everybody selected, ask where to, and say what will come of it."""
    event = known_event(event_id, year)
    if len(emails) > MOST_PEOPLE or not emails:
        return _wrong_number(request, event, len(emails))
    plans = plan_moves(emails, event_id, year, wanted or Wanted(), now=now_ms())
    lines = [_line(plan) for plan in plans]
    return page(
        request,
        "move.html",
        title="Change status",
        event=event,
        list=event_url(event, "event_registrations"),
        lines=lines,
        form=form or MoveForm(),
        planned=wanted is not None,
        count=sum(not line.unchanged for line in lines),
        mails=sum(bool(line.mail) for line in lines),
        freed=sum(_frees_seat(plan) for plan in plans),
        most=MOST_PEOPLE,
    )


@require_POST
def undo_batch(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Undo every move of a batch that can be; a refusal stops only its own."""
    event = known_event(event_id, year)
    return _outcomes_page(request, event, "Undo all", undo_all(request))


def _move(
    request: HttpRequest, event: Event, emails: Sequence[str], wanted: Wanted
) -> HttpResponse:
    batch, now, actor = secrets.token_hex(8), now_ms(), request.user.get_username()
    where = (str(event.id), int(event.year))

    def move(email: str) -> str | None:
        moved = move_registration(
            email, *where, wanted, actor=actor, by_exec=True, now=now, batch=batch
        )
        if moved.act is None:
            return None
        return f"{_standing(moved.registration)}. {moved.warning}".strip()

    outcomes = [outcome_of(email, move, "Stays as it was.") for email in emails]
    return _outcomes_page(request, event, "Change status", outcomes, batch=batch)


def _outcomes_page(
    request: HttpRequest,
    event: Event,
    title: str,
    outcomes: Sequence[Outcome],
    *,
    batch: str = "",
) -> HttpResponse:
    return page(
        request,
        "outcomes.html",
        title=title,
        event=event,
        outcomes=outcomes,
        count=sum(outcome.changed for outcome in outcomes),
        batch=batch,
        undo_at=event_url(event, "event_undo_batch"),
        back=event_url(event, "event_registrations"),
    )


def _line(plan: Planned) -> Line:
    before, after = plan.before, plan.after
    kind = mail_for(before, after) if after is not None else None
    mail = kind_of(kind) if kind else None
    return Line(
        email=str(before.id),
        name=before.full_name,
        now=_standing(before),
        then=_standing(after) if after is not None else "",
        mail=mail.title if mail else "",
        refusal=plan.refusal,
    )


def _frees_seat(plan: Planned) -> bool:
    after = plan.after
    return after is not None and takes_seat(plan.before) and not takes_seat(after)


def _standing(row: Registration) -> str:
    """Return where somebody stands, their application too if there is one."""
    review = review_of(row.application_status)
    said = REVIEW_WORDS[review] if review else row.application_status
    status = status_word(row.status)
    return f"{status} (application: {said.lower()})" if said else status


def _wrong_number(request: HttpRequest, event: Event, number: int) -> HttpResponse:
    said = (
        f"{number} people are selected; at most {MOST_PEOPLE} go in one batch."
        " Narrow the list or select fewer."
    )
    messages.error(request, said if number else "Nobody is selected.")
    return redirect(event_url(event, "event_registrations"))
