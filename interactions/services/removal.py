"""What happens to connections when a profile goes, and when it comes back.

A person may have met thousands, so this is no single transaction: batches of pairs,
each pair whole, each batch safe to repeat. The mark that the act left in the audit
trail (``core.audit.pending_work.begin``) says that there is work to complete.
"""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

from core.audit.changes import RowChange
from core.audit.models import PendingWork
from core.audit.pending_work import finish
from core.audit.trail import keep_snapshot
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes, retry_on_conflict, write_transaction
from interactions.models import Connection, LiveConnection
from interactions.queries import connections_of
from profiles.models import CONNECTIONS, Profile
from profiles.queries import find_profile, living_profiles


class ConnectionWork(StrEnum):
    """What an act can leave to do to connections, as its mark says it."""

    REMOVE = "remove connections"
    # After an act that nobody can undo: no copy is kept.
    FORGET = "forget connections"
    # What older marks say of profiles that had met nobody.
    SWEEP = "sweep connections"
    RESTORE = "restore connections"
    MOVE = "move connections"
    UNITE = "unite connections"
    PART = "part connections"


REMOVALS = (ConnectionWork.REMOVE, ConnectionWork.FORGET, ConnectionWork.SWEEP)

# Two rows and a check for each pair, and one for who met them, stay below a
# transaction's hundred operations.
_PAIRS = 30


def complete_removal(mark: PendingWork) -> None:
    """Remove whom somebody met whose profile an act took away, as its mark says."""
    remove_connections(
        mark.profile_id,
        act_id=mark.act_id,
        at=int(mark.at),
        keep_copies=mark.work != ConnectionWork.FORGET,
    )


def remove_connections(
    profile_id: str, *, act_id: str, at: int, keep_copies: bool = True
) -> int:
    """Remove a gone profile's connections on both sides; return how many people.

    Also those that came between the decision and its commit: without the profile no
    connection can be written any more. Nothing is removed once the profile is there
    again. Every removed row joins the act's snapshot in the transaction that removes
    it; without ``keep_copies`` its entry in the wall's log goes instead.
    """
    kept_for = act_id if keep_copies else None
    count = 0
    while batch := _remove_batch(profile_id, kept_for=kept_for, at=at):
        count += batch
    finish(act_id)
    return count


def _remove_batch(profile_id: str, *, kept_for: str | None, at: int) -> int:
    def decide(_: int) -> int:
        mine = connections_of(profile_id, limit=_PAIRS)
        if not mine or find_profile(profile_id, consistent=True):
            return 0
        mirrors = Connection.find_many(
            Connection.key(row.other_id, profile_id) for row in mine
        )
        removals = [
            RowChange.removed("connection", row) for row in [*mine, *mirrors.values()]
        ]
        with write_transaction() as writes:
            writes.require_absent(Profile, Profile.key(profile_id), otherwise=Stale())
            for removal in removals:
                removal.apply(writes)
            if kept_for:
                series = secrets.token_hex(8)
                keep_snapshot(writes, kept_for, removals, at=at, series=series)
            else:
                for key in filter(None, {row.wall_key for row in mine}):
                    writes.forget(LiveConnection, key)
        return len(mine)

    return retry_on_conflict(decide)


def missing_partners(profile_id: str, snapshot: list[RowChange]) -> list[str]:
    """Return whom of a snapshot's connections a restored profile would not find."""
    partners = pairs_of(profile_id, snapshot)
    return sorted(partners.keys() - living_profiles(partners).keys())


def restore_connections(
    profile_id: str, snapshot: list[RowChange], *, act_id: str
) -> None:
    """Bring the connections of a snapshot back; those there already are left alone.

    Whose card was replaced since is met under their new id; who is gone, or gone
    again, is left out. ``act_id`` is the act whose mark is taken away at the end.
    """
    pairs = pairs_of(profile_id, snapshot)
    partners = list(pairs)
    for start in range(0, len(partners), _PAIRS):
        batch = partners[start : start + _PAIRS]
        _restore_batch(profile_id, {partner: pairs[partner] for partner in batch})
    finish(act_id)


def _restore_batch(profile_id: str, pairs: dict[str, list[Connection]]) -> None:
    def decide(_: int) -> None:
        found = living_profiles([profile_id, *pairs])
        living = {one: profile.profile_id for one, profile in found.items()}
        there = [partner for partner in pairs if partner in living]
        sides = [row.renamed(living) for partner in there for row in pairs[partner]]
        rows = {row.key_of(): row for row in sides}
        absent = rows.keys() - Connection.find_many(rows).keys()
        if profile_id not in living or not absent:
            return
        with write_transaction() as writes:
            for key in absent:
                RowChange.created("connection", rows[key]).apply(writes)
            require_profiles(writes, living.values())

    retry_on_conflict(decide)


def require_profiles(writes: Writes, profile_ids: Iterable[str]) -> None:
    """Have a transaction read and decide again unless all these profiles are there.

    A profile whose card was replaced is none; one that is hidden is.
    """
    for profile_id in sorted(set(profile_ids)):
        writes.require(
            Profile,
            Profile.key(profile_id),
            condition=Profile.replaced_at.does_not_exist(),
            otherwise=Stale(),
        )


def pairs_of(profile_id: str, snapshot: list[RowChange]) -> dict[str, list[Connection]]:
    """Return a snapshot's connection rows by the other person's profile id."""
    pairs: dict[str, list[Connection]] = defaultdict(list)
    for change in snapshot:
        if change.before and str(change.key[1]).startswith(CONNECTIONS):
            row = Connection.of_item(change.before)
            mine = row.owner_id == profile_id
            pairs[row.other_id if mine else row.owner_id].append(row)
    return pairs
