"""Who judges at an event, and which team they look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from companion.judging.acts import JudgingAct
from companion.judging.errors import (
    AllHaveJudged,
    JudgeUnknown,
    NotAPartner,
)
from companion.judging.models import Judge, JudgeFeedback, Round
from companion.judging.queries import find_judge, name_of_round
from companion.judging.services.running import require_round
from core.audit.changes import RowChange
from core.audit.edits import Edited
from core.audit.models import Act
from core.audit.trail import AuditEntry, enact, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import (
    Writes,
    read_together,
    retry_on_conflict,
    write_transaction,
)
from events.models import Registration, Team
from events.statuses import Status, status_of

JUDGE = "judge"

# What of a registration makes a judge.
_PARTNER = ("isPartner", "registrationStatus")


class Assigned(StrEnum):
    """What became of sending one judge to a team."""

    UPDATED = "updated"
    SCORED = "already scored"
    UNKNOWN = "not a judge"


@dataclass(frozen=True, kw_only=True)
class Assignment:
    """What became of each judge, and the acts that did it."""

    judges: Mapping[str, Assigned]
    acts: Sequence[Act]


def may_judge(registration: Registration | None) -> bool:
    """Tell whether somebody comes for a partner, and an exec has let them in."""
    return (
        registration is not None
        and bool(registration.is_partner)
        and status_of(registration.status) is Status.CHECKED_IN
    )


def require_partner(writes: Writes, registration: Registration) -> None:
    """Refuse a transaction if a registration no longer says what was read."""
    same = RowChange.becoming("registration", registration, registration.wire)
    same.apply(writes, guard=_PARTNER)


def appoint(email: str, event: str, *, actor: str, now: int) -> Edited:
    """Make a judge of a partner at an event; nothing changes for one who is.

    A judge of another event leaves that one. Raises ``NotAPartner`` and
    ``TooManyJudges``.
    """

    def decide(_: int) -> Edited:
        registration, judge = read_together(
            (Registration, (email, event)), (Judge, Judge.key(email))
        )
        if not may_judge(registration):
            raise NotAPartner
        if judge and judge.event == event:
            return Edited()
        if judge is None:
            row = Judge.of({"id": email, "eventID;year": event})
            change = RowChange.created(JUDGE, row)
        else:
            values = {"eventID;year": event, "currentTeam": None}
            change = RowChange.edited(JUDGE, judge, values)
        entry = _entry(JudgingAct.APPOINT, email, event, [change], actor, now)
        with write_transaction() as writes:
            require_partner(writes, registration)
            change.apply(writes)
            act = record(writes, entry)
        return Edited(act=act)

    return retry_on_conflict(decide)


def dismiss(email: str, event: str, *, actor: str, now: int) -> Edited:
    """Take a judge from an event; what they said stays. Raises ``JudgeUnknown``."""

    def decide(_: int) -> Edited:
        judge = find_judge(email)
        if judge is None or judge.event != event:
            raise JudgeUnknown
        change = RowChange.removed(JUDGE, judge)
        entry = _entry(JudgingAct.DISMISS, email, event, [change], actor, now)
        return Edited(act=enact(entry))

    return retry_on_conflict(decide)


def assign(team: Team, judges: Sequence[str], *, actor: str, now: int) -> Assignment:
    """Send judges to a team, each by a decision of its own.

    Who is no judge at the team's event, or has judged it in this round, stays where
    they are. Raises ``AllHaveJudged`` where that leaves none of those who are judges.
    """
    outcomes: dict[str, Assigned] = {}
    acts: list[Act] = []
    for email in dict.fromkeys(judges):
        outcomes[email], act = _assign(team, email, actor=actor, now=now)
        acts += [act] if act else []
    said = set(outcomes.values())
    if Assigned.SCORED in said and Assigned.UPDATED not in said:
        raise AllHaveJudged(list(outcomes))
    return Assignment(judges=outcomes, acts=acts)


def _assign(
    team: Team, email: str, *, actor: str, now: int
) -> tuple[Assigned, Act | None]:
    team_id, event = str(team.id), str(team.event)

    def decide(_: int) -> tuple[Assigned, Act | None]:
        judge, round_ = find_judge(email), Round.find(*Round.key(), consistent=True)
        if judge is None or judge.event != event:
            return Assigned.UNKNOWN, None
        said = JudgeFeedback.key(email, team_id, name_of_round(round_))
        if JudgeFeedback.find(*said, consistent=True):
            return Assigned.SCORED, None
        change = RowChange.edited(JUDGE, judge, {"currentTeam": team_id})
        if not change.touched:
            return Assigned.UPDATED, None
        entry = _entry(JudgingAct.ASSIGN, email, event, [change], actor, now)
        with write_transaction() as writes:
            change.apply(writes, guard=["eventID;year"])
            writes.require_absent(JudgeFeedback, said, otherwise=Stale())
            require_round(writes, round_)
            act = record(writes, entry)
        return Assigned.UPDATED, act

    return retry_on_conflict(decide)


def _entry(
    kind: JudgingAct,
    judge: str,
    event: str,
    changes: list[RowChange],
    actor: str,
    now: int,
) -> AuditEntry:
    return AuditEntry(
        act=kind,
        subject=judge,
        actor=actor,
        at=now,
        changes=changes,
        notes={"event": event},
    )
