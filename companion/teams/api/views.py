"""The teams' routes: one's own team, what all may know of others, what execs do."""

from collections.abc import Sequence
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.teams.api.serializers import (
    JoinTeamSerializer,
    LeaveTeamSerializer,
    MakeTeamSerializer,
    RenameTeamSerializer,
    TeamAnswersSerializer,
    TeamDoneSerializer,
    TeamMemberSerializer,
    TeamPointsSerializer,
    told,
    told_with_names,
)
from companion.teams.errors import (
    InNoTeam,
    InTeamAlready,
    NobodyNamed,
    NotCheckedIn,
    NoTeamOfTheirs,
    NotRegistered,
    OthersNamed,
    RegistrationMissing,
    TeamFull,
    TeamUnknown,
)
from companion.teams.queries import registrations_in, team_of, teams_of
from companion.teams.services import (
    count_answers,
    give_points,
    join_team,
    leave_team,
    make_team,
    rename_team,
)
from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden
from core.fields import Body
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.identity.users import Caller
from core.openapi import EMAIL, answer, described
from events.api.addresses import BY_EVENT, year_in
from events.errors import EventUnknown, YearNotANumber
from events.models import Team

_OBJECT = {"type": "object"}
_ROWS = {"type": "array", "items": {"type": "object"}}
_FOR_EXECS = frozenset({"points", "answers"})
_KICKSTART = ("kickstart", 2025)
_NOT_IN = (
    NotRegistered(EMAIL, "kickstart;2025"),
    NotCheckedIn(EMAIL, "kickstart;2025"),
    InTeamAlready(EMAIL),
    TeamFull(4),
)


class TeamsViewSet(TakesBody, ViewSet):
    """Teams of people at an event."""

    def get_permissions(self) -> Sequence[Any]:
        """Return who may call the route."""
        return [IsExec()] if self.action in _FOR_EXECS else [IsSignedIn()]

    @described(
        "team_make",
        {200: TeamDoneSerializer},
        NobodyNamed,
        OthersNamed,
        EventUnknown(*_KICKSTART),
        *_NOT_IN,
        body=MakeTeamSerializer,
    )
    def make(self, request: Request) -> Response:
        """Make a team.

        With oneself, who has come to the event and is in no other team; executives
        may make one of anybody.
        """
        values, caller = self.sent(request).validated_data, caller_of(request)
        members = values["memberIDs"]
        if not caller.is_exec and members and set(members) != {caller.email}:
            raise OthersNamed
        made = make_team(
            values["team_name"],
            members,
            *_event(values),
            actor=caller.email,
            now=now_ms(),
        )
        return _done("Successfully created new team.", made.row)

    @described(
        "team_join",
        {200: TeamDoneSerializer},
        Forbidden,
        TeamUnknown,
        *_NOT_IN,
        body=JoinTeamSerializer,
    )
    def join(self, request: Request) -> Response:
        """Come into a team by its id, oneself; executives put anybody into one."""
        values, caller = self.sent(request).validated_data, caller_of(request)
        _require_self(caller, values["memberID"])
        joined = join_team(
            values["memberID"],
            values["teamID"],
            *_event(values),
            actor=caller.email,
            now=now_ms(),
        )
        team = Team.of(joined.row)
        more = {"memberIDs": team.members, "teamName": team.name or ""}
        return _done("Successfully joined team.", values, **more)

    @described(
        "team_leave",
        {200: TeamDoneSerializer},
        Forbidden,
        RegistrationMissing,
        InNoTeam,
        body=LeaveTeamSerializer,
    )
    def leave(self, request: Request) -> Response:
        """Leave one's team; executives take anybody out of theirs."""
        values, caller = self.sent(request).validated_data, caller_of(request)
        _require_self(caller, values["memberID"])
        leave_team(
            values["memberID"], *_event(values), actor=caller.email, now=now_ms()
        )
        return _done("Successfully left team.", values)

    @described(
        "team_list",
        {200: answer(_ROWS, "By name.", [])},
        YearNotANumber,
        parameters=BY_EVENT,
    )
    def of_event(self, request: Request, event_id: str, year: str) -> Response:
        """The teams of an event, as a bare array.

        Who is in one is for its members and executives.
        """
        caller = caller_of(request)
        teams = teams_of(event_id, year_in(year))
        return Response([told(team, caller) for team in teams])

    @described(
        "team_of_user",
        {200: TeamDoneSerializer},
        Forbidden,
        TeamUnknown,
        body=TeamMemberSerializer,
    )
    def of_user(self, request: Request) -> Response:
        """One's own team with its members; executives read anybody's."""
        values, caller = self.sent(request).validated_data, caller_of(request)
        _require_self(caller, values["user_id"])
        team = team_of(values["user_id"], *_event(values))
        if team is None:
            raise TeamUnknown
        told_whole = told_with_names(team, registrations_in([team]))
        return _done("Successfully retrieved team.", told_whole)

    @described(
        "team_rename",
        {200: TeamDoneSerializer},
        Forbidden,
        NoTeamOfTheirs,
        body=RenameTeamSerializer,
    )
    def rename(self, request: Request) -> Response:
        """Give a team another name, as one of its members or as an executive."""
        values, caller = self.sent(request).validated_data, caller_of(request)
        team = team_of(values["user_id"], *_event(values))
        of_theirs = team is not None and caller.email in team.members
        if not of_theirs:
            # Whether others are in a team is not told to strangers.
            _require_self(caller, values["user_id"])
        row = rename_team(
            *_key(team), values["team_name"], actor=caller.email, now=now_ms()
        )
        return _done("Successfully changed team name.", row.changed)

    @described(
        "team_points",
        {
            200: answer(
                _OBJECT,
                "The points that the team has now.",
                {"message": "Team points updated successfully", "updatedPoints": 10},
            )
        },
        Forbidden,
        NoTeamOfTheirs,
        body=TeamPointsSerializer,
    )
    def points(self, request: Request) -> Response:
        """Add to the points of somebody's team, or take some away; executives."""
        values = self.sent(request).validated_data
        given = give_points(
            *_key(team_of(values["user_id"], *_event(values))),
            values["change_points"],
            actor=caller_of(request).email,
            now=now_ms(),
        )
        return Response(
            {
                "message": "Team points updated successfully",
                "updatedPoints": given.changed.get("points", 0),
            }
        )

    @described(
        "team_answers",
        {200: TeamDoneSerializer},
        Forbidden,
        NoTeamOfTheirs,
        body=TeamAnswersSerializer,
    )
    def answers(self, request: Request) -> Response:
        """Count what a team has answered, each question once; executives."""
        values = self.sent(request).validated_data
        counted = count_answers(
            *_key(team_of(values["user_id"], *_event(values))),
            values["answered_questions"],
            points=values["points"],
            actor=caller_of(request).email,
            now=now_ms(),
        )
        return _done("Successfully added questions to team.", counted.changed)


def _done(message: str, response: Any, **more: Any) -> Response:
    return Response({"message": message, "response": response, **more})


def _event(values: Body) -> tuple[str, int]:
    return values["eventID"], values["year"]


def _key(team: Team | None) -> tuple[str, str]:
    if team is None:
        raise NoTeamOfTheirs
    return str(team.id), str(team.event)


def _require_self(caller: Caller, email: str) -> None:
    if email != caller.email and not caller.is_exec:
        raise Forbidden
