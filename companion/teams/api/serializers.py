"""Bodies of the teams' routes, and what they answer to whom."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from companion.teams.queries import names_in
from core.email import LONGEST_EMAIL, normalize_email
from core.fields import LONGEST_NAME, LONGEST_TEXT, Body, must_be, must_have
from core.identity.users import Caller
from core.openapi import EMAIL, example
from events.api.registrations.serializers import LONGEST_EVENT_ID, MOST_POINTS
from events.models import Registration, Team
from events.services.checking import LARGEST_TEAM

MOST_QUESTIONS = 100
_LARGEST_YEAR = 9999
# What everybody reads of a team.
_OPEN = (
    "id",
    "eventID;year",
    "teamName",
    "points",
    "pointsSpent",
    "funding",
    "submission",
)
_OF_KICKSTART: Body = {"eventID": "kickstart", "year": 2025}


class _OfEvent(serializers.Serializer[Any]):
    eventID = serializers.CharField(max_length=LONGEST_EVENT_ID)
    year = serializers.IntegerField(min_value=1, max_value=_LARGEST_YEAR)

    def to_internal_value(self, data: Any) -> Body:
        """Return the body, or say in the documented words what is missing."""
        if isinstance(data, Mapping):
            for name, field in self.fields.items():
                if field.required and not isinstance(field, serializers.ListField):
                    must_have(name, data)
            must_be("number", "year", data)
        values: Body = super().to_internal_value(data)
        for name in ("user_id", "memberID"):
            if name in values:
                values[name] = normalize_email(values[name])
        if "memberIDs" in values:
            values["memberIDs"] = [normalize_email(one) for one in values["memberIDs"]]
        return values


class _OfMember(_OfEvent):
    memberID = serializers.CharField(
        max_length=LONGEST_EMAIL, help_text="Oneself; of anybody for execs."
    )


class _OfUser(_OfEvent):
    user_id = serializers.CharField(
        max_length=LONGEST_EMAIL, help_text="Of a member of the team."
    )


@example("A team", **_OF_KICKSTART, team_name="The pandas", memberIDs=[EMAIL])
class MakeTeamSerializer(_OfEvent):
    """A team that is to be."""

    team_name = serializers.CharField(max_length=LONGEST_NAME)
    memberIDs = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_EMAIL),
        allow_empty=True,
        max_length=LARGEST_TEAM,
        help_text="Oneself; of anybody for execs.",
    )


@example("Joining", **_OF_KICKSTART, memberID=EMAIL, teamID="4a6c")
class JoinTeamSerializer(_OfMember):
    """Who comes into which team; its id is what members pass on."""

    teamID = serializers.CharField(max_length=LONGEST_NAME)


@example("Leaving", **_OF_KICKSTART, memberID=EMAIL)
class LeaveTeamSerializer(_OfMember):
    """Who leaves their team."""


@example("A member", **_OF_KICKSTART, user_id=EMAIL)
class TeamMemberSerializer(_OfUser):
    """Whose team is asked for."""


@example("A name", **_OF_KICKSTART, user_id=EMAIL, team_name="The pandas")
class RenameTeamSerializer(_OfUser):
    """What the team of somebody is called from now on."""

    team_name = serializers.CharField(max_length=LONGEST_NAME)


@example("Points", **_OF_KICKSTART, user_id=EMAIL, change_points=10)
class TeamPointsSerializer(_OfUser):
    """What the team of somebody gets, or loses where it is below zero."""

    change_points = serializers.IntegerField(
        min_value=-MOST_POINTS, max_value=MOST_POINTS
    )


@example("Answers", **_OF_KICKSTART, user_id=EMAIL, answered_questions=["Q1"], points=5)
class TeamAnswersSerializer(_OfUser):
    """What the team of somebody has answered, and the points for each."""

    answered_questions = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_TEXT),
        allow_empty=False,
        max_length=MOST_QUESTIONS,
    )
    points = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=MOST_POINTS
    )


@example("Done", message="Successfully joined team.", response={})
class TeamDoneSerializer(serializers.Serializer[Any]):
    """It is done."""

    message = serializers.CharField()
    response = serializers.JSONField()


def told(team: Team, caller: Caller) -> Body:
    """Return a team, whole to its members and to execs."""
    stored = team.plain()
    if caller.is_exec or caller.email in team.members:
        return {**stored, "memberIDs": team.members}
    return {name: stored[name] for name in _OPEN if name in stored}


def told_with_names(team: Team, rows: Mapping[str, Registration]) -> Body:
    """Return a team for its members, with what they are called."""
    return {
        **team.plain(),
        "memberIDs": team.members,
        "memberNames": names_in(team, dict(rows)),
    }
