"""Undo: every row back as the act found it, or a refusal that says what is changed."""

import json
from dataclasses import dataclass
from typing import Any

from core.audit.acts import CommonAct
from core.audit.changes import Kind, RowChange
from core.audit.models import Act
from core.audit.trail import (
    AuditEntry,
    begin,
    find_act,
    record,
    snapshot_of,
)
from core.dynamo.transactions import (
    Stale,
    Writes,
    read_together,
    retry_on_conflict,
    write_transaction,
)
from core.dynamo.wire import Item, differing
from core.errors import Conflict
from interactions.models import Connection, WallControl
from interactions.queries import connections_of
from interactions.services import (
    MOVE_CONNECTIONS,
    REMOVE_CONNECTIONS,
    RESTORE_CONNECTIONS,
    finish_unfinished,
    missing_partners,
    require_profiles,
)
from interactions.wall.publish import publish_control
from memberships.acts import MembershipAct
from profiles.models import Profile, profile_id_of
from profiles.services.pictures.removal import put_back_pictures

_STAMP = "updatedAt"


class UndoRefused(Conflict):
    """Something changed since; ``differences`` says what, a sentence each.

    ``may_keep`` is true when undoing would lose nothing: only facts that the act did
    not touch were edited since, and they can stay as they are now.
    """

    code = "undo_refused"

    def __init__(self, *differences: str, may_keep: bool = False) -> None:
        super().__init__(
            "This can't be undone as it stands. " + " ".join(differences),
            differences=list(differences),
            may_keep=may_keep,
        )


@dataclass(frozen=True)
class _Comparison:
    """A row that the act touched, as it left it and as it is now."""

    change: RowChange
    now: Item | None

    @property
    def _names(self) -> list[str]:
        return self.change.touched

    def obstacle(self) -> str | None:
        """Return the sentence that forbids undoing this row, or None."""
        label, after = self.change.label, self.change.after
        match self.change.kind:
            case "removed":
                return f"There is a {label} record again." if self.now else None
            case "created" if self.now is None:
                return f"The {label} record is gone since."
            case "created":
                names = differing(after or {}, self.now or {})
                return _changed(label, names)
            case _ if self.now is None:
                return f"The {label} record is gone since."
        names = differing(after or {}, self.now or {})
        return _changed(label, [n for n in names if n in self._names and n != _STAMP])

    def later_edit(self) -> str | None:
        """Return the sentence about facts edited since that undo leaves alone."""
        if self.change.kind != "changed" or self.now is None:
            return None
        names = differing(self.change.after or {}, self.now)
        return _changed(self.change.label, [n for n in names if n not in self._names])

    def reverse(self) -> RowChange:
        """Return the change that puts the row back, from what it is now."""
        before = self.change.before
        if self.change.kind == "changed" and self.now is not None:
            before = dict(self.now)
            for name in self._names:
                if name == _STAMP and self.now.get(name) != self._left(name):
                    continue
                _put(before, name, (self.change.before or {}).get(name))
        return RowChange(
            model=self.change.model,
            label=self.change.label,
            key=self.change.key,
            before=self.now,
            after=before,
            year=self.change.year,
        )

    def _left(self, name: str) -> dict[str, Any] | None:
        return (self.change.after or {}).get(name)


def undo(
    subject: str,
    act_id: str,
    *,
    actor: str,
    now: int,
    keep_later_edits: bool = False,
) -> Act:
    """Restore what an act of the last 30 days changed, exactly; return the new act.

    Connections come back in batches after the transaction, as they went. Raises
    ``ActNotFound``, and ``UndoRefused`` where something changed since:
    ``keep_later_edits`` leaves facts that the act did not touch as they are now.
    Whom a profile met that goes again, right up to the commit, is removed after it.
    """

    def decide(_: int) -> Act:
        act = find_act(subject, act_id)
        _refuse_closed(act, now=now)
        if finish_unfinished(person=subject):
            raise Stale
        snapshot = snapshot_of(act_id)
        rows = _compare([row for row in snapshot if row.label != "connection"])
        _refuse_changed(rows, keep_later_edits=keep_later_edits)
        _refuse_lost_partners(_profile_id(rows, "removed"), snapshot)
        met = _who_met(snapshot)
        _refuse_lost_profiles(met)
        changes = [row.reverse() for row in rows]
        entry = AuditEntry(
            act=CommonAct.UNDO,
            subject=subject,
            actor=actor,
            at=now,
            changes=changes,
            undoable=False,
            undoes=act_id,
            notes={"undid": act.act},
        )
        with write_transaction() as writes:
            for change in changes:
                change.apply(writes)
            require_profiles(writes, met)
            writes.update(
                Act,
                act.key_of(),
                [Act.undone_at.set(now), Act.undone_by.set(actor)],
                condition=Act.undone_at.does_not_exist(),
                otherwise=Stale(),
            )
            undoing = record(writes, entry)
            _begin_work(writes, undoing, act, rows)
        return undoing

    undoing = retry_on_conflict(decide)
    finish_unfinished(act_id=undoing.act_id)
    put_back_pictures(undoing)
    for change in snapshot_of(act_id):
        if change.model is WallControl:
            publish_control(change.key[0])
    return undoing


