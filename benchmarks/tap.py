"""One tap of a card against the same records read and written one by one.

The peer makes the calls of the system before this one: the caller, both profiles and an
earlier connection are each read, the two rows written together, and the wall's log and
its sockets come afterwards. It sends nothing; nor does ours, as nobody watches.
"""

import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass

os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    ENV_FILE=os.devnull,
    VAR_DIR=tempfile.mkdtemp(prefix="biztech-benchmark-"),
)

import django

django.setup()

from django.conf import settings

from core.dynamo.client import counted_calls
from core.dynamo.engine import start_engine
from core.dynamo.errors import Stale
from core.dynamo.registry import tables
from core.dynamo.rows import store_rows
from core.dynamo.tables import create_tables
from core.dynamo.transactions import write_transaction
from interactions.models import Connection, WallSocket
from interactions.services import connect
from interactions.wall.log import new_entry
from interactions.wall.names import NO_EVENT
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.services import grant_membership
from profiles.models import Profile, partition
from profiles.policy import face, name_of

PEOPLE = 32
ROUNDS = 200
NOW = 1_795_176_000_000


@dataclass(frozen=True, kw_only=True)
class Person:
    """A member who taps, or is tapped."""

    email: str
    profile_id: str


def ours(one: Person, other: Person) -> None:
    """Connect through the service: two calls, one of them the transaction."""
    connect(one.email, other.profile_id, now=NOW, event=NO_EVENT)


def one_by_one(one: Person, other: Person) -> None:
    """Connect as separate decisions."""
    owner = Member.find(*Member.key(one.email))
    if owner is None:
        return
    mine = Profile.find(*Profile.key(str(owner.profile_id)))
    theirs = Profile.find(*Profile.key(other.profile_id))
    if mine is None or theirs is None:
        return
    if Connection.find(*Connection.key(mine.profile_id, theirs.profile_id)):
        return
    with write_transaction() as writes:
        writes.create(side(mine, theirs), otherwise=Stale())
        writes.create(side(theirs, mine), otherwise=Stale())
    # Two kinds of frame, each to whoever is connected at that moment.
    list(WallSocket.by_event.query(NO_EVENT))
    people = [face(each.profile_id, each.plain()) for each in (mine, theirs)]
    store_rows(new_entry(NO_EVENT, one=people[0] or {}, other=people[1] or {}, at=NOW))
    list(WallSocket.by_event.query(NO_EVENT))


def side(profile: Profile, met: Profile) -> Connection:
    """Return the row of one side, with the names that clients read."""
    row = met.plain()
    return Connection.of(
        {
            "compositeID": partition(profile.profile_id),
            "type": Connection.key(profile.profile_id, met.profile_id)[1],
            "connectionID": met.profile_id,
            "connectionType": row.get("profileType"),
            "connectionName": name_of(row),
            "connectionMajor": row.get("major"),
            "connectionYear": row.get("year"),
            **{name: row.get(name) for name in ("fname", "lname", "pronouns")},
            **{name: row.get(name) for name in ("major", "year")},
            "createdAt": NOW,
        }
    )


def members() -> list[Person]:
    """Make members who have met nobody yet."""
    emails = [f"member{number}@example.org" for number in range(PEOPLE)]
    return [
        Person(
            email=email,
            profile_id=grant_membership(
                MembershipFacts(
                    email=email, first_name="Amira", last_name="Kay", major="Statistics"
                ),
                actor="benchmark",
                now=NOW,
            ).profile_id,
        )
        for email in emails
    ]


def timed(tap: Callable[[Person, Person], None], pair: tuple[Person, Person]) -> float:
    """Return how many milliseconds one tap of two strangers takes."""
    started = time.perf_counter()
    tap(*pair)
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Measure both in turn and print medians and their ratio."""
    engine = start_engine(None)
    settings.DYNAMODB_ENDPOINT = engine.endpoint
    taps = {"ours": ours, "peer": one_by_one}
    calls: dict[str, list[str]] = {}
    times: dict[str, list[float]] = {name: [] for name in taps}
    try:
        create_tables(tables())
        strangers = itertools.combinations(members(), 2)
        for name, tap in taps.items():
            # The first call of all opens connections and reads models.
            timed(tap, next(strangers))
            with counted_calls() as made:
                timed(tap, next(strangers))
            calls[name] = list(made)
        for _ in range(ROUNDS):
            for name, tap in taps.items():
                times[name].append(timed(tap, next(strangers)))
    finally:
        engine.stop()
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{name}: {median:.2f} ms, {len(calls[name])} database calls:")
        print(f"  {', '.join(calls[name])}")
    share = len(calls["ours"]) / len(calls["peer"])
    print(
        f"ours / peer: {medians['ours'] / medians['peer']:.2f} time, {share:.2f} calls"
    )


if __name__ == "__main__":
    main()
