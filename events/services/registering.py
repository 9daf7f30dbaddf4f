"""Registering for an event: the server decides what comes of it.

Source: contract-events sections 3, 4 and 9.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.dynamo.transactions import retry_on_conflict
from core.email import is_exec_email
from events.acts import RegistrationAct
from events.errors import (
    AccountNeeded,
    AlreadyRegistered,
    ChoiceFull,
    MembersOnly,
    NotOpen,
)
from events.models import Event, Registration
from events.questions import checked_answers, limited_choices
from events.services.openings import opening_of
from events.services.reading import Situation, is_for_members_only, situation_of
from events.services.seats import HOLD_FOR, OVER_CAPACITY, REGISTRATION
from events.services.waitlist import promote_waiting
from events.services.writing import write_registration
from events.statuses import Review, Status, status_of

# Who has cancelled may come back; who has yet to pay may answer anew.
_MAY_REGISTER = frozenset({Status.INCOMPLETE, Status.CANCELLED})


@dataclass(frozen=True, kw_only=True)
class Application:
    """What somebody fills in to come to an event.

    ``basic`` is the map ``basicInformation``; ``answers`` are by question id.
    """

    email: str
    event_id: str
    year: int
    fname: str = ""
    student_id: str = ""
    is_partner: bool = False
    basic: Mapping[str, Any] = field(default_factory=dict)
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def values(self) -> dict[str, Any]:
        """The attributes that it sets, under their stored names."""
        return {
            "fname": self.fname or str(self.basic.get("fname") or "") or None,
            "studentId": self.student_id or None,
            "isPartner": self.is_partner,
            "basicInformation": dict(self.basic),
            "dynamicResponses": dict(self.answers),
        }


@dataclass(frozen=True, kw_only=True)
class Registered:
    """The row as it is now, whether it is new, and the act that made it so."""

    registration: Registration
    created: bool
    act: Act
    # Whether a seat is free that those ahead in line may not want.
    may_move_up: bool = False

    @property
    def status(self) -> Status:
        """What was decided."""
        return Status(str(self.registration.status))


def register(
    application: Application,
    *,
    actor: str,
    by_exec: bool,
    now: int,
    at_the_door: bool = False,
    over_capacity: bool = False,
) -> Registered:
    """Register somebody, and say whether they have a seat.

    A free place is ``registered`` or, without a seat, ``waitlist``; one with a price
    is ``incomplete`` and holds a seat for ``HOLD_FOR``; an application waits for a
    review and holds none, and so does a partner whom no exec registers. ``at_the_door``
    is an exec's word that the person is in order, paid or not. Two calls;
    three where the event gives people money to invest.

    Raises ``EventUnknown``, ``AlreadyRegistered``, ``NotOpen``, ``MembersOnly``,
    ``AccountNeeded``, ``AnswerRefused``, ``ChoiceFull``.
    """

    def decide(_: int) -> Registered:
        known = situation_of(
            application.email, application.event_id, application.year, now=now
        )
        _refuse_registered(known, application)
        if not by_exec:
            _refuse_closed(known, application, now=now)
        values = _decided(
            known,
            _answered(known, application, by_exec=by_exec),
            now=now,
            by_exec=by_exec,
            vouched=at_the_door,
            over=over_capacity,
        )
        return _write(known, values, actor=actor, now=now, notes=_notes(over_capacity))

    registered = retry_on_conflict(decide)
    if registered.may_move_up:
        promote_waiting(application.event_id, application.year, now=now)
    return registered


def _refuse_registered(known: Situation, application: Application) -> None:
    row = known.registration
    if row is None:
        return
    status = status_of(row.status)
    # Who has yet to pay does not become a partner, who pays nothing.
    escapes = status is Status.INCOMPLETE and application.is_partner
    if status not in _MAY_REGISTER or escapes:
        raise AlreadyRegistered


def _refuse_closed(known: Situation, application: Application, *, now: int) -> None:
    event = known.event
    if sentence := closed_sentence(event, now=now):
        raise NotOpen(sentence)
    if application.is_partner or is_exec_email(application.email):
        return
    if is_for_members_only(event) and not known.is_member:
        raise MembersOnly
    if event.open_to_others is False and known.user is None:
        raise AccountNeeded


def closed_sentence(event: Event, *, now: int) -> str:
    """Return why an event takes no registrations of the public; nothing if it does."""
    if not event.is_published or event.is_archived:
        return "This event does not take registrations yet."
    closes_at = event.closes_at or event.ends_at
    if event.is_completed or (closes_at is not None and closes_at < now):
        return "Registration for this event has closed."
    return ""


def _answered(
    known: Situation, application: Application, *, by_exec: bool
) -> Application:
    """Return the application with its answers as rows keep them, or refuse one.

    An exec may register somebody without any.
    """
    event, answers = known.event, application.answers
    if by_exec and not answers:
        return application
    asked = event.partner_questions if application.is_partner else event.questions
    return replace(application, answers=checked_answers(asked, answers))


def _decided(
    known: Situation,
    application: Application,
    *,
    now: int,
    by_exec: bool,
    vouched: bool,
    over: bool,
) -> dict[str, Any]:
    """Return what is to be stored: the answers, and what follows from them."""
    values: dict[str, Any] = {**application.values, "updatedAt": now}
    values |= {"waitingSince": None, "holdUntil": None, "limitedChoices": None}
    if application.is_partner:
        # Anybody can say so on the public page: an exec has to confirm it.
        review = None if by_exec else Review.REVIEWING
        decided = {"registrationStatus": Status.REGISTERED, "applicationStatus": review}
        return {**values, **decided}
    choices = list(limited_choices(known.event.questions, application.answers))
    values["limitedChoices"] = choices or None
    free = known.price == 0 or vouched
    if known.event.is_application_based and not vouched:
        status = Status.REGISTERED if free else Status.INCOMPLETE
        return {
            **values,
            "registrationStatus": status,
            "applicationStatus": Review.REVIEWING,
        }
    held = _held_until(known)
    if not (over or held or known.has_seat_to_give):
        return {**values, "registrationStatus": Status.WAITLIST, "waitingSince": now}
    if not over:
        refuse_full_choice(known, choices)
    if free:
        return {**values, "registrationStatus": Status.REGISTERED}
    # Answering anew keeps no seat for longer.
    until = held or now + HOLD_FOR
    return {**values, "registrationStatus": Status.INCOMPLETE, "holdUntil": until}


def _held_until(known: Situation) -> int:
    return int(known.registration.hold_until or 0) if known.registration else 0


def refuse_full_choice(known: Situation, choices: list[str]) -> None:
    """Raise ``ChoiceFull`` for a choice that nobody can make any more.

    Those that the person's seat has already are theirs.
    """
    row = known.registration
    had = row.choices if row is not None and row.hold_until else []
    full = known.full_choice([each for each in choices if each not in had])
    if full is not None:
        raise ChoiceFull(full.partition(":")[2])


def _write(
    known: Situation,
    values: dict[str, Any],
    *,
    actor: str,
    now: int,
    notes: dict[str, Any],
) -> Registered:
    row = known.registration
    event = known.event.event_key
    if row is None:
        new = {
            "id": known.email,
            Registration.event.attr_name: event,
            **opening_of(known.email, event),
            **values,
            "createdAt": now,
        }
        change = RowChange.created(REGISTRATION, Registration.of(new))
        kind = RegistrationAct.REGISTER
    else:
        again = status_of(row.status) is Status.CANCELLED
        fresh = {"checkoutLink": None, "checkedInAt": None} if again else {}
        # An application that is not under review any more is none.
        review = {"applicationStatus": values.get("applicationStatus")}
        change = RowChange.edited(REGISTRATION, row, {**review, **fresh, **values})
        kind = RegistrationAct.REGISTER if again else RegistrationAct.ANSWER
    act = write_registration(change, kind, actor=actor, now=now, notes=notes)
    registration = Registration.of_item(change.after or {})
    waits = bool(registration.waiting_since)
    return Registered(
        registration=registration,
        created=row is None,
        act=act,
        may_move_up=waits and known.has_seat_free,
    )


def _notes(over_capacity: bool) -> dict[str, Any]:
    return {OVER_CAPACITY: True} if over_capacity else {}
