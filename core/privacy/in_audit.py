"""What the audit trail holds of people: acts on them, acts by them, copies of rows."""

import json
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from pynamodb.expressions.condition import Condition

from core.audit.changes import RowChange
from core.audit.models import UNFINISHED, Act, PendingWork, Piece
from core.audit.trail import changes_in, packed
from core.dynamo.wire import to_item
from core.privacy.holdings import Holding, Told
from core.privacy.subjects import DataSubject

_ACT, _SNAPSHOT = "act", "snapshot"
_KEPT = "That something was done, what and when is kept: the club answers for it."


def profiles_of_unfinished_work(whom: DataSubject) -> Iterator[str]:
    """Yield the profiles on which acts on a person have work left to do."""
    mine = PendingWork.person.is_in(*whom.emails)
    for mark in PendingWork.query(UNFINISHED, filter_condition=mine):
        yield from (str(each) for each in (mark.profile_id, mark.target) if each)


def _acts(whom: DataSubject) -> Iterator[Act]:
    """Yield the acts on a person, and all others that name them; reads the trail."""
    texts = (Act.changes, Act.notes, Act.reason)
    named: list[Condition] = [
        condition
        for name in whom.names
        for condition in (
            Act.subject == name,
            Act.actor == name,
            Act.undone_by == name,
            *(text.contains(name) for text in texts),
        )
    ]
    for act in Act.scan(Act.act.exists() & reduce(or_, named)):
        if whom.is_named_in(act.plain()):
            yield act


def _told_act(whom: DataSubject, act: Act) -> Told:
    """Return an act on the person whole; of one on somebody else, that it was."""
    told = act.plain()
    if told["subject"] not in whom.names:
        return {name: told.get(name) for name in ("act", "at", "sk")}
    parts = {"changes": act.changes, "notes": act.notes}
    return {**told, **{name: json.loads(text) for name, text in parts.items() if text}}


def _snapshots(whom: DataSubject) -> Iterator[Piece]:
    """Yield where each series of copies begins that has rows about a person."""
    for piece in Piece.scan(Piece.content.exists()):
        if piece.is_first and any(concerning(whom, changes_in(piece.whole_series()))):
            yield piece


def concerning(whom: DataSubject, changes: Iterable[RowChange]) -> Iterator[RowChange]:
    """Yield the changes of rows that name a person."""
    return (change for change in changes if whom.is_named_in(change.to_json()))


def _told_snapshot(whom: DataSubject, first: Piece) -> Told:
    rows: list[dict[str, Any]] = [
        {"table": change.model.base_name(), "row": change.label, **change.told()}
        for change in concerning(whom, changes_in(first.whole_series()))
    ]
    return {"sk": first.sk, "rows": rows}


def _erased_act(whom: DataSubject, act: Act) -> Iterator[RowChange]:
    """Yield what takes the person out of an act, which stays.

    One on the person moves to their pseudonym; it says no more than that it was.
    """
    own = act.subject in whom.names
    changes = [
        {**each, "row": [], "fields": {}} if own or whom.is_named_in(each) else each
        for each in json.loads(act.changes or "[]")
    ]
    about_them = own or all(each["row"] == [] for each in changes)
    edit = RowChange.edited(
        _ACT,
        act,
        {
            "actor": whom.unnamed(act.actor),
            "undoneBy": whom.unnamed(act.undone_by),
            "reason": None if own else whom.unnamed(act.reason),
            "notes": None if own else whom.unnamed(act.notes),
            "changes": json.dumps(changes),
            # What is left of its copies would not undo it.
            "undoUntil": None if about_them else act.undo_until,
        },
    )
    if not own:
        yield edit
        return
    yield RowChange.removed(_ACT, act)
    moved = {**(edit.after or {}), **to_item({"subject": whom.pseudonym})}
    yield RowChange.created(_ACT, Act.of_item(moved))


def _erased_snapshot(whom: DataSubject, first: Piece) -> Iterator[RowChange]:
    """Yield what leaves in a series of copies those that do not name the person."""
    pieces = first.whole_series()
    kept = [
        change
        for change in changes_in(pieces)
        if not whom.is_named_in(change.to_json())
    ]
    if kept:
        item = {**first.wire, **to_item({"content": packed(kept)})}
        yield RowChange.becoming(_SNAPSHOT, first, item)
    for piece in pieces[1:] if kept else pieces:
        yield RowChange.removed(_SNAPSHOT, piece)


HOLDINGS = (
    Holding(
        entity=Act,
        words="History: acts on their records, and by them",
        find=_acts,
        told=_told_act,
        erase=_erased_act,
        forgotten=frozenset(
            {"subject", "actor", "reason", "changes", "notes", "undoneBy", "undoUntil"}
        ),
        keeps=frozenset({"sk", "month", "act", "at", "batch", "undoneAt", "undoes"}),
        kept=_KEPT,
    ),
    Holding(
        entity=Piece,
        words="Copies of rows that undo needs, for 30 days",
        find=_snapshots,
        told=_told_snapshot,
        erase=_erased_snapshot,
    ),
    Holding(
        entity=PendingWork,
        words="Work on their records that is left to do",
        find=lambda whom: PendingWork.query(
            UNFINISHED,
            filter_condition=reduce(
                or_,
                [
                    PendingWork.person.is_in(*whom.emails),
                    *(PendingWork.profile_id == each for each in whom.profile_ids),
                ],
            ),
        ),
    ),
)
