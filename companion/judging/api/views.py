"""The judging routes: judges speak for themselves, teams read once they may."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, cast

from drf_spectacular.utils import OpenApiParameter
from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.judging.api.serializers import (
    SCORES,
    STORED,
    FeedbackEditSerializer,
    FeedbackSerializer,
    JudgesSerializer,
    ReleaseSerializer,
    by_round,
    standing_body,
)
from companion.judging.errors import (
    AllHaveJudged,
    AlreadyJudged,
    FeedbackUnknown,
    JudgeUnknown,
    NoTeamYet,
    NotReleased,
    RoundInvalid,
    ScoresMissing,
    TeamUnknown,
)
from companion.judging.models import Judge
from companion.judging.queries import (
    all_feedback,
    current_round,
    feedback_at,
    feedback_by,
    feedback_on,
    find_judge,
    find_team,
    is_released,
    names_of,
)
from companion.judging.services import (
    Assigned,
    assign,
    change_feedback,
    give_feedback,
    set_release,
    set_round,
)
from companion.judging.services.running import LONGEST_ROUND
from companion.judging.standings import standings
from core.api import TakesBody
from core.clock import now_ms
from core.email import one_spelling
from core.errors import Forbidden, NotFound
from core.identity.permissions import IsExec, IsSignedIn
from core.identity.users import Caller
from core.openapi import EMAIL, answer, described, path_parameter
from events.models import Team, event_key

_OBJECT = {"type": "object"}
_ROWS = {"type": "array", "items": {"type": "object"}}
_OF_JUDGE = [path_parameter("judge_id", "The judge's e-mail.", example=EMAIL)]
_OF_TEAM = [path_parameter("team_id", "The team's id.", example="4a6c")]
_OF_EVENT = [
    OpenApiParameter("eventID", str, description="With `year`: of that event alone."),
    OpenApiParameter("year", str),
]
_FOR_EXECS = frozenset({"put_round", "scores", "release"})
_SAID: Mapping[str, Any] = MappingProxyType(
    {"judgeID": EMAIL, "judgeName": "Amira Haddad", "scores": SCORES}
)


class JudgingViewSet(TakesBody, ViewSet):
    """Rounds, who judges whom, and what is said of teams."""

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
        set_round(round_name, actor=_caller(request).email, now=now_ms())
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
        parameters=_OF_JUDGE,
    )
    def current_team(self, request: Request, judge_id: str) -> Response:
        """Which team a judge looks at; oneself and executives."""
        email = _own(request, judge_id)
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
        parameters=_OF_TEAM,
        body=JudgesSerializer,
    )
    def assign(self, request: Request, team_id: str) -> Response:
        """Send judges to a team; members of the team and executives.

        Who is no judge there, or has scored the team in this round, stays where they
        are.
        """
        judges = self.sent(request).validated_data["judgeIDs"]
        team = _readable_team(request, team_id)
        assigned = assign(
            team,
            [one_spelling(each) for each in judges],
            actor=_caller(request).email,
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
        "judging_give",
        {
            200: answer(
                _OBJECT,
                "The feedback.",
                {"message": "Feedback created successfully", "newFeedback": STORED},
            ),
            409: answer(
                _OBJECT,
                "Not a judge there, or this was said before.",
                {
                    "message": AlreadyJudged({}).message,
                    "existingFeedback": STORED,
                },
            ),
        },
        Forbidden,
        ScoresMissing,
        TeamUnknown,
        body=FeedbackSerializer,
    )
    def give(self, request: Request) -> Response:
        """Say what one thinks of a team, once in each round; judges, as themselves.

        A judge is a partner of the event who is checked in and whom an executive made
        a judge.
        """
        values = self.sent(request).validated_data
        try:
            given = give_feedback(
                _oneself(request, values["judgeID"]),
                values["teamID"],
                event_key(values["eventID"], values["year"]),
                scores=values["scores"],
                texts=values.get("feedback", {}),
                now=now_ms(),
            )
        except AlreadyJudged as refusal:
            return Response(
                {"message": refusal.message, "existingFeedback": refusal.existing},
                status=status.HTTP_409_CONFLICT,
            )
        return Response(
            {"message": "Feedback created successfully", "newFeedback": given.row}
        )

    @described(
        "judging_change",
        {
            200: answer(
                _OBJECT,
                "The feedback.",
                {"message": "Feedback updated successfully", "updatedFeedback": STORED},
            )
        },
        Forbidden,
        ScoresMissing,
        FeedbackUnknown,
        body=FeedbackEditSerializer,
    )
    def change(self, request: Request) -> Response:
        """Say something else of a team; judges, as themselves."""
        values = self.sent(request).validated_data
        row = change_feedback(
            _oneself(request, values["judgeID"]),
            values["teamID"],
            values["round"],
            {name: values[name] for name in ("scores", "feedback") if name in values},
            now=now_ms(),
        )
        return Response(
            {"message": "Feedback updated successfully", "updatedFeedback": row}
        )

    @described(
        "judging_of_judge",
        {
            200: answer(
                _OBJECT,
                "What they said.",
                {
                    "message": "Scores retrieved successfully",
                    "scores": {"1": [{"round": "1", **_SAID, "teamID": "4a6c"}]},
                },
            )
        },
        Forbidden,
        parameters=_OF_JUDGE,
    )
    def of_judge(self, request: Request, judge_id: str) -> Response:
        """What a judge said so far, by round; oneself and executives."""
        rows = feedback_by(_own(request, judge_id))
        return Response(
            {
                "message": "Scores retrieved successfully",
                "scores": by_round(rows, of_judge=True),
            }
        )

    @described(
        "judging_of_team",
        {
            200: answer(
                _OBJECT,
                "What was said of it.",
                {
                    "message": "Scores retrieved successfully",
                    "scores": {"1": [{**_SAID, "teamName": "Otters"}]},
                },
            )
        },
        NotReleased,
        TeamUnknown,
        parameters=_OF_TEAM,
    )
    def of_team(self, request: Request, team_id: str) -> Response:
        """What was said of a team, by round.

        Its members read it once an executive has released it, executives at any time.
        """
        team = _readable_team(request, team_id)
        if not (_caller(request).is_exec or is_released(str(team.event))):
            raise NotReleased
        return Response(
            {
                "message": "Scores retrieved successfully",
                "scores": by_round(feedback_on(team_id), of_judge=False),
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
            actor=_caller(request).email,
            now=now_ms(),
        )
        said = "can read" if released else "cannot read"
        return Response(
            {"message": f"Teams {said} their feedback", "released": released}
        )


def _caller(request: Request) -> Caller:
    return cast("Caller", request.user)


def _own(request: Request, judge_id: str) -> str:
    """Return the judge whom an address names: oneself, or anybody for execs."""
    judge, caller = one_spelling(judge_id), _caller(request)
    if judge != caller.email and not caller.is_exec:
        raise Forbidden
    return judge


def _oneself(request: Request, judge_id: str) -> str:
    if one_spelling(judge_id) != _caller(request).email:
        raise Forbidden
    return _caller(request).email


def _readable_team(request: Request, team_id: str) -> Team:
    """Return a team to its members and execs; others learn not even that it is."""
    team, caller = find_team(team_id), _caller(request)
    if not caller.is_exec and (team is None or caller.email not in team.members):
        raise Forbidden
    if team is None:
        raise TeamUnknown
    return team


def _team_of(judge: Judge) -> Team:
    if not judge.team:
        raise NoTeamYet
    team = Team.find(judge.team, judge.event)
    if team is None:
        raise TeamUnknown
    return team
