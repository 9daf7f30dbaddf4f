"""Codes that can be scanned at an event."""

from collections.abc import Mapping
from typing import Any

from core.audit.changes import RowChange
from core.audit.edits import Edited, Recorded, edit_row
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import retry_on_conflict
from core.errors import CannotUpdate, NotFound
from events.models import event_key
from events.queries import find_event
from profiles.acts import ProfileAct
from profiles.errors import CodeExists, UnknownEvent
from profiles.models import QR

# What of a code can be given and changed, by its stored name.
GIVEN = ("type", "points", "data", "isActive", "isUnlimitedScans")


def create_code(
    qr_id: str,
    *,
    event_id: str,
    year: int,
    values: Mapping[str, Any],
    actor: str,
    now: int,
) -> Recorded:
    """Create a code of an event.

    ``values`` by stored name; without them it is active, worth no points, and scanned
    once by each. Raises ``UnknownEvent`` and ``CodeExists``.
    Source: contract section 1.7.
    """
    if find_event(event_id, year) is None:
        raise UnknownEvent(event_id, year)
    key, event = QR.key(qr_id, event_id, year)
    row = {
        "id": key,
        QR.event.attr_name: event,
        "points": 0,
        "isActive": True,
        "isUnlimitedScans": False,
        "data": {},
        **_given(values),
        "createdAt": now,
        "updatedAt": now,
    }
    creation = RowChange.created("code", QR.of(row))
    entry = AuditEntry(
        act=ProfileAct.CREATE_CODE,
        subject=qr_id,
        actor=actor,
        at=now,
        changes=[creation],
    )
    act = enact(entry, otherwise=CodeExists(qr_id))
    return Recorded(row=QR.of_item(creation.after or {}).plain(), act=act)


def edit_code(
    qr_id: str,
    *,
    event_id: str,
    year: int,
    values: Mapping[str, Any],
    actor: str,
    now: int,
) -> Edited:
    """Change what is given of a code, all else stays.

    Raises ``NotFound``, and ``CannotUpdate`` where another id or event is given.
    """
    key = QR.key(qr_id, event_id, year)

    def decide(_: int) -> Edited:
        code = _code_or_refuse(qr_id, event_id, year)
        named = {
            "id": key[0],
            QR.event.attr_name: key[1],
            "eventID": event_id,
            "year": year,
        }
        for name, value in named.items():
            if values.get(name, value) != value:
                raise CannotUpdate(name)
        return edit_row(
            "code", code, _given(values), subject=qr_id, actor=actor, now=now
        )

    return retry_on_conflict(decide)


def delete_code(
    qr_id: str, *, event_id: str, year: int, actor: str, now: int
) -> Recorded:
    """Delete a code. Raises ``NotFound``."""

    def decide(_: int) -> Recorded:
        code = _code_or_refuse(qr_id, event_id, year)
        removal = RowChange.removed("code", code)
        entry = AuditEntry(
            act=ProfileAct.DELETE_CODE,
            subject=qr_id,
            actor=actor,
            at=now,
            changes=[removal],
        )
        act = enact(entry)
        return Recorded(row=code.plain(), act=act)

    return retry_on_conflict(decide)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: values[name] for name in GIVEN if name in values}


def _code_or_refuse(qr_id: str, event_id: str, year: int) -> QR:
    code = QR.find(*QR.key(qr_id, event_id, year), consistent=True)
    if code is None:
        raise NotFound.of_pair("QR", qr_id, event_key(event_id, year))
    return code
