"""An invented evening: people who meet at a steady pace, and leave no trace.

They go through the same tap as real ones, on a wall of their own, so a club can try
its projector, its network and its database before the guests come.
"""

import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from biztech.demo import sample_values
from biztech.demo.errors import RehearsalRefused
from core.dynamo.rows import remove_rows, store_rows
from core.dynamo.transactions import write_transaction
from interactions.models import Connection, LiveConnection, WallControl
from interactions.queries import connections_of
from interactions.wall.controls import fresh_epoch
from interactions.wall.publish import publish_control
from memberships.models import Member
from profiles.models import Profile
from profiles.queries import all_profiles
from profiles.services import new_profile

EVENT = "rehearsal"
FEWEST_PEOPLE, MOST_PEOPLE = 2, 5000

# No address of that domain can exist (RFC 2606).
_DOMAIN = "rehearsal.invalid"
_PROFILE_ID = re.compile(r"Rehearsal\d{4}")

# One in so many taps is by somebody who has met many already.
_POPULAR = 0.4


@dataclass(frozen=True, kw_only=True)
class Guest:
    """An invented guest."""

    email: str
    profile_id: str


def arrive(
    count: int,
    *,
    seed: int,
    now: int,
    event: str = EVENT,
    advance: Callable[[int], None],
) -> list[Guest]:
    """Open the wall, write so many guests' members and profiles; return the guests.

    The same for the same seed; harmless to repeat. Raises ``RehearsalRefused`` in
    production.
    """
    stay_out_of_production()
    chance = random.Random(seed)
    guests = [
        Guest(email=f"guest{number:04d}@{_DOMAIN}", profile_id=f"Rehearsal{number:04d}")
        for number in range(count)
    ]
    members, profiles = [], []
    for guest in guests:
        row = _member_row(guest, chance=chance, now=now)
        members.append(Member.of(row))
        made = new_profile(guest.profile_id, member=row, is_exec=False, now=now)
        profiles.append(Profile.of_item(made.after or {}))
    store_rows(*profiles)
    advance(count)
    store_rows(*members)
    advance(count)
    with write_transaction() as writes:
        fresh_epoch(event, now=now).apply(writes)
    publish_control(event)
    return guests


def _member_row(guest: Guest, *, chance: random.Random, now: int) -> dict[str, Any]:
    faculty = chance.choice(tuple(sample_values.MAJORS))
    return {
        "id": guest.email,
        "firstName": chance.choice(sample_values.FIRST_NAMES.split()),
        "lastName": chance.choice(sample_values.LAST_NAMES.split()),
        "faculty": faculty,
        "major": chance.choice(sample_values.MAJORS[faculty]),
        "year": chance.choice(sample_values.YEARS),
        "profileID": guest.profile_id,
        "cardCount": 0,
        "createdAt": now,
        "updatedAt": now,
    }


def meetings(
    guests: list[Guest], *, seed: int, a_minute: int
) -> Iterator[tuple[float, Guest, Guest]]:
    """Return after how many seconds who taps whose card, until all have met.

    They tap at random, so many times in a minute on the whole, and some people meet
    many, as it is at events.
    """
    chance = random.Random(seed)
    met: set[frozenset[str]] = set()
    popular: list[Guest] = []
    while len(met) < len(guests) * (len(guests) - 1) // 2:
        crowd = popular if popular and chance.random() < _POPULAR else guests
        one, other = chance.choice(guests), chance.choice(crowd)
        pair = frozenset({one.email, other.email})
        if len(pair) == 1 or pair in met:
            popular = []
            continue
        met.add(pair)
        popular = [*popular[-20:], one, other]
        yield chance.expovariate(a_minute / 60), one, other


def leave(*, event: str, advance: Callable[[int], None]) -> int:
    """Remove every guest of any rehearsal, whom they met, and the wall's log.

    Returns how many guests went. Harmless to repeat, and after a crash. Raises
    ``RehearsalRefused`` in production.
    """
    stay_out_of_production()
    # First, so that screens need not follow each guest out.
    remove_rows(*LiveConnection.query(event, consistent_read=True))
    remove_rows(WallControl(*WallControl.key(event)))
    publish_control(event)
    ids = [
        profile.profile_id
        for profile in all_profiles()
        if _PROFILE_ID.fullmatch(profile.profile_id)
    ]
    for profile_id in ids:
        met = connections_of(profile_id)
        others = [Connection(*Connection.key(row.other_id, profile_id)) for row in met]
        remove_rows(*met, *others)
        number = profile_id.removeprefix("Rehearsal")
        # The profile last, for the next time finds them by it.
        remove_rows(Member(f"guest{number}@{_DOMAIN}"))
        remove_rows(Profile(*Profile.key(profile_id)))
        advance(1)
    return len(ids)


def stay_out_of_production() -> None:
    """Refuse where the club's real people are."""
    if settings.ENVIRONMENT == "PROD":
        raise RehearsalRefused(
            "A rehearsal writes invented members, and empties its wall; run it against"
            " the staging tables (ENVIRONMENT empty), not against production."
        )
