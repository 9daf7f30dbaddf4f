"""The routes of how judging is run: rounds, who judges whom, standings, release."""

from collections.abc import Sequence
from typing import Any

from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.judging.api.callers import (
    OF_JUDGE,
    OF_TEAM,
    own_judge,
    readable_team,
)
from companion.judging.api.serializers import (
    SCORES,
    JudgesSerializer,
    ReleaseSerializer,
    standing_body,
)
from companion.judging.errors import (
    AllHaveJudged,
    JudgeUnknown,
    NoTeamYet,
    RoundInvalid,
    TeamUnknown,
)
from companion.judging.models import Judge
from companion.judging.queries import (
    all_feedback,
    current_round,
    feedback_at,
    find_judge,
    names_of,
)
from companion.judging.services import (
    Assigned,
    assign,
    set_release,
    set_round,
)
from companion.judging.services.running import LONGEST_ROUND
from companion.judging.standings import standings
from core.api import TakesBody
from core.clock import now_ms
from core.email import one_spelling
from core.errors import Forbidden, NotFound
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.openapi import EMAIL, answer, described, path_parameter
from events.models import Team, event_key

_OBJECT = {"type": "object"}
_ROWS = {"type": "array", "items": {"type": "object"}}
_OF_EVENT = [
    OpenApiParameter("eventID", str, description="With `year`: of that event alone."),
    OpenApiParameter("year", str),
]
_FOR_EXECS = frozenset({"put_round", "scores", "release"})


class JudgingViewSet(TakesBody, ViewSet):
    """Rounds, who judges whom, where teams stand."""

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        return [IsExec() if self.action in _FOR_EXECS else IsSignedIn()]

    @described(
        "judging_round",
        {200: answer(_OBJECT, "The round.", {"round": "1"})},
    )
    def get_round(self, request: Request) -> Response:
        """Which round is judged now."""
        return Response({"round": current_round()})

    @described(
        "judging_set_round",
        {
            200: answer(
                _OBJECT,
                "The round.",
                {"message": "successfully updated round", "round": "2"},
            )
        },
        Forbidden,
        RoundInvalid(LONGEST_ROUND),
        parameters=[path_parameter("round_name", "What it is called.", example="2")],
    )
    def put_round(self, request: Request, round_name: str) -> Response:
        """Say which round is judged now."""
        set_round(round_name, actor=caller_of(request).email, now=now_ms())
        return Response({"message": "successfully updated round", "round": round_name})

    @described(
        "judging_current_team",
        {
            200: answer(
                _OBJECT,
                "The team.",
                {
                    "message": "Successfully retrieved current team",
                    "currentTeamID": "4a6c",
                    "currentTeamName": "Otters",
                    "id": EMAIL,
                    "judgeName": "Amira Haddad",
                },
            )
        },
        Forbidden,
        JudgeUnknown,
        NoTeamYet,
        TeamUnknown,
        parameters=OF_JUDGE,
    )
    def current_team(self, request: Request, judge_id: str) -> Response:
        """Which team a judge looks at; oneself and executives."""
        email = own_judge(request, judge_id)
        judge = find_judge(email)
        if judge is None:
            raise JudgeUnknown
        team = _team_of(judge)
        return Response(
            {
                "message": "Successfully retrieved current team",
                "currentTeamID": str(team.id),
                "currentTeamName": team.name or "",
                "id": email,
                "judgeName": names_of([judge]).get(email, ""),
            }
        )

    @described(
        "judging_assign",
        {
            200: answer(
                _OBJECT,
                "What became of each judge.",
                {
                    "message": "Successfully updated judge entries",
                    "response": {
                        "updatedJudges": [EMAIL],
                        "newTeamID": "4a6c",
                        "judges": {EMAIL: "updated"},
                    },
                },
            )
        },
        Forbidden,
        TeamUnknown,
        AllHaveJudged([EMAIL]),
        parameters=OF_TEAM,
        body=JudgesSerializer,
    )
    def assign(self, request: Request, team_id: str) -> Response:
        """Send judges to a team; members of the team and executives.

        Who is no judge there, or has scored the team in this round, stays where they
        are.
        """
        judges = self.sent(request).validated_data["judgeIDs"]
        team = readable_team(request, team_id)
        assigned = assign(
            team,
            [one_spelling(each) for each in judges],
            actor=caller_of(request).email,
            now=now_ms(),
        )
        updated = [
            judge for judge, what in assigned.judges.items() if what is Assigned.UPDATED
        ]
        return Response(
            {
                "message": "Successfully updated judge entries",
                "response": {
                    "updatedJudges": updated,
                    "newTeamID": str(team.id),
                    "judges": dict(assigned.judges),
                },
            }
        )

    @described(
        "judging_scores",
        {
            200: answer(
                _ROWS,
                "The best first.",
                [
                    {
                        "teamID": "4a6c;1",
                        "teamName": "Otters",
                        "zScoreWeighted": 0.72,
                        "judges": [EMAIL],
                        "originalResponses": [{"judge": EMAIL, **SCORES}],
                    }
                ],
            )
        },
        Forbidden,
        parameters=_OF_EVENT,
    )
    def scores(self, request: Request) -> Response:
        """Where all teams stand, as a bare array.

        Scores are compared within one event and round, as how many standard deviations
        they are from what their judge gives.
        """
        event_id, year = (
            request.query_params.get(name, "") for name in ("eventID", "year")
        )
        key = event_key(event_id, year)
        rows = feedback_at(key) if event_id and year else all_feedback()
        return Response([standing_body(each) for each in standings(rows)])

    @described(
        "judging_release",
        {
            200: answer(
                _OBJECT,
                "Whether teams may read.",
                {"message": "Teams can read their feedback", "released": True},
            )
        },
        Forbidden,
        NotFound.of_pair("event", "productx", "2025"),
        body=ReleaseSerializer,
    )
    def release(self, request: Request) -> Response:
        """Let the teams of an event read what was said of them, or no longer."""
        values = self.sent(request).validated_data
        released = values["released"]
        set_release(
            values["eventID"],
            values["year"],
            released=released,
            actor=caller_of(request).email,
            now=now_ms(),
        )
        said = "can read" if released else "cannot read"
        return Response(
            {"message": f"Teams {said} their feedback", "released": released}
        )


def _team_of(judge: Judge) -> Team:
    if not judge.team:
        raise NoTeamYet
    team = Team.find(judge.team, judge.event)
    if team is None:
        raise TeamUnknown
    return team
