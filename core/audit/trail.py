"""The audit trail's reads and its one write: who did what, to whom, when and why."""

import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from core.audit.acts import ActKind
from core.audit.changes import RowChange
from core.audit.consequences import add_consequences
from core.audit.errors import ActNotFound
from core.audit.models import Act, Piece
from core.clock import DAY
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes, write_transaction
from core.dynamo.wire import dump_items, load_items
from core.errors import Refused

UNDO_FOR = 30 * DAY

# An item holds 400 KB at most, its other attributes included.
_PIECE_SIZE = 350_000

# The part of a snapshot that holds the rows of the act's own transaction.
_OWN = "0"

# A long text is kept whole in the snapshot; the history shows its beginning, and of
# very many fields the first.
_SHOWN = 300
_MOST_TOLD = 100_000


@dataclass(frozen=True, kw_only=True)
class AuditEntry:
    """What is to be recorded of an act, before it has a time and an id.

    Of a ``discreet`` one the history tells which kinds of records changed, no more.
    """

    act: ActKind
    subject: str
    actor: str
    at: int
    changes: list[RowChange]
    reason: str = ""
    batch: str | None = None
    undoable: bool = True
    discreet: bool = False
    undoes: str | None = None
    notes: dict[str, Any] = field(default_factory=dict)


def record(writes: Writes, entry: AuditEntry) -> Act:
    """Add the act to the transaction that does it, with all that belongs to it.

    That is the snapshot for undo, and what apps that follow acts have to add.
    """
    act_id = Act.new_id(entry.at)
    act = Act.of(
        {
            "subject": entry.subject,
            "sk": act_id,
            "month": Act.month_of(entry.at),
            "act": entry.act,
            "actor": entry.actor,
            "at": entry.at,
            "reason": entry.reason or None,
            "changes": json.dumps(_told_of(entry)),
            "notes": json.dumps(entry.notes) if entry.notes else None,
            "batch": entry.batch,
            "undoes": entry.undoes,
            "undoUntil": entry.at + UNDO_FOR if entry.undoable else None,
        }
    )
    writes.create(act, otherwise=Stale())
    if entry.undoable:
        keep_snapshot(writes, act_id, entry.changes, at=entry.at, series=_OWN)
    add_consequences(writes, act, entry.changes)
    return act


def enact(entry: AuditEntry, *, otherwise: Refused | None = None) -> Act:
    """Make the changes of an act and record it, or neither.

    Raises ``otherwise`` (by default ``Stale``) where a row is not as it was read.
    """
    with write_transaction() as writes:
        for change in entry.changes:
            change.apply(writes, otherwise=otherwise)
        return record(writes, entry)


def keep_snapshot(
    writes: Writes,
    act_id: str,
    changes: Iterable[RowChange],
    *,
    at: int,
    series: str,
) -> None:
    """Add the rows of an act to its snapshot; ``series`` tells its parts apart."""
    text = packed(changes)
    for number, start in enumerate(range(0, len(text), _PIECE_SIZE)):
        piece = Piece.of(
            {
                "subject": Piece.partition(act_id),
                "sk": Piece.key_in(series, number),
                "content": text[start : start + _PIECE_SIZE],
                "expiresAt": (at + UNDO_FOR) // 1000,
            }
        )
        writes.create(piece, otherwise=Stale())


def packed(changes: Iterable[RowChange]) -> bytes:
    """Return changes as the pieces of a snapshot hold them."""
    return zlib.compress(dump_items([change.to_json() for change in changes]))


def snapshot_of(act_id: str) -> list[RowChange]:
    """Return every row change that the act made, exactly; empty when expired.

    Those of its own transaction come first, then those of work that it left to do.
    """
    return changes_in(Piece.query(Piece.partition(act_id), consistent_read=True))


def own_changes(act_id: str) -> list[RowChange]:
    """Return the row changes of the act's own transaction; empty when expired."""
    own = Piece.sk.startswith(f"{_OWN}#")
    return changes_in(Piece.query(Piece.partition(act_id), own, consistent_read=True))