def _begin_work(
    writes: Writes, undoing: Act, act: Act, rows: list[_Comparison]
) -> None:
    """Mark what is left to do to the connections once the rows are as before."""
    if back := _profile_id(rows, "removed"):
        begin(writes, undoing, RESTORE_CONNECTIONS, back, snapshot=act.act_id)
    elif gone := _profile_id(rows, "created"):
        begin(writes, undoing, REMOVE_CONNECTIONS, gone)
    elif act.act == MembershipAct.REPLACE_CARD:
        ids = json.loads(act.notes)
        new_id, old_id = ids["profileID"], ids["replaced"]
        begin(writes, undoing, MOVE_CONNECTIONS, new_id, target=old_id)


def _compare(changes: list[RowChange]) -> list[_Comparison]:
    rows = read_together(*((change.model, change.key) for change in changes))
    return [
        _Comparison(change, row.wire if row is not None else None)
        for change, row in zip(changes, rows, strict=True)
    ]


def _refuse_closed(act: Act, *, now: int) -> None:
    if act.undone_at:
        raise UndoRefused("It has been undone already.")
    if not act.undo_until:
        raise UndoRefused("This kind of act has no undo.")
    if act.undo_until < now:
        raise UndoRefused("It is more than 30 days old.")


def _refuse_changed(rows: list[_Comparison], *, keep_later_edits: bool) -> None:
    obstacles = [sentence for row in rows if (sentence := row.obstacle())]
    obstacles += [sentence for row in rows if (sentence := _new_connections(row))]
    if obstacles:
        raise UndoRefused(*obstacles)
    edits = [sentence for row in rows if (sentence := row.later_edit())]
    if edits and not keep_later_edits:
        raise UndoRefused(*edits, may_keep=True)


def _new_connections(row: _Comparison) -> str | None:
    """Return the sentence about connections of a profile that undo would remove."""
    made_id = _profile_id([row], "created")
    if not made_id or not connections_of(made_id, limit=1):
        return None
    return "The profile has connections since; revoke the membership instead."


def _who_met(snapshot: list[RowChange]) -> set[str]:
    """Return the ids of the two whose ended connection undo would bring back."""
    taps = [Connection.of_item(c.before or {}) for c in snapshot if c.label == "tap"]
    return {one for tap in taps for one in (tap.owner_id, tap.other_id)}


def _refuse_lost_profiles(profile_ids: set[str]) -> None:
    found = Profile.find_many(Profile.key(one) for one in profile_ids)
    there = {row.profile_id for row in found.values() if not row.replaced_at}
    if lost := sorted(profile_ids - there):
        raise UndoRefused(
            f"One of the two has no such profile any more ({', '.join(lost)})."
        )


def _refuse_lost_partners(profile_id: str, snapshot: list[RowChange]) -> None:
    lost = missing_partners(profile_id, snapshot) if profile_id else []
    if lost:
        raise UndoRefused(
            f"People they had met have no profile any more ({', '.join(lost)});"
            " undo that first."
        )


def _profile_id(rows: list[_Comparison], kind: Kind) -> str:
    """Return the id of the profile that the act made or removed, or empty."""
    for row in rows:
        if row.change.label == "profile" and row.change.kind == kind:
            return profile_id_of(row.change.key[0])
    return ""


def _changed(label: str, names: list[str]) -> str | None:
    return f"The {label} record changed since ({', '.join(names)})." if names else None


def _put(item: Item, name: str, value: dict[str, Any] | None) -> None:
    if value is None:
        item.pop(name, None)
    else:
        item[name] = value
