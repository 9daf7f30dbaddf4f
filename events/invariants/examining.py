"""How registrations are looked at, and the counts of seats that are made of them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from core.doctor.examining import Examination, Watch
from core.doctor.invariants import Finding
from core.dynamo.base import Key
from core.dynamo.errors import Stale
from events.models import Event, Registration, Team, event_of, is_event_key
from events.queries import counted_seats_of
from events.services.counting import recount

TEAM = Registration.team.attr_name


class RegistrationsExamined(Examination):
    """Looks what registrations lead to, and whether seats are counted as they say."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._events: set[Key] = set()
        self._teams: set[Key] = set()
        # Who is registered for what was not seen, or in what team.
        self._unseen: dict[str, list[str]] = defaultdict(list)
        self._teamless: dict[Key, list[str]] = defaultdict(list)

    def watches(self) -> Sequence[Watch]:
        """Return what tells of registrations; what they lead to before them."""
        return (
            Watch(entity=Event, attributes=(), look=self._look_at_event),
            Watch(entity=Team, attributes=(), look=self._look_at_team),
            Watch(entity=Registration, attributes=(TEAM,), look=self._look),
        )

    def conclude(self) -> Iterable[Finding]:
        """Yield who is registered for nothing, and which seats are miscounted."""
        yield from self._for_nothing()
        yield from self._in_no_team()
        yield from self._miscounted()

    def _look_at_event(self, event: Event) -> Iterator[Finding]:
        self._events.add(event.key_of())
        yield from ()

    def _look_at_team(self, team: Team) -> Iterator[Finding]:
        self._teams.add(team.key_of())
        yield from ()

    def _look(self, registration: Registration) -> Iterator[Finding]:
        email, event = str(registration.id), str(registration.event)
        if _key_in(event) not in self._events:
            self._unseen[event].append(email)
        team = str(registration.team or "")
        if team and (team, event) not in self._teams:
            self._teamless[team, event].append(email)
        yield from ()

    def _for_nothing(self) -> Iterator[Finding]:
        keys = {event: _key_in(event) for event in self._unseen}
        there = Event.find_many(key for key in keys.values() if key)
        for event, emails in self._unseen.items():
            for email in () if keys[event] in there else emails:
                yield Finding(
                    "registration-without-event",
                    email,
                    f"There is a registration for {event}, and no such event.",
                    at=event,
                )

    def _in_no_team(self) -> Iterator[Finding]:
        there = Team.find_many(self._teamless)
        for key, emails in self._teamless.items():
            for email in () if key in there else emails:
                yield Finding(
                    "team-gone",
                    email,
                    f"The registration for {key[1]} names the team {key[0]}, which does"
                    " not exist.",
                    at=str(key[1]),
                )

    def _miscounted(self) -> Iterator[Finding]:
        events = Event.find_many(self._events).values()
        counted = counted_seats_of(events)
        for event in events:
            if event.event_key in counted and (said := self._differences(event)):
                yield Finding(
                    "seats-miscounted",
                    event.event_key,
                    f"Seats of {event.event_key} are miscounted: {'; '.join(said)}.",
                    at=event.event_key,
                )

    def _differences(self, event: Event) -> tuple[str, ...]:
        try:
            said = recount(event, now=self.now, apply=False).differences
            # The index may have been behind; what is wrong is wrong again.
            again = said and recount(event, now=self.now, apply=False).differences
        except Stale:
            return ()
        return tuple(each for each in said if each in again)


def _key_in(event: str) -> Key | None:
    return Event.key(*event_of(event)) if is_event_key(event) else None
