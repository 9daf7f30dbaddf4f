"""What happens to connections when a profile goes, and when it comes back.

A person may have met thousands, so this is no single transaction: batches of pairs,
each pair whole, each batch safe to repeat. The mark that the act left in the audit
trail (``biztech.audit.trail.begin``) says that there is work to complete.
"""

import secrets
from collections import defaultdict

from biztech.audit.changes import RowChange
from biztech.audit.trail import finish, keep_picture
from biztech.dynamo.transactions import (
    Stale,
    decide_again_when_stale,
    write_transaction,
)
from interactions.models import Connection
from interactions.queries import connections_of, existing_profiles
from profiles.models import Profile

REMOVE_CONNECTIONS = "remove connections"
# There were none when the profile went; a tap may have committed just before.
SWEEP_CONNECTIONS = "sweep connections"
RESTORE_CONNECTIONS = "restore connections"

# Two rows and a check for each pair stay below a transaction's hundred operations.
_PAIRS = 30


def remove_connections(profile_id: str, *, act_id: str, at: int) -> int:
    """Remove a gone profile's connections on both sides; return how many people.

    Every removed row joins the act's picture in the transaction that removes it.
    """
    count = 0
    while batch := _remove_batch(profile_id, act_id=act_id, at=at):
        count += batch
    finish(act_id)
    return count


def _remove_batch(profile_id: str, *, act_id: str, at: int) -> int:
    def decide(_: int) -> int:
        mine = connections_of(profile_id, limit=_PAIRS)
        if not mine:
            return 0
        mirrors = Connection.find_many(
            Connection.key(row.other_id, profile_id) for row in mine
        )
        removals = [
            RowChange.removed("connection", row) for row in [*mine, *mirrors.values()]
        ]
        with write_transaction() as writes:
            for removal in removals:
                removal.apply(writes)
            series = secrets.token_hex(8)
            keep_picture(writes, act_id, removals, at=at, series=series)
        return len(mine)

    return decide_again_when_stale(decide)


def missing_partners(profile_id: str, picture: list[RowChange]) -> list[str]:
    """Return whom of a picture's connections a restored profile would not find."""
    partners = _pairs(profile_id, picture)
    return sorted(partners.keys() - existing_profiles(partners))


def restore_connections(
    profile_id: str, picture: list[RowChange], *, act_id: str
) -> None:
    """Bring the connections of a picture back; those there already are left alone.

    ``act_id`` is the act whose mark is taken away at the end.
    """
    pairs = _pairs(profile_id, picture)
    partners = list(pairs)
    for start in range(0, len(partners), _PAIRS):
        _restore_batch(
            {partner: pairs[partner] for partner in partners[start : start + _PAIRS]}
        )
    finish(act_id)


def _restore_batch(pairs: dict[str, list[Connection]]) -> None:
    def decide(_: int) -> None:
        alive = existing_profiles(pairs)
        rows = {row.key_of(): row for partner in alive for row in pairs[partner]}
        absent = rows.keys() - Connection.find_many(rows).keys()
        with write_transaction() as writes:
            for key in absent:
                RowChange.created("connection", rows[key]).apply(writes)
            if absent:
                for partner in alive:
                    writes.require(Profile, Profile.key(partner), otherwise=Stale())

    decide_again_when_stale(decide)


def _pairs(profile_id: str, picture: list[RowChange]) -> dict[str, list[Connection]]:
    """Return a picture's connection rows by the other person's profile id."""
    pairs: dict[str, list[Connection]] = defaultdict(list)
    for change in picture:
        if change.label == "connection" and change.before:
            row = Connection.of_item(change.before)
            mine = row.owner_id == profile_id
            pairs[row.other_id if mine else row.owner_id].append(row)
    return pairs
