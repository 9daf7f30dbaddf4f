"""What events hold of people: registrations, places that nobody takes, feedback."""

from collections.abc import Iterator
from typing import TypeVar

from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import DataSubject
from events.models import Event, Feedback, Hold, PlaceInLine, Registration, Seats
from events.services.seats import places_of

P = TypeVar("P", Hold, PlaceInLine)


def _registrations(whom: DataSubject) -> Iterator[Registration]:
    for email in whom.emails:
        yield from Registration.query(email, consistent_read=True)


def _left(model: type[P], whom: DataSubject) -> Iterator[P]:
    """Return places under a person's name that no registration of theirs takes.

    Those that are taken go with their registration. Reads the places of all events.
    """
    taken = {key for row in _registrations(whom) for key in places_of(row)}
    for email in whom.emails:
        for row in model.of_person(email):
            if row.key_of() not in taken:
                yield row


def _feedback(whom: DataSubject) -> Iterator[Feedback]:
    """Yield what a person said of events, with their address; reads all feedback."""
    yield from Feedback.scan(Feedback.respondent_email.is_in(*whom.emails))


register_holdings(
    Holding(entity=Registration, words="Registrations for events", find=_registrations),
    Holding(
        entity=Hold,
        words="Seats that are held",
        find=lambda whom: _left(Hold, whom),
    ),
    Holding(
        entity=PlaceInLine,
        words="Places in line",
        find=lambda whom: _left(PlaceInLine, whom),
    ),
    Holding(
        entity=Feedback,
        words="Feedback on events",
        find=_feedback,
    ),
)
hold_nothing("Events are about nobody.", Event)
hold_nothing("How many seats are taken, by whomever.", Seats)
