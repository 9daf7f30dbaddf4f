"""A team's name and points."""

from collections.abc import Callable, Iterable
from typing import Any

from companion.teams.acts import TeamAct
from companion.teams.errors import TeamUnknown
from companion.teams.queries import find_team
from companion.teams.services.joining import TEAM
from core.audit.changes import RowChange
from core.audit.edits import Edited
from core.audit.trail import AuditEntry, enact
from core.clock import iso_text
from core.dynamo.transactions import retry_on_conflict
from core.dynamo.wire import from_item
from events.models import Team

# Who answers this hands in what the team has made.
FINAL_QUESTION = "Final Question"


def rename_team(team_id: str, event: str, name: str, *, actor: str, now: int) -> Edited:
    """Give a team another name. Raises ``TeamUnknown``."""
    return _edit(
        team_id,
        event,
        lambda _: {Team.name.attr_name: name},
        kind=TeamAct.RENAME,
        actor=actor,
        now=now,
    )


def give_points(
    team_id: str, event: str, points: int, *, actor: str, now: int
) -> Edited:
    """Add to a team's points, or take some away. Raises ``TeamUnknown``."""
    return _edit(
        team_id,
        event,
        lambda team: {Team.points.attr_name: int(team.points or 0) + points},
        kind=TeamAct.GIVE_POINTS,
        actor=actor,
        now=now,
    )


def count_answers(
    team_id: str,
    event: str,
    answered: Iterable[str],
    *,
    points: int,
    actor: str,
    now: int,
) -> Edited:
    """Note the questions that a team answered, with points for those that are new.

    Raises ``TeamUnknown``.
    """

    def counted(team: Team) -> dict[str, Any]:
        new = [each for each in dict.fromkeys(answered) if each not in team.scans]
        if not new:
            return {}
        values: dict[str, Any] = {
            Team.scanned.attr_name: [*team.scans, *new],
            Team.points.attr_name: int(team.points or 0) + points * len(new),
        }
        if FINAL_QUESTION in new:
            values[Team.submission.attr_name] = iso_text(now)
        return values

    return _edit(team_id, event, counted, kind=TeamAct.ANSWER, actor=actor, now=now)


def _edit(
    team_id: str,
    event: str,
    wanted: Callable[[Team], dict[str, Any]],
    *,
    kind: TeamAct,
    actor: str,
    now: int,
) -> Edited:
    def decide(_: int) -> Edited:
        team = find_team(team_id, event)
        if team is None:
            raise TeamUnknown
        values = wanted(team)
        if not RowChange.edited(TEAM, team, values).touched:
            return Edited(changed=team.plain())
        change = RowChange.edited(TEAM, team, {**values, "updatedAt": now})
        entry = AuditEntry(
            act=kind,
            subject=team_id,
            actor=actor,
            at=now,
            changes=[change],
            notes={"event": event},
        )
        act = enact(entry)
        return Edited(changed=from_item(change.after or {}), act=act)

    return retry_on_conflict(decide)
