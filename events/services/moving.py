"""Moving a registration: accept, confirm, check in, cancel, give points, delete.

Statuses move by the one table in ``events.statuses``; seats are counted by what
follows the act. Source: contract-events sections 3, 4.1 and 9.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.dynamo.transactions import retry_on_conflict
from core.dynamo.wire import from_item
from core.errors import Forbidden, Refused
from events.acts import RegistrationAct
from events.errors import (
    AlreadyCheckedIn,
    CannotDelete,
    CannotMove,
    EventFull,
    RegistrationGone,
    RegistrationUnknown,
)
from events.models import Registration
from events.services.reading import Situation, situation_of, situations_of
from events.services.registering import refuse_full_choice
from events.services.seats import OFFER_FOR, OVER_CAPACITY, REGISTRATION
from events.services.waitlist import promote_waiting
from events.services.writing import write_registration
from events.statuses import (
    MOVES_BY_OWNERS,
    ON_HOLD,
    Review,
    Status,
    is_under_review,
    may_move,
    status_of,
    takes_seat,
)

# What the review of an application becomes with the status.
_REVIEWED = {
    Status.ACCEPTED: Review.ACCEPTED,
    Status.ACCEPTED_PENDING: Review.ACCEPTED,
    Status.ACCEPTED_COMPLETE: Review.ACCEPTED,
    Status.REJECTED: Review.REJECTED,
}
# Who does not come is in no team.
_TEAMLESS = frozenset({Status.CANCELLED, Status.REJECTED})
# What an act notes that a scan asked for.
SCAN = "scan"

_KINDS = {
    Status.CANCELLED: RegistrationAct.CANCEL,
    Status.CHECKED_IN: RegistrationAct.CHECK_IN,
}


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What somebody asks to become of a registration.

    ``points`` replaces, ``more_points`` adds. ``over_capacity`` is an exec's word that
    the seat may be one more than there are. ``came_at`` is when somebody came in, as a
    phone says that had no net; ``scan`` names the scan, for the act.
    """

    status: Status | None = None
    review: Review | None = None
    points: int | None = None
    more_points: int = 0
    over_capacity: bool = False
    came_at: int | None = None
    scan: str = ""


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The row as it is and was, what of it changed, and the act; None for no change."""

    registration: Registration
    before: Registration
    changed: Mapping[str, Any] = field(default_factory=dict)
    act: Act | None = None
    # What whoever let somebody in should know.
    warning: str = ""
    frees_seat: bool = False


@dataclass(frozen=True, kw_only=True)
class Deleted:
    """The row as it was, and the act."""

    registration: Registration
    act: Act


@dataclass(frozen=True, kw_only=True)
class Planned:
    """What a move would make of a registration; None for a refusal, which says why."""

    before: Registration
    after: Registration | None
    refusal: str = ""


def plan_moves(
    emails: Iterable[str], event_id: str, year: int, wanted: Wanted, *, now: int
) -> list[Planned]:
    """Return what moving several people would do, as an exec, one after the other.

    Seats that come free meanwhile are the waitlist's. Raises ``EventUnknown``.
    """
    planned: list[Planned] = []
    taken = 0
    for known in situations_of(emails, event_id, year, now=now):
        before = known.registration
        if before is None:
            continue
        try:
            values = _values(known, before, wanted, by_exec=True, now=now)
            change = RowChange.edited(REGISTRATION, before, values)
            after = Registration.of_item(change.after or {})
            seat = takes_seat(after) and not takes_seat(before)
            if seat and not wanted.over_capacity:
                _refuse_full(known, before, after, ahead=taken)
        except Refused as refusal:
            plan = Planned(before=before, after=None, refusal=refusal.message)
        else:
            taken += seat
            plan = Planned(before=before, after=after)
        planned.append(plan)
    return planned


def move_registration(
    email: str,
    event_id: str,
    year: int,
    wanted: Wanted,
    *,
    actor: str,
    by_exec: bool,
    now: int,
    batch: str | None = None,
) -> Moved:
    """Bring a registration to where it is asked to be; two calls.

    Owners confirm and cancel; everything else is an exec's. Seats that come free go to
    whoever waits longest. Raises ``EventUnknown``, ``RegistrationUnknown``,
    ``Forbidden``, ``CannotMove``, ``AlreadyCheckedIn``, ``EventFull``, ``ChoiceFull``.
    """

    def decide(_: int) -> Moved:
        if not by_exec:
            _refuse_stranger(wanted, email, actor)
        known = situation_of(email, event_id, year, now=now)
        if known.registration is None:
            raise RegistrationUnknown
        values = _values(known, known.registration, wanted, by_exec=by_exec, now=now)
        change = RowChange.edited(REGISTRATION, known.registration, values)
        if not change.touched:
            return Moved(registration=known.registration, before=known.registration)
        change = RowChange.edited(
            REGISTRATION, known.registration, {**values, "updatedAt": now}
        )
        after = Registration.of_item(change.after or {})
        if not wanted.over_capacity:
            _refuse_full(known, known.registration, after)
        act = _write(known, change, wanted, actor=actor, now=now, batch=batch)
        return Moved(
            registration=after,
            before=known.registration,
            changed=_shown(change),
            act=act,
            warning=_warning(known.registration, after),
            frees_seat=takes_seat(known.registration) and not takes_seat(after),
        )

    moved = retry_on_conflict(decide)
    if moved.frees_seat:
        promote_waiting(event_id, year, now=now)
    return moved


def delete_registration(
    email: str, event_id: str, year: int, *, actor: str, by_exec: bool, now: int
) -> Deleted:
    """Remove a registration for good, but for its undo; its seat goes to the next.

    Owners may while they have not been checked in. Raises ``EventUnknown``,
    ``RegistrationGone``, ``Forbidden``, ``CannotDelete``.
    """
    deleted = _delete(email, event_id, year, actor=actor, by_exec=by_exec, now=now)
    promote_waiting(event_id, year, now=now)
    return deleted


def delete_registrations(
    emails: Iterable[str], event_id: str, year: int, *, actor: str, now: int
) -> tuple[list[Deleted], list[str]]:
    """Remove registrations, each by itself, as an exec; then let others move up.

    Returns each that went, and who had none. Raises ``EventUnknown``.
    """
    deleted, gone = [], []
    for email in dict.fromkeys(emails):
        try:
            deleted.append(
                _delete(email, event_id, year, actor=actor, by_exec=True, now=now)
            )
        except RegistrationGone:
            gone.append(email)
    promote_waiting(event_id, year, now=now)
    return deleted, gone


def _delete(
    email: str, event_id: str, year: int, *, actor: str, by_exec: bool, now: int
) -> Deleted:
    def decide(_: int) -> Deleted:
        if not by_exec and actor != email:
            raise Forbidden
        known = situation_of(email, event_id, year, now=now)
        if known.registration is None:
            raise RegistrationGone
        is_in = status_of(known.registration.status) is Status.CHECKED_IN
        if is_in and not by_exec:
            raise CannotDelete
        change = RowChange.removed(REGISTRATION, known.registration)
        act = write_registration(change, RegistrationAct.DELETE, actor=actor, now=now)
        return Deleted(registration=known.registration, act=act)

    return retry_on_conflict(decide)


def _refuse_stranger(wanted: Wanted, email: str, actor: str) -> None:
    asks_for_more = (
        wanted.review is not None
        or wanted.points is not None
        or wanted.more_points
        or wanted.over_capacity
        or wanted.status not in MOVES_BY_OWNERS
    )
    if actor != email or asks_for_more:
        raise Forbidden


def _values(
    known: Situation,
    row: Registration,
    wanted: Wanted,
    *,
    by_exec: bool,
    now: int,
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    if wanted.points is not None:
        values["points"] = wanted.points
    if wanted.more_points:
        values["points"] = int(row.points or 0) + wanted.more_points
    if wanted.review is not None and wanted.review != (row.application_status or ""):
        values["applicationStatus"] = wanted.review
    status = _status(known, wanted)
    if status is None:
        return values
    values |= _moved(row, status, by_exec=by_exec, now=now)
    if status is Status.CHECKED_IN:
        values["checkedInAt"] = _came_at(known, wanted, now=now)
    return values


def _came_at(known: Situation, wanted: Wanted, *, now: int) -> int:
    """Return when somebody came in: as it was said, where that can be."""
    said = wanted.came_at
    if said is None or said > now or not known.event.is_day_of(said):
        return now
    return said


def _status(known: Situation, wanted: Wanted) -> Status | None:
    """Return where to: who is accepted and has nothing to pay has only to confirm."""
    status = wanted.status
    is_partner = known.registration is not None and known.registration.is_partner
    if status is None and known.event.is_application_based and not is_partner:
        status = {
            Review.ACCEPTED: Status.ACCEPTED,
            Review.REJECTED: Status.REJECTED,
        }.get(wanted.review or Review.NONE)
    if status is Status.ACCEPTED and known.price == 0:
        return Status.ACCEPTED_PENDING
    return status


def _moved(row: Registration, to: Status, *, by_exec: bool, now: int) -> dict[str, Any]:
    """Return what a move stores, or refuse it."""
    now_is = status_of(row.status)
    if now_is is to is Status.CHECKED_IN:
        raise AlreadyCheckedIn(row)
    if now_is is to:
        return {}
    closed = to is Status.CHECKED_IN and is_under_review(row)
    if closed or not may_move(now_is, to, by_exec=by_exec):
        raise CannotMove(row, to)
    # Partners take no seat, so there is none to wait for.
    waits = to is Status.WAITLIST and not row.is_partner
    values: dict[str, Any] = {
        "registrationStatus": to,
        "waitingSince": now if waits else None,
        "checkedInAt": None,
    }
    if to in _TEAMLESS:
        values["teamID"] = None
    if to not in ON_HOLD:
        values |= {"holdUntil": None, "checkoutLink": None}
    if to is Status.INCOMPLETE:
        values["holdUntil"] = now + OFFER_FOR
    if to in _REVIEWED and row.application_status:
        values["applicationStatus"] = _REVIEWED[to]
    if to is Status.REGISTERED and is_under_review(row):
        values["applicationStatus"] = Review.ACCEPTED
    return values


def _refuse_full(
    known: Situation, before: Registration, after: Registration, *, ahead: int = 0
) -> None:
    """Refuse a seat that nobody has; ``ahead`` of them are about to go."""
    if not takes_seat(after) or takes_seat(before):
        return
    if int(known.seats.free or 0) <= ahead:
        raise EventFull
    refuse_full_choice(known, after.choices)


def _write(
    known: Situation,
    change: RowChange,
    wanted: Wanted,
    *,
    actor: str,
    now: int,
    batch: str | None,
) -> Act:
    after = Registration.of_item(change.after or {})
    status = Status(str(after.status)) if wanted.status else None
    kind = _KINDS.get(status, RegistrationAct.MOVE) if status else RegistrationAct.MOVE
    if status is Status.ACCEPTED_COMPLETE and actor == known.email:
        kind = RegistrationAct.CONFIRM
    notes: dict[str, Any] = {}
    if wanted.over_capacity:
        notes[OVER_CAPACITY] = True
    if wanted.scan:
        notes[SCAN] = wanted.scan
    return write_registration(
        change, kind, actor=actor, now=now, notes=notes, batch=batch
    )


def _shown(change: RowChange) -> dict[str, Any]:
    after = from_item(change.after or {})
    return {name: after.get(name) for name in change.touched}


def _warning(before: Registration, after: Registration) -> str:
    if status_of(after.status) is not Status.CHECKED_IN:
        return ""
    return {
        Status.ACCEPTED: "They have not paid.",
        Status.ACCEPTED_PENDING: "They had not confirmed that they come.",
    }.get(status_of(before.status) or Status.REGISTERED, "")
