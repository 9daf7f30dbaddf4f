"""Connections of a profile that was united with another one, when that is undone."""

from collections.abc import Iterable, Iterator

from core.audit.changes import RowChange
from core.audit.pending_work import finish
from core.dynamo.transactions import retry_on_conflict, write_transaction
from interactions.models import Connection
from interactions.services.removal import pairs_of, require_profiles
from profiles.models import CONNECTIONS
from profiles.queries import living_profiles

# Two rows go and two come for each pair, with a check for each person: see moving.
_PAIRS = 19


def part_connections(
    profile_id: str, other_id: str, snapshot: list[RowChange], *, act_id: str
) -> None:
    """Give a profile back what moved from it to the other one, both sides.

    A connection that has ended since stays so, those that the other one has made since
    stay with it, and who is gone is left out. Safe to repeat; ``act_id`` is the act
    whose mark is taken away at the end.
    """
    for group in _moved_together(snapshot):
        pairs = pairs_of(profile_id, group)
        arrived = [Connection.of_item(each.after) for each in group if each.after]
        partners = list(pairs)
        for start in range(0, len(partners), _PAIRS):
            batch = {one: pairs[one] for one in partners[start : start + _PAIRS]}
            _part_batch(profile_id, other_id, batch, arrived)
    finish(act_id)


def _part_batch(
    profile_id: str,
    other_id: str,
    pairs: dict[str, list[Connection]],
    arrived: list[Connection],
) -> None:
    def decide(_: int) -> None:
        known = {one for row in arrived for one in (row.owner_id, row.other_id)}
        found = living_profiles({profile_id, other_id, *pairs, *known})
        ids = {one: profile.profile_id for one, profile in found.items()}
        if ids.get(profile_id) != profile_id:
            return
        there = _there(row.renamed(ids) for row in arrived)
        had = {_partner(row.renamed(ids), ids.get(other_id)) for row in arrived}
        has = {_partner(row, ids.get(other_id)) for row in there}
        wanted = {
            ids[one]: rows
            for one, rows in pairs.items()
            if one in ids and (ids[one] not in had or ids[one] in has)
        }
        sides = [row.renamed(ids) for rows in wanted.values() for row in rows]
        absent = {row.key_of(): row for row in sides}
        for key in Connection.find_many(absent):
            del absent[key]
        leaving = [row for row in there if _partner(row, ids.get(other_id)) in wanted]
        if not (absent or leaving):
            return
        with write_transaction() as writes:
            for row in leaving:
                RowChange.removed("connection", row).apply(writes)
            for row in absent.values():
                RowChange.created("connection", row).apply(writes)
            require_profiles(writes, {profile_id, *wanted})

    retry_on_conflict(decide)


def _there(rows: Iterable[Connection]) -> list[Connection]:
    return list(Connection.find_many(row.key_of() for row in rows).values())


def _partner(row: Connection, other_id: str | None) -> str:
    return row.other_id if row.owner_id == other_id else row.owner_id


def _moved_together(snapshot: Iterable[RowChange]) -> Iterator[list[RowChange]]:
    """Yield the changes of connections as they were made: what left, what arrived."""
    group: list[RowChange] = []
    for change in snapshot:
        if not str(change.key[1]).startswith(CONNECTIONS):
            continue
        if group and group[-1].after and change.before:
            yield group
            group = []
        group.append(change)
    yield group
