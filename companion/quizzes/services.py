"""Answering a quiz, and where answers go with a person's profile."""

from collections.abc import Mapping, Sequence
from typing import Any

from companion.quizzes.acts import QuizAct
from companion.quizzes.models import Quiz
from companion.quizzes.queries import quizzes_of
from companion.quizzes.scores import averages_of, type_of
from core.audit.changes import RowChange
from core.audit.edits import Recorded
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import Writes, retry_on_conflict, write_transaction
from core.errors import NotFound
from profiles.queries import find_profile
from profiles.services.rows import (
    ids_that_come_or_go,
    profile_changes,
    successions,
)

Changes = Sequence[RowChange]

_LABEL = "quiz"
_NOT_HIDDEN = ("hiddenAt", "replacedAt")


def answer_quiz(
    profile_id: str,
    scores: Mapping[str, Any],
    *,
    event: str,
    subject: str,
    actor: str,
    now: int,
) -> Recorded:
    """Keep what somebody answered, and write their type on their profile.

    Answers once more take the place of the first. ``subject`` is whose history tells
    of it. Raises ``InvalidScores``, and ``NotFound`` for a profile that is hidden, of
    a lost card, or not there; nothing is written then.
    """
    averages = averages_of(scores)
    mbti = type_of(averages)

    def decide(_: int) -> Recorded:
        profile = find_profile(profile_id, consistent=True)
        if profile is None or profile.hidden_at or profile.replaced_at:
            raise NotFound.of("Profile", profile_id)
        answers = {
            "fname": profile.fname,
            "lname": profile.lname,
            **averages,
            "mbti": mbti,
        }
        quiz = _answered(profile_id, event, answers)
        typed = RowChange.edited("profile", profile, {"mbti": mbti, "updatedAt": now})
        entry = AuditEntry(
            act=QuizAct.ANSWER,
            subject=subject,
            actor=actor,
            at=now,
            changes=[quiz, typed],
            notes={"event": event, "mbti": mbti},
        )
        with write_transaction() as writes:
            quiz.apply(writes)
            typed.apply(writes, guard=_NOT_HIDDEN)
            act = record(writes, entry)
        return Recorded(row=Quiz.of_item(quiz.after or {}).plain(), act=act)

    return retry_on_conflict(decide)


def _answered(profile_id: str, event: str, answers: dict[str, Any]) -> RowChange:
    known = Quiz.find(profile_id, event, consistent=True)
    if known is not None:
        return RowChange.edited(_LABEL, known, answers)
    row = {"id": profile_id, "eventID;year": event, **answers}
    return RowChange.created(_LABEL, Quiz.of(row))


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Take answers along where a profile goes to another card, or to another person's.

    In the transaction that does so, and back where it is undone.
    """
    profiles = profile_changes(changes)
    passing = ids_that_come_or_go(profiles)
    for here, before, after in successions(profiles):
        if after:
            _take_along(writes, here, after, unites=after not in passing)
        else:
            _take_back(writes, before, here, parts=before not in passing)


def _take_along(writes: Writes, lost: str, kept: str, *, unites: bool) -> None:
    theirs = {row.event for row in quizzes_of(kept, consistent=True)}
    for row in quizzes_of(lost, consistent=True):
        if row.event in theirs:
            _edit(writes, row, {"supersededBy": kept})
        else:
            _move(writes, row, kept, {"movedFrom": lost} if unites else {})


def _take_back(writes: Writes, kept: str, lost: str, *, parts: bool) -> None:
    for row in quizzes_of(kept, consistent=True):
        if not parts:
            _move(writes, row, lost, {})
        elif row.moved_from == lost:
            _move(writes, row, lost, {"movedFrom": None})
    for row in quizzes_of(lost, consistent=True):
        _edit(writes, row, {"supersededBy": None})


def _move(writes: Writes, row: Quiz, to: str, values: Mapping[str, Any]) -> None:
    moved = {**row.plain(), **values, "id": to}
    RowChange.removed(_LABEL, row).apply(writes)
    RowChange.created(_LABEL, Quiz.of(moved)).apply(writes)


def _edit(writes: Writes, row: Quiz, values: Mapping[str, Any]) -> None:
    RowChange.edited(_LABEL, row, values).apply(writes)
