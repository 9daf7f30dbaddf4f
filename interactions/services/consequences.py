"""What acts mean for connections and walls; registered with the audit trail at start.

A profile that goes takes its connections along, one whose card was lost takes them to
its new id, one that becomes another one's gives them to that one, and one that comes
back by an undo has them again.
"""

from collections.abc import Iterable, Iterator, Sequence

from core.audit.changes import RowChange
from core.audit.models import Act, PendingWork
from core.audit.pending_work import begin, register_work
from core.audit.trail import snapshot_of
from core.dynamo.transactions import Writes
from interactions.models import Connection, WallControl
from interactions.queries import connections_of
from interactions.services.moving import move_connections
from interactions.services.parting import part_connections
from interactions.services.removal import (
    REMOVALS,
    ConnectionWork,
    complete_removal,
    missing_partners,
    require_profiles,
    restore_connections,
)
from interactions.wall.publish import publish_control
from profiles.models import CONNECTIONS, Profile, profile_id_of
from profiles.services.rows import (
    ids_that_come_or_go,
    profile_changes,
    successions,
)

Changes = Sequence[RowChange]


def register_connection_work() -> None:
    """Have what acts leave to do to connections done here."""
    for kind in REMOVALS:
        register_work(kind, words="remove whom they met", do=complete_removal)
    register_work(ConnectionWork.RESTORE, words="bring back whom they met", do=_restore)
    register_work(
        ConnectionWork.MOVE, words="move whom they met to their new card", do=_move
    )
    register_work(ConnectionWork.UNITE, words="bring together whom they met", do=_unite)
    register_work(ConnectionWork.PART, words="part again whom they met", do=_part)


def _restore(mark: PendingWork) -> None:
    snapshot = snapshot_of(mark.snapshot)
    restore_connections(mark.profile_id, snapshot, act_id=mark.act_id)


def _move(mark: PendingWork) -> None:
    move_connections(mark.profile_id, mark.target, act_id=mark.act_id, at=int(mark.at))


def _unite(mark: PendingWork) -> None:
    move_connections(
        mark.profile_id, mark.target, act_id=mark.act_id, at=int(mark.at), keep=True
    )


def _part(mark: PendingWork) -> None:
    snapshot = snapshot_of(mark.snapshot)
    part_connections(mark.profile_id, mark.target, snapshot, act_id=mark.act_id)


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Leave to do what an act means for whom people met, in its own transaction.

    Also when nobody was met: whoever tapped just before the commit is swept.
    """
    profiles = profile_changes(changes)
    moves = list(_moves(profiles))
    for old_id, new_id in moves:
        begin(writes, act, ConnectionWork.MOVE, old_id, target=new_id)
    _unite_or_part(writes, act, profiles)
    for change in _but(profiles, moves):
        profile_id = profile_id_of(change.key[0])
        if change.kind == "removed":
            final = not (act.undo_until or act.undoes)
            work = ConnectionWork.FORGET if final else ConnectionWork.REMOVE
            begin(writes, act, work, profile_id)
        elif change.kind == "created" and act.undoes:
            snapshot = str(act.undoes)
            begin(writes, act, ConnectionWork.RESTORE, profile_id, snapshot=snapshot)
    if act.undoes:
        require_profiles(writes, _ids_of(_connections(changes)))


def obstacles(act: Act, changes: Changes) -> Iterator[str]:
    """Yield what connections have against undoing an act, a sentence each."""
    profiles = profile_changes(changes)
    for change in _but(profiles, list(_moves(profiles))):
        profile_id = profile_id_of(change.key[0])
        if change.kind == "created" and connections_of(profile_id, limit=1):
            yield "The profile has connections since; revoke the membership instead."
        if change.kind == "removed" and (
            lost := missing_partners(profile_id, snapshot_of(act.act_id))
        ):
            yield (
                f"People they had met have no profile any more ({', '.join(lost)});"
                " undo that first."
            )
    if lost := _without_profile(_ids_of(_connections(changes))):
        yield f"One of the two has no such profile any more ({', '.join(lost)})."


def publish_walls(changes: Changes) -> None:
    """Tell the screens of the walls whose controls changed."""
    for change in changes:
        if change.model.base_name() == WallControl.base_name():
            publish_control(change.key[0])


def _connections(changes: Changes) -> list[RowChange]:
    table = Profile.base_name()
    return [
        c
        for c in changes
        if c.model.base_name() == table and str(c.key[1]).startswith(CONNECTIONS)
    ]


def _moves(profiles: Sequence[RowChange]) -> Iterator[tuple[str, str]]:
    """Yield from which id to which a lost card, or its undo, takes a profile."""
    passing = ids_that_come_or_go(profiles)
    for here, before, after in successions(profiles):
        if after in passing:
            yield here, after
        elif before in passing:
            yield before, here


def _unite_or_part(writes: Writes, act: Act, profiles: Sequence[RowChange]) -> None:
    """Leave to do what it means that a profile became another one's, or is its own."""
    passing = ids_that_come_or_go(profiles)
    for here, before, after in successions(profiles):
        if after and after not in passing:
            begin(writes, act, ConnectionWork.UNITE, here, target=after)
        elif before and before not in passing:
            snapshot = str(act.undoes or act.act_id)
            begin(
                writes, act, ConnectionWork.PART, here, target=before, snapshot=snapshot
            )


def _but(
    profiles: Iterable[RowChange], moves: Iterable[tuple[str, str]]
) -> list[RowChange]:
    """Return the profiles that do not come or go with a move."""
    moved = {one for move in moves for one in move}
    return [c for c in profiles if profile_id_of(c.key[0]) not in moved]


def _ids_of(connections: Iterable[RowChange]) -> set[str]:
    """Return whom these connections are between."""
    rows = [Connection.of_item(c.before or c.after or {}) for c in connections]
    return {one for row in rows for one in (row.owner_id, row.other_id)}


def _without_profile(profile_ids: set[str]) -> list[str]:
    found = Profile.find_many(Profile.key(one) for one in profile_ids)
    there = {row.profile_id for row in found.values() if not row.replaced_at}
    return sorted(profile_ids - there)
