"""What the audit trail holds of people: acts on them, acts by them, copies of rows."""

import json
from collections.abc import Iterable, Iterator
from functools import reduce
from operator import or_
from typing import Any

from pynamodb.expressions.condition import Condition

from core.audit.changes import RowChange
from core.audit.models import UNFINISHED, Act, PendingWork, Piece
from core.audit.trail import changes_in
from core.privacy.holdings import Holding, Told
from core.privacy.subjects import DataSubject

_KEPT = "That something was done, what and when is kept: the club answers for it."


def profiles_of_unfinished_work(email: str, _: frozenset[str]) -> Iterator[str]:
    """Yield the profiles on which acts on a person have work left to do."""
    mine = PendingWork.person == email
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


HOLDINGS = (
    Holding(
        entity=Act,
        words="What was done to your records, and what you did",
        find=_acts,
        told=_told_act,
        forgotten=frozenset(
            {"subject", "actor", "reason", "changes", "notes", "undoneBy", "undoUntil"}
        ),
        keeps=frozenset({"sk", "month", "act", "at", "batch", "undoneAt", "undoes"}),
        kept=_KEPT,
    ),
    Holding(
        entity=Piece,
        words="Copies that undo needs, for 30 days",
        find=_snapshots,
        told=_told_snapshot,
    ),
    Holding(
        entity=PendingWork,
        words="What is being done to your records",
        find=lambda whom: PendingWork.query(
            UNFINISHED,
            filter_condition=reduce(
                or_,
                [
                    PendingWork.person == whom.email,
                    *(PendingWork.profile_id == each for each in whom.profile_ids),
                ],
            ),
        ),
    ),
)
