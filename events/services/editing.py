"""Events: made, edited, published, archived, made again for another year, deleted.

Source: contract-events sections 2 and 9.
"""

from collections.abc import Mapping
from typing import Any

from core.audit.acts import ActKind
from core.audit.changes import RowChange
from core.audit.edits import Edited, Recorded, edit_row
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact
from core.dynamo.transactions import retry_on_conflict
from core.dynamo.wire import Item, to_item
from core.errors import NotFound
from events.acts import EventAct
from events.errors import EventExists, EventHasFeedback, EventHasRegistrations
from events.models import Event, Feedback, Registration, event_key
from events.queries import required_event
from events.questions import feedback_form
from events.services.checking import (
    checked_key,
    checked_values,
    checked_year,
    refuse_backwards,
    require_capacity,
)
from events.services.waitlist import promote_waiting

EVENT = "event"

# What an event of another year does not take over: when it is, and how far it got.
_OF_ONE_YEAR = (
    "startDate",
    "endDate",
    "deadline",
    "feedbackDeadline",
    "isArchived",
    "createdAt",
    "updatedAt",
)
_FORMS = ("attendeeFeedback", "partnerFeedback")


def create_event(values: Mapping[str, Any], *, actor: str, now: int) -> Recorded:
    """Make an event of a year; return its row and the act.

    ``values`` are by stored name, with ``id``, ``year`` and ``capac``. Raises
    ``EventExists``, ``EventFieldMissing``, ``EventFieldRefused``, ``QuestionRefused``.
    """
    event_id, year = checked_key(values)
    require_capacity(values)
    checked = checked_values(values)
    refuse_backwards(checked)
    for form in _FORMS:
        checked[f"{form}Enabled"] = bool(checked.get(f"{form}Enabled"))
        checked.setdefault(f"{form}Questions", feedback_form([]))
    row = {**checked, "id": event_id, "year": year, "isCompleted": False}
    return _create(to_item(row), EventAct.CREATE, actor=actor, now=now)


def plan_edit_event(event_id: str, year: int, values: Mapping[str, Any]) -> RowChange:
    """Return what an edit would change, or refuse it as the edit would."""
    checked, event = checked_values(values), _existing(event_id, year)
    _refuse_backwards(event, checked)
    return RowChange.edited(EVENT, event, checked)


def edit_event(
    event_id: str, year: int, values: Mapping[str, Any], *, actor: str, now: int
) -> Edited:
    """Change attributes of an event: those that are sent, None removes one.

    A list of questions is replaced as a whole. What makes the key, and the times of
    the row, are left alone. Seats that it adds go to whoever waits longest. Raises
    ``NotFound``, ``EventFieldRefused``, ``QuestionRefused``, ``Overgrown``.
    """
    checked = checked_values(values)
    edited = _edit(event_id, year, checked, EventAct.EDIT, actor=actor, now=now)
    if "capac" in edited.changed:
        promote_waiting(event_id, year, now=now)
    return edited


def publish_event(event_id: str, year: int, *, actor: str, now: int) -> Edited:
    """Show an event to everybody and open its registration."""
    values = {"isPublished": True}
    return _edit(event_id, year, values, EventAct.PUBLISH, actor=actor, now=now)


def unpublish_event(event_id: str, year: int, *, actor: str, now: int) -> Edited:
    """Make an event a draft again; who is registered stays so."""
    values = {"isPublished": False}
    return _edit(event_id, year, values, EventAct.UNPUBLISH, actor=actor, now=now)


def archive_event(event_id: str, year: int, *, actor: str, now: int) -> Edited:
    """Keep an event for its records, out of everybody's sight but execs'."""
    values = {"isArchived": True}
    return _edit(event_id, year, values, EventAct.ARCHIVE, actor=actor, now=now)


def unarchive_event(event_id: str, year: int, *, actor: str, now: int) -> Edited:
    """Bring an archived event back."""
    values = {"isArchived": None}
    return _edit(event_id, year, values, EventAct.UNARCHIVE, actor=actor, now=now)


def duplicate_event(
    event_id: str, from_year: int, to_year: int, *, actor: str, now: int
) -> Recorded:
    """Make the event of another year from an earlier one, as a draft without dates.

    Its feedback forms are closed. Raises ``NotFound``, ``EventExists``,
    ``EventFieldRefused``.
    """
    year = checked_year(to_year)
    earlier = required_event(event_id, from_year).wire
    row = {name: earlier[name] for name in earlier if name not in _OF_ONE_YEAR}
    closed = dict.fromkeys((f"{form}Enabled" for form in _FORMS), False)
    draft = {"year": year, "isPublished": False, "isCompleted": False, **closed}
    return _create({**row, **to_item(draft)}, EventAct.DUPLICATE, actor=actor, now=now)


def delete_event(event_id: str, year: int, *, actor: str, now: int) -> Recorded:
    """Delete an event that nobody registered for and nobody gave feedback on.

    Undoable for 30 days. Raises ``NotFound``, ``EventHasRegistrations``,
    ``EventHasFeedback``.
    """

    def decide(_: int) -> Recorded:
        event = _existing(event_id, year)
        _refuse_used(event.event_key)
        act = _write(
            RowChange.removed(EVENT, event), EventAct.DELETE, actor=actor, now=now
        )
        return Recorded(row=event.plain(), act=act)

    return retry_on_conflict(decide)


def _existing(event_id: str, year: int) -> Event:
    event = Event.find(*Event.key(event_id, year), consistent=True)
    if event is None:
        raise NotFound.of_pair("event", event_id, str(year))
    return event


def _edit(
    event_id: str,
    year: int,
    values: Mapping[str, Any],
    kind: ActKind,
    *,
    actor: str,
    now: int,
) -> Edited:
    def decide(_: int) -> Edited:
        event = _existing(event_id, year)
        _refuse_backwards(event, values)
        return edit_row(
            EVENT,
            event,
            values,
            subject=event.event_key,
            actor=actor,
            now=now,
            act=kind,
        )

    return retry_on_conflict(decide)


def _refuse_backwards(event: Event, values: Mapping[str, Any]) -> None:
    if {"startDate", "endDate"} & values.keys():
        refuse_backwards({**event.plain(), **values})


def _create(item: Item, kind: ActKind, *, actor: str, now: int) -> Recorded:
    event = Event.of_item({**item, **to_item({"createdAt": now, "updatedAt": now})})
    change = RowChange.created(EVENT, event)
    exists = EventExists(event.event_key)
    act = _write(change, kind, actor=actor, now=now, otherwise=exists)
    return Recorded(row=event.plain(), act=act)


def _write(
    change: RowChange,
    kind: ActKind,
    *,
    actor: str,
    now: int,
    otherwise: EventExists | None = None,
) -> Act:
    event_id, year = change.key
    entry = AuditEntry(
        act=kind,
        subject=event_key(event_id, str(year)),
        actor=actor,
        at=now,
        changes=[change],
    )
    return enact(entry, otherwise=otherwise)


def _refuse_used(event: str) -> None:
    if next(iter(Registration.by_event.query(event, limit=1)), None) is not None:
        raise EventHasRegistrations
    if next(iter(Feedback.by_event.query(event, limit=1)), None) is not None:
        raise EventHasFeedback
