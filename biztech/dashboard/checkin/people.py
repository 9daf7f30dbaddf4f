"""Who is registered for an event, as the door looks for them."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from biztech.dashboard.checkin.messages import name_of, standing_of
from events.models import Registration, event_of
from events.queries import registrations_of
from events.services.door import Outcome, outcome_for
from events.tickets import issue

# More than fit on a phone are not shown: a longer name finds fewer.
MOST_FOUND = 20

# Enough of a digest that no two tickets of an event share it.
_DIGEST_LETTERS = 32


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody who is registered, and what a scan of their ticket would come to."""

    registration: Registration
    outcome: Outcome

    @property
    def email(self) -> str:
        """Their address."""
        return str(self.registration.id)

    @property
    def name(self) -> str:
        """What to call them."""
        return name_of(self.registration)

    @property
    def standing(self) -> str:
        """How they stand with the event, in a few words."""
        return standing_of(self.outcome, self.registration)

    @property
    def is_in(self) -> bool:
        """Whether they are checked in."""
        return self.outcome is Outcome.ALREADY_IN

    def plain(self) -> dict[str, Any]:
        """Return what a phone keeps of them for when there is no net.

        Of the ticket it gets a digest: enough to recognize one, not to make it.
        """
        event_id, year = event_of(str(self.registration.event))
        ticket = issue(self.email, event_id, year)
        return {
            "email": self.email,
            "name": self.name,
            "outcome": self.outcome,
            "checkedInAt": self.registration.checked_in_at,
            "ticket": hashlib.sha256(ticket.encode()).hexdigest()[:_DIGEST_LETTERS],
        }


def guests_of(event_id: str, year: int) -> list[Guest]:
    """Return who is registered for an event, by name."""
    guests = (
        Guest(registration=row, outcome=outcome_for(row))
        for row in registrations_of(event_id, year)
    )
    return sorted(guests, key=lambda guest: guest.name.casefold())


def found_in(guests: list[Guest], asked: str) -> Iterator[Guest]:
    """Yield those who have each asked word in their name or address."""
    words = asked.casefold().split()
    for guest in guests:
        said = f"{guest.name} {guest.email}".casefold()
        if all(word in said for word in words):
            yield guest
