"""The one write of a registration: with its act, if its status is still what it was."""

from collections.abc import Mapping
from typing import Any

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import write_transaction
from events.acts import RegistrationAct
from events.models import Registration


def write_registration(
    change: RowChange,
    kind: RegistrationAct,
    *,
    actor: str,
    now: int,
    notes: Mapping[str, Any] | None = None,
    batch: str | None = None,
    undoable: bool = True,
) -> Act:
    """Make the change, and return its act, which notes the event.

    Seats and mails follow in the same transaction. Raises ``Stale``.
    """
    email, event = change.key
    entry = AuditEntry(
        act=kind,
        subject=email,
        actor=actor,
        at=now,
        changes=[change],
        notes={"event": event, **(notes or {})},
        batch=batch,
        undoable=undoable,
    )
    with write_transaction() as writes:
        # Whoever is put in a team at the same moment is seen: that follows a status.
        kept = [Registration.status.attr_name, Registration.team.attr_name]
        change.apply(writes, guard=kept)
        return record(writes, entry)
