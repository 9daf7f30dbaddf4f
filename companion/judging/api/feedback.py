"""The routes of what judges say, for themselves; teams read it once they may."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from rest_framework import status
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.judging.api.callers import (
    OF_JUDGE,
    OF_TEAM,
    oneself,
    own_judge,
    readable_team,
)
from companion.judging.api.serializers import (
    SCORES,
    STORED,
    FeedbackEditSerializer,
    FeedbackSerializer,
    by_round,
)
from companion.judging.errors import (
    AlreadyJudged,
    FeedbackUnknown,
    NotAJudge,
    NotReleased,
    ScoresMissing,
    TeamUnknown,
)
from companion.judging.queries import (
    feedback_by,
    feedback_on,
    is_released,
)
from companion.judging.services import (
    change_feedback,
    give_feedback,
)
from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import EMAIL, answer, described
from events.models import event_key

_OBJECT = {"type": "object"}
_SAID: Mapping[str, Any] = MappingProxyType(
    {"judgeID": EMAIL, "judgeName": "Amira Haddad", "scores": SCORES}
)


class FeedbackViewSet(TakesBody, ViewSet):
    """What is said of teams."""

    permission_classes = (IsSignedIn,)

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
                oneself(request, values["judgeID"]),
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
        NotAJudge,
        body=FeedbackEditSerializer,
    )
    def change(self, request: Request) -> Response:
        """Say something else of a team; judges, as themselves."""
        values = self.sent(request).validated_data
        row = change_feedback(
            oneself(request, values["judgeID"]),
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
        parameters=OF_JUDGE,
    )
    def of_judge(self, request: Request, judge_id: str) -> Response:
        """What a judge said so far, by round; oneself and executives."""
        rows = feedback_by(own_judge(request, judge_id))
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
        parameters=OF_TEAM,
    )
    def of_team(self, request: Request, team_id: str) -> Response:
        """What was said of a team, by round.

        Its members read it once an executive has released it, executives at any time.
        """
        team = readable_team(request, team_id)
        if not (caller_of(request).is_exec or is_released(str(team.event))):
            raise NotReleased
        return Response(
            {
                "message": "Scores retrieved successfully",
                "scores": by_round(feedback_on(team_id), of_judge=False),
            }
        )
