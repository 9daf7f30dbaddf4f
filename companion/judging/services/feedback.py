"""What judges say of teams: once for each judge, team and round."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from companion.judging.acts import JudgingAct
from companion.judging.errors import (
    AlreadyJudged,
    FeedbackUnknown,
    NotAJudge,
    TeamUnknown,
)
from companion.judging.models import Judge, JudgeFeedback, Round
from companion.judging.queries import find_judge, name_of_round
from companion.judging.services.appointing import may_judge, require_partner
from companion.judging.services.running import require_round
from core.audit.acts import CommonAct
from core.audit.changes import RowChange
from core.audit.edits import STAMP, Recorded
from core.audit.trail import AuditEntry, record
from core.clock import iso_text
from core.dynamo.errors import Stale
from core.dynamo.transactions import (
    Writes,
    read_together,
    retry_on_conflict,
    write_transaction,
)
from events.models import Registration, Team

FEEDBACK = "judge feedback"


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is read before a judge says something."""

    judge: Judge
    registration: Registration
    round: Round | None
    team: Team


def give_feedback(
    judge: str,
    team_id: str,
    event: str,
    *,
    scores: Mapping[str, int],
    texts: Mapping[str, str],
    now: int,
) -> Recorded:
    """Record what a judge says of a team in the current round.

    Raises ``NotAJudge``, ``TeamUnknown`` and ``AlreadyJudged``.
    """

    def decide(_: int) -> Recorded:
        known = _known(judge, team_id, event)
        round_ = name_of_round(known.round)
        key = JudgeFeedback.key(judge, team_id, round_)
        row = JudgeFeedback.of(
            {
                "id": key[0],
                "teamID;round": key[1],
                "eventID;year": event,
                "judgeName": known.registration.full_name,
                "teamID": team_id,
                "teamName": known.team.name or "",
                "scores": dict(scores),
                "feedback": dict(texts),
                "createdAt": iso_text(now),
            }
        )
        if existing := JudgeFeedback.find(*key, consistent=True):
            raise AlreadyJudged(existing.plain())
        creation = RowChange.created(FEEDBACK, row)
        entry = AuditEntry(
            act=JudgingAct.JUDGE,
            subject=judge,
            actor=judge,
            at=now,
            changes=[creation],
            notes={"event": event, "team": team_id, "round": round_},
        )
        with write_transaction() as writes:
            creation.apply(writes)
            _require_judge(writes, known.judge, known.registration)
            require_round(writes, known.round)
            writes.require(Team, (team_id, event), otherwise=Stale())
            act = record(writes, entry)
        return Recorded(row=row.plain(), act=act)

    return retry_on_conflict(decide)


def change_feedback(
    judge: str, team_id: str, round_: str, values: Mapping[str, Any], *, now: int
) -> dict[str, Any]:
    """Change the scores or texts of what a judge said; return the row.

    ``values`` are by their stored names. Raises ``FeedbackUnknown``, and ``NotAJudge``
    for who was dismissed since.
    """

    def decide(_: int) -> dict[str, Any]:
        key = JudgeFeedback.key(judge, team_id, round_)
        row = JudgeFeedback.find(*key, consistent=True)
        if row is None:
            raise FeedbackUnknown
        known = find_judge(judge)
        # Older rows do not say at which event it was.
        if known is None or known.event != (row.event or known.event):
            raise NotAJudge
        registration = Registration.find(judge, known.event, consistent=True)
        if registration is None or not may_judge(registration):
            raise NotAJudge
        if not RowChange.edited(FEEDBACK, row, values).touched:
            return row.plain()
        change = RowChange.edited(FEEDBACK, row, {**values, STAMP: now})
        entry = AuditEntry(
            act=CommonAct.EDIT, subject=judge, actor=judge, at=now, changes=[change]
        )
        with write_transaction() as writes:
            change.apply(writes)
            _require_judge(writes, known, registration)
            record(writes, entry)
        return JudgeFeedback.of_item(change.after or {}).plain()

    return retry_on_conflict(decide)


def _require_judge(writes: Writes, judge: Judge, registration: Registration) -> None:
    """Refuse a transaction for who is no longer the judge that was read."""
    same = RowChange.becoming("judge", judge, judge.wire)
    same.apply(writes, guard=["eventID;year"])
    require_partner(writes, registration)


def _known(judge: str, team_id: str, event: str) -> _Known:
    row, registration, round_, team = read_together(
        (Judge, Judge.key(judge)),
        (Registration, (judge, event)),
        (Round, Round.key()),
        (Team, (team_id, event)),
    )
    if row is None or row.event != event or not may_judge(registration):
        raise NotAJudge
    if team is None:
        raise TeamUnknown
    return _Known(judge=row, registration=registration, round=round_, team=team)
