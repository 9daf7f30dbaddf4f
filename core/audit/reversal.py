"""Undo: every row back as the act found it, or a refusal that says what is changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from core.audit.acts import CommonAct
from core.audit.changes import RowChange
from core.audit.consequences import obstacles_to_undo, tell_undone
from core.audit.edits import STAMP
from core.audit.errors import UndoRefused
from core.audit.models import Act
from core.audit.pending_work import do_pending_work, do_work_of
from core.audit.trail import AuditEntry, find_act, own_changes, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import read_together, retry_on_conflict, write_transaction
from core.dynamo.wire import Item, differing


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
        return _changed(label, [n for n in names if n in self._names and n != STAMP])

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
                if name == STAMP and self.now.get(name) != self._left(name):
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

    What work after the act did, comes back after the transaction, as it went. Raises
    ``ActNotFound``, and ``UndoRefused`` where something changed since:
    ``keep_later_edits`` leaves facts that the act did not touch as they are now.
    """

    def decide(_: int) -> tuple[Act, list[RowChange]]:
        act = find_act(subject, act_id)
        _refuse_closed(act, now=now)
        if do_pending_work(person=subject):
            raise Stale
        done = own_changes(act_id)
        rows = _compare(done)
        obstacles = [sentence for row in rows if (sentence := row.obstacle())]
        obstacles += obstacles_to_undo(act, done)
        if obstacles:
            # Another undo may have come between the readings: then that is why.
            _refuse_closed(find_act(subject, act_id), now=now)
        _refuse_changed(rows, obstacles, keep_later_edits=keep_later_edits)
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
            writes.update(
                Act,
                act.key_of(),
                [Act.undone_at.set(now), Act.undone_by.set(actor)],
                condition=Act.undone_at.does_not_exist(),
                otherwise=Stale(),
            )
            return record(writes, entry), changes

    undoing, changes = retry_on_conflict(decide)
    do_work_of(undoing)
    tell_undone(changes)
    return undoing


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


def _refuse_changed(
    rows: list[_Comparison], obstacles: Sequence[str], *, keep_later_edits: bool
) -> None:
    if obstacles:
        raise UndoRefused(*obstacles)
    edits = [sentence for row in rows if (sentence := row.later_edit())]
    if edits and not keep_later_edits:
        raise UndoRefused(*edits, may_keep=True)


def _changed(label: str, names: list[str]) -> str | None:
    return f"The {label} record changed since ({', '.join(names)})." if names else None


def _put(item: Item, name: str, value: dict[str, Any] | None) -> None:
    if value is None:
        item.pop(name, None)
    else:
        item[name] = value
