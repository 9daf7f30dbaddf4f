"""The states of a registration, who may move it where, and which hold a seat.

Source: contract-events sections 4.1 and 9.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from events.models import Registration


class Status(StrEnum):
    """Where somebody stands with an event, as rows and clients spell it."""

    REGISTERED = "registered"
    WAITLIST = "waitlist"
    INCOMPLETE = "incomplete"
    ACCEPTED = "accepted"
    ACCEPTED_PENDING = "acceptedPending"
    ACCEPTED_COMPLETE = "acceptedComplete"
    CHECKED_IN = "checkedIn"
    CANCELLED = "cancelled"
    REJECTED = "rejected"


class Review(StrEnum):
    """Where somebody's application stands."""

    NONE = ""
    REVIEWING = "reviewing"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    WAITLIST = "waitlist"


# What clients and old tables say for them, without case, hyphens and spaces.
_OTHER_SPELLINGS = {
    "waitlisted": "waitlist",
    "canceled": "cancelled",
    "checkin": "checkedin",
    "pending": "reviewing",
    "review": "reviewing",
    "underreview": "reviewing",
}

_S = Status

# Execs may put right whatever somebody did wrong; what nobody may do is to let in who
# waits, has not paid or was refused.
_BY_EXECS: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        _S.REGISTERED: frozenset(
            {
                _S.WAITLIST,
                _S.ACCEPTED,
                _S.ACCEPTED_PENDING,
                _S.CHECKED_IN,
                _S.CANCELLED,
                _S.REJECTED,
            }
        ),
        _S.WAITLIST: frozenset(
            {_S.REGISTERED, _S.INCOMPLETE, _S.CANCELLED, _S.REJECTED}
        ),
        _S.INCOMPLETE: frozenset(
            {
                _S.REGISTERED,
                _S.WAITLIST,
                _S.ACCEPTED,
                _S.ACCEPTED_PENDING,
                _S.CANCELLED,
                _S.REJECTED,
            }
        ),
        _S.ACCEPTED: frozenset(
            {_S.ACCEPTED_COMPLETE, _S.CHECKED_IN, _S.CANCELLED, _S.REJECTED}
        ),
        _S.ACCEPTED_PENDING: frozenset(
            {_S.ACCEPTED_COMPLETE, _S.CHECKED_IN, _S.CANCELLED, _S.REJECTED}
        ),
        _S.ACCEPTED_COMPLETE: frozenset({_S.CHECKED_IN, _S.CANCELLED, _S.REJECTED}),
        _S.CHECKED_IN: frozenset({_S.REGISTERED, _S.ACCEPTED_COMPLETE, _S.CANCELLED}),
        _S.CANCELLED: frozenset({_S.REGISTERED, _S.WAITLIST, _S.INCOMPLETE}),
        _S.REJECTED: frozenset({_S.ACCEPTED, _S.ACCEPTED_PENDING, _S.CANCELLED}),
    }
)

_BY_OWNERS: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        _S.REGISTERED: frozenset({_S.CANCELLED}),
        _S.WAITLIST: frozenset({_S.CANCELLED}),
        _S.INCOMPLETE: frozenset({_S.CANCELLED}),
        _S.ACCEPTED: frozenset({_S.CANCELLED}),
        _S.ACCEPTED_PENDING: frozenset({_S.ACCEPTED_COMPLETE, _S.CANCELLED}),
        _S.ACCEPTED_COMPLETE: frozenset({_S.CANCELLED}),
    }
)

# What owners may ask for; None is no move.
MOVES_BY_OWNERS = frozenset({None, Status.ACCEPTED_COMPLETE, Status.CANCELLED})

# Where money moves somebody to.
PAID: Mapping[Status, Status] = MappingProxyType(
    {
        _S.INCOMPLETE: _S.REGISTERED,
        _S.ACCEPTED: _S.ACCEPTED_COMPLETE,
        _S.ACCEPTED_PENDING: _S.ACCEPTED_COMPLETE,
    }
)

# Who has a place, whatever they paid.
SETTLED = frozenset({_S.REGISTERED, _S.CHECKED_IN, _S.ACCEPTED_COMPLETE})

# Who has not paid keeps a seat only while ``holdUntil`` says so.
ON_HOLD = frozenset({_S.INCOMPLETE, _S.ACCEPTED, _S.ACCEPTED_PENDING})

# Applicants of whom it is not decided that they come.
_UNDECIDED = frozenset({Review.REVIEWING, Review.REJECTED, Review.WAITLIST})


def _plain(text: str | None) -> str:
    letters = "".join(c for c in (text or "").lower() if c.isalpha())
    return _OTHER_SPELLINGS.get(letters, letters)


_STATUSES = {_plain(state): state for state in Status}
_REVIEWS = {_plain(state): state for state in Review}


def status_of(text: str | None) -> Status | None:
    """Return the status that a text means, however it is spelled; None for others."""
    return _STATUSES.get(_plain(text))


def review_of(text: str | None) -> Review | None:
    """Return the state of an application that a text means; None for others."""
    return _REVIEWS.get(_plain(text))


def may_move(now: Status | None, to: Status, *, by_exec: bool) -> bool:
    """Tell whether somebody may move a registration from one status to another.

    A row whose status nobody knows is moved by execs alone, but not let in.
    """
    if now is None:
        return by_exec and to is not Status.CHECKED_IN
    return to in (_BY_EXECS if by_exec else _BY_OWNERS).get(now, ())


def is_under_review(registration: Registration) -> bool:
    """Tell whether somebody has applied and is not decided on."""
    return review_of(registration.application_status) in _UNDECIDED


def takes_seat(registration: Registration) -> bool:
    """Tell whether a registration takes one of the seats.

    What it tells follows from the row alone, so that counts can be made from rows: a
    hold that ran out takes a seat until it is taken away.
    """
    status = status_of(registration.status)
    if registration.is_partner:
        return False
    if status is Status.REGISTERED:
        return not is_under_review(registration)
    if status in ON_HOLD:
        return bool(registration.hold_until)
    return status in SETTLED
