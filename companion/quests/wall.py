"""Who completed a quest just now, for the screens of an event's wall.

Derived from the wall's log, which holds each connection of the event once it is
committed: nothing is stored, and a process that starts anew tells the same. Who had
been recommended, people's clients told; screens tell how many, and no names.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from companion.quests.definitions import Counts, Quest, quests_in
from companion.quests.queries import recommended_at
from events.queries import find_event
from interactions.wall.additions import Addition, Evening
from interactions.wall.names import parts_of
from profiles.policy import Audience
from profiles.queries import seen_by

# Screens show what they have not shown yet, a few at a time; older ones are of no use.
MOST = 6

# When, who, and whom or what they met.
Side = tuple[int, str, str]


@dataclass(frozen=True)
class Milestone:
    """Somebody's connection at that moment completed a quest."""

    profile_id: str
    quest: Quest
    at: int


def latest_milestones(evening: Evening) -> list[dict[str, Any]]:
    """Return the latest quests that people on the wall completed, the newest first.

    Ids alone: screens know of everybody on the wall what they show.
    """
    parts = parts_of(evening.event)
    event = find_event(*parts) if parts else None
    quests = quests_in(event.plain()) if event else ()
    shown = evening.people()
    told = [each for each in milestones(evening, quests) if each.profile_id in shown]
    return [
        {
            "id": each.profile_id,
            "quest": each.quest.id,
            "words": each.quest.completed,
            "at": each.at,
        }
        for each in sorted(told, key=attrgetter("at"), reverse=True)[:MOST]
    ]


def milestones(evening: Evening, quests: Collection[Quest]) -> Iterator[Milestone]:
    """Yield who completed which of the quests, and when; each once."""
    met = [
        (at, *sides)
        for at, one, other in evening.met()
        for sides in ((one, other), (other, one))
    ]
    for counts in Counts:
        targets = {each.target: each for each in quests if each.counts is counts}
        if targets:
            yield from _reached(_counted(counts, met, evening.event), targets)


def _counted(counts: Counts, met: list[Side], wall: str) -> Iterable[Side]:
    match counts:
        case Counts.CONNECTIONS:
            return met
        case Counts.RECOMMENDED:
            return _recommended_in(met, wall)
        case Counts.COMPANIES:
            return _companies_in(met)


def _reached(met: Iterable[Side], targets: Mapping[int, Quest]) -> Iterator[Milestone]:
    known: dict[str, set[str]] = defaultdict(set)
    for at, who, what in met:
        counted = known[who]
        if what not in counted:
            counted.add(what)
            if quest := targets.get(len(counted)):
                yield Milestone(who, quest, at)


def _recommended_in(met: list[Side], wall: str) -> Iterator[Side]:
    """Yield whom each met of those who had been recommended to them."""
    parts = parts_of(wall)
    recommended = recommended_at(*parts) if parts else {}
    for at, who, whom in met:
        if whom in recommended.get(who, ()):
            yield at, who, whom


def _companies_in(met: list[Side]) -> Iterator[Side]:
    """Yield which company each met, as far as those met show it."""
    shown = seen_by({whom for _, _, whom in met}, Audience.CONNECTION)
    for at, who, whom in met:
        company = str((shown.get(whom) or {}).get("company") or "").strip()
        if company:
            yield at, who, company.casefold()


MILESTONES = Addition(
    code="milestones",
    title="Quests",
    sentence="A line for whoever just completed a quest of the event.",
    read=latest_milestones,
)
