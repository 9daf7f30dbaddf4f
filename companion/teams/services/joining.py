"""Coming into a team and leaving it: a registration says in which one somebody is."""

from uuid import uuid4

from django.conf import settings

from companion.teams.acts import TeamAct
from companion.teams.errors import (
    InNoTeam,
    InTeamAlready,
    NobodyNamed,
    NotCheckedIn,
    NotRegistered,
    RegistrationMissing,
    TeamFull,
    TeamUnknown,
)
from companion.teams.queries import find_team, situation
from core.audit.changes import RowChange
from core.audit.edits import Recorded
from core.audit.trail import AuditEntry, record
from core.dynamo.transactions import retry_on_conflict, write_transaction
from events.errors import EventUnknown
from events.models import Registration, Team, event_key
from events.services.checking import LARGEST_TEAM
from events.services.seats import REGISTRATION
from events.statuses import Status, status_of

TEAM = "team"
TEAM_ID = Registration.team.attr_name
# Somebody who is checked in may not be any more when the write arrives.
_GUARD = (Registration.status.attr_name,)


def make_team(
    name: str, members: list[str], event_id: str, year: int, *, actor: str, now: int
) -> Recorded:
    """Make a team of people who came to an event and are in no other.

    Raises ``NobodyNamed``, ``EventUnknown``, ``TeamFull``, ``NotRegistered``,
    ``NotCheckedIn`` and ``InTeamAlready``.
    """
    members = list(dict.fromkeys(members))
    if not members:
        raise NobodyNamed
    event_text = event_key(event_id, year)
    team = Team.of(_new(name, members, event_text, now=now))

    def decide(_: int) -> Recorded:
        if len(members) > LARGEST_TEAM:
            raise TeamFull(LARGEST_TEAM)
        event, _team, rows = situation(members, str(team.id), event_id, year)
        if event is None:
            raise EventUnknown(event_id, year)
        if event.team_size and len(members) > int(event.team_size):
            raise TeamFull(int(event.team_size))
        free = [
            _free(row, email, event_text)
            for email, row in zip(members, rows, strict=True)
        ]
        changes = [RowChange.created(TEAM, team)]
        changes += [_into(row, str(team.id), now=now) for row in free]
        return _write(changes, TeamAct.MAKE, members[0], team, actor=actor, now=now)

    return retry_on_conflict(decide)


def join_team(
    email: str, team_id: str, event_id: str, year: int, *, actor: str, now: int
) -> Recorded:
    """Put somebody who came to an event, and is in no team, into one of its teams.

    Raises ``TeamUnknown``, ``NotRegistered``, ``NotCheckedIn``, ``InTeamAlready`` and
    ``TeamFull``.
    """

    def decide(_: int) -> Recorded:
        _event, team, (row,) = situation([email], team_id, event_id, year)
        if team is None:
            raise TeamUnknown
        free = _free(row, email, event_key(event_id, year))
        changes = [_into(free, team_id, now=now)]
        return _write(changes, TeamAct.JOIN, email, team, actor=actor, now=now)

    return _with_new_list(retry_on_conflict(decide))


def move_member(
    email: str, team_id: str, event_id: str, year: int, *, actor: str, now: int
) -> Recorded:
    """Put somebody who is in a team into another one of the event, as an exec.

    Raises ``TeamUnknown``, ``InNoTeam``, ``InTeamAlready`` and ``TeamFull``.
    """

    def decide(_: int) -> Recorded:
        _event, team, (row,) = situation([email], team_id, event_id, year)
        if team is None:
            raise TeamUnknown
        if row is None or not row.team:
            raise InNoTeam
        if row.team == team_id:
            raise InTeamAlready(email)
        changes = [_into(row, team_id, now=now)]
        return _write(changes, TeamAct.MOVE, email, team, actor=actor, now=now)

    return _with_new_list(retry_on_conflict(decide))


def leave_team(
    email: str, event_id: str, year: int, *, actor: str, now: int
) -> Recorded:
    """Take somebody out of their team, which stays also when nobody is left in it.

    Raises ``RegistrationMissing`` and ``InNoTeam``.
    """

    def decide(_: int) -> Recorded:
        row = Registration.find(
            *Registration.key(email, event_id, year), consistent=True
        )
        if row is None:
            raise RegistrationMissing
        if not row.team:
            raise InNoTeam
        changes = [_into(row, "", now=now)]
        # One that is gone can be left, too.
        team = Team.of({"id": row.team, Team.event.attr_name: row.event})
        return _write(changes, TeamAct.LEAVE, email, team, actor=actor, now=now)

    return retry_on_conflict(decide)


def _new(name: str, members: list[str], event: str, *, now: int) -> dict[str, object]:
    takes_money = event == next(iter(settings.INVESTMENT_EVENTS), "")
    return {
        "id": str(uuid4()),
        "eventID;year": event,
        "teamName": name,
        "memberIDs": members,
        "points": 0,
        "pointsSpent": 0,
        "scannedQRs": [],
        "transactions": [],
        "inventory": [],
        "submission": "",
        "metadata": {},
        "funding": 0 if takes_money else None,
        "createdAt": now,
        "updatedAt": now,
    }


def _free(row: Registration | None, email: str, event: str) -> Registration:
    """Return the registration of somebody who may come into a team, or refuse."""
    if row is None:
        raise NotRegistered(email, event)
    if status_of(row.status) is not Status.CHECKED_IN:
        raise NotCheckedIn(email, event)
    if row.team:
        raise InTeamAlready(email)
    return row


def _into(row: Registration, team_id: str, *, now: int) -> RowChange:
    values = {TEAM_ID: team_id, "updatedAt": now}
    return RowChange.edited(REGISTRATION, row, values)


def _write(
    changes: list[RowChange],
    kind: TeamAct,
    email: str,
    team: Team,
    *,
    actor: str,
    now: int,
) -> Recorded:
    entry = AuditEntry(
        act=kind,
        subject=email,
        actor=actor,
        at=now,
        changes=changes,
        notes={"event": str(team.event), "team": str(team.id)},
    )
    with write_transaction() as writes:
        for change in changes:
            change.apply(writes, guard=_GUARD if change.model is Registration else ())
        act = record(writes, entry)
    return Recorded(row=team.plain(), act=act)


def _with_new_list(recorded: Recorded) -> Recorded:
    """Return what was done, with the team as it is then."""
    team = find_team(recorded.row["id"], recorded.row[Team.event.attr_name])
    row = recorded.row if team is None else team.plain()
    return Recorded(row=row, act=recorded.act)