def changes_in(pieces: Iterable[Piece]) -> list[RowChange]:
    """Return what pieces hold, which are whole series, each in its order."""
    series: dict[str, bytes] = {}
    for piece in pieces:
        series[piece.series] = series.get(piece.series, b"") + bytes(piece.content)
    return [
        RowChange.from_json(change)
        for text in series.values()
        for change in load_items(zlib.decompress(text))
    ]


def find_act(subject: str, act_id: str) -> Act:
    """Return one act on a person, or raise ``ActNotFound``."""
    known = subject and act_id
    act = Act.find(subject, act_id, consistent=True) if known else None
    if act is None:
        raise ActNotFound
    return act


def history(subject: str, *, limit: int = 50, before: str | None = None) -> list[Act]:
    """Return the acts on a person, newest first; ``before`` is the last ``sk`` seen."""
    older = Act.sk < before if before else None
    return list(Act.query(subject, older, limit=limit, scan_index_forward=False))


def acts_of_kind(subject: str, kind: ActKind) -> Iterator[Act]:
    """Return the acts of one kind on a person, newest first, read consistently."""
    return iter(
        Act.query(
            subject,
            filter_condition=Act.act == kind,
            scan_index_forward=False,
            consistent_read=True,
        )
    )


def recent(
    *, limit: int, now: int, before: str | None = None, months: int = 12
) -> list[Act]:
    """Return the newest acts on anyone; a call for each month until there are enough.

    ``months`` is how far back to look.
    """
    return list(_newest(limit, _months_back(now, months), before))


def batch_of(batch: str, *, now: int) -> list[Act]:
    """Return the acts that were done together as ``batch``, this month or the last."""
    return [
        act
        for month in _months_back(now, 2)
        for act in Act.recent.query(month, filter_condition=Act.batch == batch)
    ]


def _newest(limit: int, months: list[str], before: str | None) -> Iterator[Act]:
    for month in months:
        older = Act.sk < before if before else None
        for act in Act.recent.query(
            month, older, limit=limit, scan_index_forward=False
        ):
            yield act
            limit -= 1
        if limit <= 0:
            return


def _months_back(now: int, count: int) -> list[str]:
    year, month = (int(part) for part in Act.month_of(now).split("-"))
    months = [divmod(year * 12 + month - 1 - back, 12) for back in range(count)]
    return [f"{number_of_year}-{index + 1:02d}" for number_of_year, index in months]


def _told_of(entry: AuditEntry) -> list[dict[str, Any]]:
    if entry.discreet:
        return [{**_shown(each), "row": [], "fields": {}} for each in entry.changes]
    return _told(entry.changes)


def _told(changes: list[RowChange]) -> list[dict[str, Any]]:
    """Return what the history says of an act, as many fields of it as an item holds."""
    told, left = [_shown(change) for change in changes], _MOST_TOLD
    for each in told:
        fields: dict[str, Any] = {}
        for name, values in each["fields"].items():
            left -= len(json.dumps({name: values}))
            if left >= 0:
                fields[name] = values
        each["fields"] = fields
    return told


def _shown(change: RowChange) -> dict[str, Any]:
    """Return what the history says for good.

    Values of whole rows stay in the snapshot, which expires.
    """
    fields = change.fields() if change.kind == "changed" else {}
    return {
        "table": change.model.base_name(),
        "label": change.label,
        "row": [part for part in change.key if part],
        "kind": change.kind,
        **({"year": change.year} if change.year else {}),
        "fields": {
            name: [_short(value) for value in _moved(before, after)]
            for name, (before, after) in fields.items()
        },
    }


def _moved(before: Any, after: Any) -> tuple[Any, Any]:
    """Return of two maps only what differs; anything else as it is."""
    if not (isinstance(before, dict) and isinstance(after, dict)):
        return before, after
    names = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    old = {name: before[name] for name in names if name in before}
    return old, {name: after[name] for name in names if name in after}


def _short(value: Any) -> Any:
    text = value if isinstance(value, str) else json.dumps(value)
    return text[: _SHOWN - 1] + "…" if len(text) > _SHOWN else value
