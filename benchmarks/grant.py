"""One granted membership against the same records written one by one.

The peer makes the calls of the system before this one: each record is read, then
written, and the profile is linked in a transaction of its own; no audit item.
"""

import os
import statistics
import tempfile
import time
from collections.abc import Callable

os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    ENV_FILE=os.devnull,
    VAR_DIR=tempfile.mkdtemp(prefix="biztech-benchmark-"),
)

import django

django.setup()

from django.conf import settings

from accounts.models import User
from core.dynamo.client import counted_calls
from core.dynamo.engine import start_engine
from core.dynamo.errors import Stale
from core.dynamo.registry import tables
from core.dynamo.rows import store_rows
from core.dynamo.tables import create_tables
from core.dynamo.transactions import write_transaction
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.services import grant_membership
from profiles.ids import draw_profile_id
from profiles.services import new_profile

ROUNDS = 200
NOW = 1_795_176_000_000


def ours(email: str) -> None:
    """Grant through the service: two calls, one of them the transaction."""
    facts = MembershipFacts(email=email, first_name="Amira", last_name="Kay")
    grant_membership(facts, actor="benchmark", now=NOW)


def one_by_one(email: str) -> None:
    """Write the records as separate decisions."""
    facts = MembershipFacts(email=email, first_name="Amira", last_name="Kay")
    if User.find(*User.key(email)) is None:
        store_rows(User.of({"id": email, "isMember": True, "fname": "Amira"}))
    if Member.find(*Member.key(email)) is None:
        store_rows(Member.of({"id": email, **facts.for_member(None)}))
    member = Member.find(*Member.key(email))
    again = Member.find(*Member.key(email))
    if member is None or again is None or again.profile_id:
        return
    profile_id = draw_profile_id()
    profile = new_profile(profile_id, member=member.plain(), is_exec=False, now=NOW)
    with write_transaction() as writes:
        profile.apply(writes)
        writes.update(
            Member,
            Member.key(email),
            [Member.profile_id.set(profile_id)],
            otherwise=Stale(),
        )


def timed(name: str, grant: Callable[[str], None], number: int) -> float:
    """Return how many milliseconds one grant to a new person takes."""
    started = time.perf_counter()
    grant(f"{name}{number}@example.org")
    return (time.perf_counter() - started) * 1000


def main() -> None:
    """Measure both in turn and print medians and their ratio."""
    engine = start_engine(None)
    settings.DYNAMODB_ENDPOINT = engine.endpoint
    try:
        create_tables(tables())
        peers = {"ours": ours, "peer": one_by_one}
        calls = {}
        for name, grant in peers.items():
            with counted_calls() as made:
                timed(f"first-{name}", grant, 0)
            calls[name] = len(made)
        times: dict[str, list[float]] = {"ours": [], "peer": []}
        for number in range(ROUNDS):
            for name, grant in peers.items():
                times[name].append(timed(name, grant, number))
    finally:
        engine.stop()
    medians = {name: statistics.median(values) for name, values in times.items()}
    for name, median in medians.items():
        print(f"{name}: {median:.2f} ms, {calls[name]} database calls")
    print(f"ours / peer: {medians['ours'] / medians['peer']:.2f}")


if __name__ == "__main__":
    main()
