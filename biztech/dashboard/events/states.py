"""What states of events and registrations are called, and which an event is in."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from events.models import Event
from events.statuses import Review, Status, status_of


class State(StrEnum):
    """How far an event got."""

    DRAFT = "draft"
    PUBLISHED = "published"
    OVER = "over"
    ARCHIVED = "archived"


WORDS: Mapping[State, str] = MappingProxyType(
    {
        State.DRAFT: "Draft",
        State.PUBLISHED: "Published",
        State.OVER: "Over",
        State.ARCHIVED: "Archived",
    }
)

STATUS_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.REGISTERED: "Registered",
        Status.CHECKED_IN: "Checked in",
        Status.ACCEPTED_COMPLETE: "Coming (accepted)",
        Status.ACCEPTED_PENDING: "Has to confirm",
        Status.ACCEPTED: "Has to pay (accepted)",
        Status.INCOMPLETE: "Has to pay",
        Status.WAITLIST: "Waitlist",
        Status.CANCELLED: "Cancelled",
        Status.REJECTED: "Not accepted",
    }
)

REVIEW_WORDS: Mapping[Review, str] = MappingProxyType(
    {
        Review.NONE: "None",
        Review.REVIEWING: "Under review",
        Review.ACCEPTED: "Accepted",
        Review.WAITLIST: "On the waitlist",
        Review.REJECTED: "Not accepted",
    }
)

# Who has a place once they have paid.
TO_PAY = frozenset({Status.INCOMPLETE, Status.ACCEPTED})


def status_word(text: str | None) -> str:
    """Return what a stored status is called; an odd one speaks for itself."""
    status = status_of(text)
    return STATUS_WORDS[status] if status else text or "Not known"


def state_of(event: Event, *, now: int) -> State:
    """Return how far an event got; one that nobody published is a draft, ended or not.

    A record of an event that is over may stay published.
    """
    if event.is_archived:
        return State.ARCHIVED
    if not event.is_published:
        return State.DRAFT
    ended = event.ends_at is not None and event.ends_at < now
    return State.OVER if event.is_completed or ended else State.PUBLISHED
