"""Editing one row: written with its act, or not at all."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from core.audit.acts import ActKind, CommonAct
from core.audit.changes import RowChange
from core.audit.errors import Overgrown
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from core.dynamo.base import Entity
from core.dynamo.wire import from_item, size_of

STAMP = "updatedAt"

# What a row may hold under names that nobody documents, where a client chooses them.
MOST_OTHERS = 50
MOST_BYTES_OF_OTHERS = 16 * 1024


@dataclass(frozen=True, kw_only=True)
class Edited:
    """What changed, as stored; ``act`` is None when nothing had to change."""

    changed: dict[str, Any] = field(default_factory=dict)
    act: Act | None = None


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """A row that was made or removed, as stored, and the act that did it."""

    row: dict[str, Any]
    act: Act


def edit_row(
    label: str,
    row: Entity,
    values: Mapping[str, Any],
    *,
    subject: str,
    actor: str,
    now: int,
    act: ActKind = CommonAct.EDIT,
) -> Edited:
    """Change a row that was read, and record it.

    ``values`` are stored names with plain values; None removes one. Without a
    difference nothing is written. Raises ``Stale`` when the row changed meanwhile, and
    ``Overgrown``.
    """
    edit = RowChange.edited(label, row, values)
    if not edit.touched:
        return Edited()
    _refuse_overgrown(edit)
    edit = RowChange.edited(label, row, {**values, STAMP: now})
    entry = AuditEntry(act=act, subject=subject, actor=actor, at=now, changes=[edit])
    recorded = enact(entry)
    stored = from_item(edit.after or {})
    changed = {name: stored[name] for name in edit.touched if name in stored}
    return Edited(changed=changed, act=recorded)


def _refuse_overgrown(edit: RowChange) -> None:
    """Refuse what adds to a row that has enough under names that it does not declare.

    Taking away from one that others made larger is welcome.
    """
    declared = edit.model.declared()
    before, after = (
        {name: size_of(name, value) for name, value in (item or {}).items()}
        for item in (edit.before, edit.after)
    )
    others = {name: size for name, size in after.items() if name not in declared}
    grown = [n for n in edit.touched if others.get(n, 0) > before.get(n, 0)]
    full = len(others) > MOST_OTHERS or sum(others.values()) > MOST_BYTES_OF_OTHERS
    if grown and full:
        raise Overgrown(grown[0], most=MOST_OTHERS, most_bytes=MOST_BYTES_OF_OTHERS)
