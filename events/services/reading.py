"""What a decision about a registration rests on, read at one moment in one call."""

from collections.abc import Iterable
from dataclasses import dataclass

from accounts.models import User
from core.dynamo.transactions import read_together
from core.email import is_exec_email
from events.errors import EventUnknown
from events.models import Event, Registration, Seats
from events.queries import find_event_and_seats
from events.services.counting import counted_seats


@dataclass(frozen=True, kw_only=True)
class Situation:
    """An event, its seats, and where one person stands with it."""

    email: str
    event: Event
    seats: Seats
    user: User | None
    registration: Registration | None

    @property
    def price(self) -> int:
        """What the place costs this person, in cents; 0 for free."""
        return price_for(self.email, self.event, is_member=self.is_member)

    @property
    def is_member(self) -> bool:
        """Whether the person's account says that they are a member."""
        return bool(self.user and self.user.is_member)

    @property
    def has_seat_free(self) -> bool:
        """Whether a seat is free."""
        return int(self.seats.free or 0) >= 1

    @property
    def has_seat_to_give(self) -> bool:
        """Whether a seat is free beyond those that people in line are about to get."""
        return int(self.seats.free or 0) > int(self.seats.waiting or 0)

    def full_choice(self, choices: list[str]) -> str | None:
        """Return the first of some choices that cannot be made any more, or None."""
        free = self.seats.free_choices
        return next((each for each in choices if free.get(each, 1) < 1), None)


def situation_of(email: str, event_id: str, year: int, *, now: int) -> Situation:
    """Return what is known of a person and an event, or raise ``EventUnknown``.

    One call; some more the first time that the seats of an event are counted.
    """
    key = Registration.key(email, event_id, year)
    event, seats, user, registration = read_together(
        (Event, Event.key(event_id, year)),
        (Seats, Seats.key(key[1] or "")),
        (User, (email, None)),
        (Registration, key),
    )
    if event is None:
        raise EventUnknown(event_id, year)
    return Situation(
        email=email,
        event=event,
        seats=counted_seats(event, seats, now=now),
        user=user,
        registration=registration,
    )


def price_for(email: str, event: Event, *, is_member: bool) -> int:
    """Return what a place costs somebody, in cents; 0 for free.

    Who has an account with a membership pays the members' price; an address of the
    club's domain pays nothing. Source: contract-events section 3.
    """
    return 0 if is_exec_email(email) else price_of(event, is_member=is_member)


def situations_of(
    emails: Iterable[str], event_id: str, year: int, *, now: int
) -> list[Situation]:
    """Return what is known of an event and of several people who registered for it.

    Who did not is left out. One call, and two for each hundred people.
    """
    event, seats = find_event_and_seats(event_id, year)
    if event is None:
        raise EventUnknown(event_id, year)
    counted = counted_seats(event, seats, now=now)
    asked = list(dict.fromkeys(emails))
    rows = Registration.find_many(
        Registration.key(email, event_id, year) for email in asked
    )
    users = User.find_many((email, None) for email in asked)
    return [
        Situation(
            email=email,
            event=event,
            seats=counted,
            user=users.get((email, None)),
            registration=rows[key],
        )
        for email in asked
        if (key := Registration.key(email, event_id, year)) in rows
    ]


def price_of(event: Event, *, is_member: bool) -> int:
    """Return what a place costs, in cents; 0 for free and for what is no price.

    Where others have no price of their own, who is let in all the same pays as members
    do.
    """
    others = None if is_member else _dollars(event, "nonMembers")
    dollars = _dollars(event, "members") if others is None else others
    return max(0, round((dollars or 0) * 100))


def is_for_members_only(event: Event) -> bool:
    """Tell whether an event has a price for members and none for others."""
    return (
        _dollars(event, "members") is not None and _dollars(event, "nonMembers") is None
    )


def _dollars(event: Event, who: str) -> float | None:
    dollars = event.pricing.get(who) if isinstance(event.pricing, dict) else None
    is_number = isinstance(dollars, int | float) and not isinstance(dollars, bool)
    return dollars if is_number else None
