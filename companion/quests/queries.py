"""How far people are with the quests of an event, derived from whom they met there."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from companion.quests.definitions import Counts, Quest, quests_in
from companion.quests.errors import PeopleUnread
from companion.quests.models import StoredQuests
from companion.quests.progress import Met, Progress, progress
from core.dynamo.transactions import read_together
from core.errors import NotFound
from events.models import Event
from interactions.models import Connection
from interactions.queries import connections_at, connections_of
from interactions.wall.names import wall_name
from memberships.directory.entries import Entry
from memberships.directory.keeping import StillReading, directory
from memberships.models import Member
from memberships.queries import members_of_profile
from profiles.errors import CardReplaced
from profiles.models import Profile
from profiles.policy import Audience
from profiles.queries import living_profiles, seen_by, shown_or_refuse

# How long who asks waits for the directory's first reading, in seconds.
_PATIENCE = 20.0


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far somebody is; ``who`` is an address, or a profile id without a member."""

    who: str
    progress: Progress


def own_progress(email: str, event_id: str, year: int) -> Progress:
    """Return how far somebody is at an event; no one else's names but companies'.

    Raises ``NotFound`` for an unknown event.
    """
    event, member = read_together(
        (Event, Event.key(event_id, year)), (Member, Member.key(email))
    )
    profile_id = str(member.profile_id or "") if member else ""
    return _progress(_known(event, event_id, year), email, profile_id)


def progress_on_kiosk(profile_id: str, event_id: str, year: int) -> Progress:
    """Return how far the owner of a profile is, for everybody to see: counts alone.

    The card of a profile that was united with another one shows that one's. Raises
    ``NotFound`` for an unknown event, an unknown profile and a hidden one.
    """
    event, profile = read_together(
        (Event, Event.key(event_id, year)), (Profile, Profile.key(profile_id))
    )
    known = _known(event, event_id, year)
    try:
        shown_or_refuse(profile, profile_id)
    except CardReplaced as refused:
        if not refused.leads_to:
            raise
        return progress_on_kiosk(refused.leads_to, event_id, year)
    owner = next(iter(members_of_profile(profile_id)), None)
    found = _progress(known, str(owner.id) if owner else "", profile_id)
    # Whom somebody met, their companies included, is not for everybody.
    return {
        quest: {name: value for name, value in each.items() if name != "items"}
        for quest, each in found.items()
    }


def everybody() -> Iterable[Entry]:
    """Return all people as the directory knows them. Raises ``PeopleUnread``."""
    try:
        return directory.reading(patience=_PATIENCE).listed.people
    except StillReading as obstacle:
        raise PeopleUnread from obstacle


def standings(event: Event, people: Iterable[Entry]) -> list[Standing]:
    """Return how far everybody is who met somebody, or of whom something is stored.

    Two queries by the event, whoever there is beside. Who met before this service did
    the taps counts by what was noted then.
    """
    met: dict[str, list[Connection]] = defaultdict(list)
    emails = {one.profile_id: one.email for one in people if one.profile_id}
    for row in connections_at(wall_name(str(event.id), int(event.year))):
        met[emails.get(row.owner_id, row.owner_id)].append(row)
    stored: dict[str, list[StoredQuests]] = defaultdict(list)
    named = StoredQuests.event_named(str(event.id), int(event.year))
    for noted in StoredQuests.by_event.query(named):
        stored[emails.get(noted.id, noted.id)].append(noted)
    reading = _Reading.of(
        event,
        [row for connections in met.values() for row in connections],
        [row for noted in stored.values() for row in noted],
    )
    return [
        Standing(
            who=who, progress=reading.progress(met.get(who, ()), stored.get(who, ()))
        )
        for who in sorted({*met, *stored})
    ]


def recommended_at(event_id: str, year: int) -> dict[str, set[str]]:
    """Return who had been recommended to whom at an event, by today's profile ids.

    A query by the event, and the people whom it tells of by key.
    """
    named = StoredQuests.event_named(event_id, year)
    rows = [row for row in StoredQuests.by_event.query(named) if row.recommended]
    owners = Member.find_many([Member.key(row.id) for row in rows], consistent=False)
    own_ids = {str(owner.id): owner.profile_id for owner in owners.values()}
    living = _living(rows)
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        ids = {living.get(one, one) for one in row.recommended or ()}
        found[str(own_ids.get(row.id) or row.id)] |= ids
    return found


def _known(event: Event | None, event_id: str, year: int) -> Event:
    if event is None:
        raise NotFound.of_pair("event", event_id, str(year))
    return event


def _progress(event: Event, email: str, profile_id: str) -> Progress:
    connections = connections_of(profile_id) if profile_id else []
    met = [row for row in connections if _met_at(event, row)]
    keys = (
        StoredQuests.key(who, str(event.id), int(event.year))
        for who in (email, profile_id)
        if who
    )
    stored = list(StoredQuests.find_many(keys).values())
    return _Reading.of(event, met, stored).progress(met, stored)


def _living(stored: Iterable[StoredQuests]) -> dict[str, str]:
    """Return under which ids those who had been recommended are met today."""
    ids = {one for row in stored for one in row.recommended or ()}
    found = living_profiles(ids) if ids else {}
    return {one: profile.profile_id for one, profile in found.items()}


def _met_at(event: Event, row: Connection) -> bool:
    """Tell whether two people met at an event: on its wall, or while it lasted."""
    if row.wall_event:
        return bool(row.wall_event == wall_name(str(event.id), int(event.year)))
    begins, ends = event.starts_at, event.ends_at
    if begins is None or ends is None:
        return False
    return begins <= int(row.created_at or 0) <= ends


@dataclass(frozen=True, kw_only=True)
class _Reading:
    """What telling progress takes beside the meetings, read once for all of them."""

    quests: tuple[Quest, ...]
    # What those with a company show of themselves now; and, of those who had been
    # recommended, under which id they are met today.
    shown: Mapping[str, Mapping[str, Any] | None]
    living: Mapping[str, str]

    @classmethod
    def of(
        cls,
        event: Event,
        met: Iterable[Connection],
        stored: Iterable[StoredQuests],
    ) -> "_Reading":
        quests = quests_in(event.plain())
        counted = {quest.counts for quest in quests}
        shown: Mapping[str, Mapping[str, Any] | None] = {}
        if Counts.COMPANIES in counted:
            of_companies = (row.other_id for row in met if row.company)
            shown = seen_by(of_companies, Audience.CONNECTION)
        living = _living(stored) if Counts.RECOMMENDED in counted else {}
        return cls(quests=quests, shown=shown, living=living)

    def progress(
        self, met: Iterable[Connection], stored: Iterable[StoredQuests]
    ) -> Progress:
        noted = list(stored)
        recommended = {one for row in noted for one in row.recommended or ()}
        return progress(
            self.quests,
            (self._met(row) for row in met),
            recommended={self.living.get(one, one) for one in recommended},
            recorded=[row.recorded for row in noted],
        )

    def _met(self, row: Connection) -> Met:
        shown = self.shown.get(row.other_id) or {}
        return Met(
            at=int(row.created_at or 0),
            profile_id=row.other_id,
            company=str(row.company or "").strip(),
            shows=str(shown.get("company") or "").strip(),
        )
