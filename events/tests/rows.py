"""Events and people to register, as tests store them."""

from typing import Any

from accounts.models import User
from core.clock import DAY, moment
from core.dynamo.rows import store_rows
from events.models import Event, Registration, Seats, event_key
from events.services.counting import recount
from events.services.registering import Application, Registered, register

NOW = 1_795_176_000_000
EXEC = "ben@ubcbiztech.com"
GALA = ("gala", 2026)
GALA_KEY = event_key(*GALA)


def store_event(**values: Any) -> Event:
    """Store an event that takes registrations: free, for ten people, in a week."""
    row = {
        "id": GALA[0],
        "year": GALA[1],
        "ename": "Gala",
        "capac": 10,
        "isPublished": True,
        "nonBizTechAllowed": True,
        "startDate": _iso(NOW + 7 * DAY),
        "endDate": _iso(NOW + 8 * DAY),
        "deadline": _iso(NOW + 6 * DAY),
        "pricing": {"members": 0, "nonMembers": 0},
        **values,
    }
    event = Event.of({name: value for name, value in row.items() if value is not None})
    store_rows(event)
    return event


def store_registration(email: str, **values: Any) -> None:
    """Store that somebody is registered for the gala, however that came about."""
    row = {"id": email, "eventID;year": GALA_KEY, "registrationStatus": "registered"}
    store_rows(Registration.of({**row, **values}))


def store_user(email: str, **values: Any) -> None:
    """Store an account."""
    store_rows(User.of({"id": email, "email": email, "isMember": False, **values}))


def person(number: int) -> str:
    """Return somebody's address."""
    return f"person{number:03d}@ubc.ca"


def sign_up(email: str, *, now: int = NOW, **values: Any) -> Registered:
    """Have somebody register for the gala as the public does."""
    application = Application(
        email=email, event_id=GALA[0], year=GALA[1], fname="Amira", **values
    )
    return register(application, actor=email, by_exec=False, now=now)


def registration(email: str) -> Registration:
    """Return somebody's registration for the gala as it is now."""
    row = Registration.find(email, GALA_KEY, consistent=True)
    assert row is not None
    return row


def seats() -> Seats:
    """Return the counts of the gala as they are now."""
    row = Seats.find(*Seats.key(GALA_KEY), consistent=True)
    assert row is not None
    return row


def assert_counts_are_true() -> None:
    """Hold the counts, the holds and the line against the registrations."""
    event = Event.get(*GALA)
    differences = recount(event, now=NOW, apply=False).differences
    assert not differences, differences


def _iso(ms: int) -> str:
    return f"{moment(ms):%Y-%m-%dT%H:%M:%S.000Z}"
