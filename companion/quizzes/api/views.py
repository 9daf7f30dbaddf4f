"""The quizzes' routes: answering, one's report, and what all answered."""

from collections.abc import Sequence
from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.quizzes.api.serializers import (
    AnswersSerializer,
    TypeSerializer,
    UploadedSerializer,
)
from companion.quizzes.errors import InvalidScores, ReportUnknown
from companion.quizzes.queries import (
    default_event,
    quizzes_at,
    quizzes_of_type,
    report_of,
    shown_to,
    summary_of,
)
from companion.quizzes.scores import AVERAGES
from companion.quizzes.services import answer_quiz
from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden, NotFound
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.openapi import BY_PROFILE, PROFILE_ID, answer, described, path_parameter
from memberships.queries import email_of_profile
from profiles.policy import Audience
from profiles.queries import profile_id_of_member

_EVENT = "blueprint;2026"
_OBJECT = {"type": "object"}
_ROWS = {"type": "array", "items": _OBJECT}
_ROW = {
    "id": PROFILE_ID,
    "eventID;year": _EVENT,
    "fname": "Amira",
    "lname": "Haddad",
    **dict.fromkeys(AVERAGES, 3.5),
    "mbti": "TMFL",
}
_BY_EVENT = [path_parameter("event", "The event's key.", example=_EVENT)]
_BY_TYPE = [path_parameter("mbti", "Four letters.", example="TMFL")]
_TOGETHER = {
    "totalResponses": 1,
    "averages": dict.fromkeys(AVERAGES, 3.5),
    "mbtiCount": {"TMFL": 1},
}


class QuizzesViewSet(TakesBody, ViewSet):
    """Career types, and the answers that led to them."""

    def get_permissions(self) -> Sequence[Any]:
        """Return the permission of the current route."""
        if self.action in ("report", "aggregate", "wrapped"):
            return [AllowAny()]
        return [IsExec() if self.action == "at_event" else IsSignedIn()]

    @described(
        "quizzes_upload",
        {200: UploadedSerializer},
        Forbidden,
        InvalidScores({}),
        NotFound.of("Profile", PROFILE_ID),
        body=AnswersSerializer,
    )
    def upload(self, request: Request) -> Response:
        """Answer the quiz.

        For one's own profile; executives may for others. The type is written on the
        profile; answers once more take the place of the first.
        """
        values, caller = self.sent(request).validated_data, caller_of(request)
        profile_id = values["id"]
        is_own = profile_id == profile_id_of_member(caller.email)
        if not is_own and not caller.is_exec:
            raise Forbidden
        answer_quiz(
            profile_id,
            values,
            event=values.get("event") or default_event(),
            subject=caller.email if is_own else _subject(profile_id),
            actor=caller.email,
            now=now_ms(),
        )
        return Response({"message": "Upload successful"})

    @described(
        "quizzes_report",
        {200: answer(_OBJECT, "What somebody answered.", {"data": _ROW})},
        ReportUnknown,
        parameters=[BY_PROFILE],
    )
    def report(self, request: Request, profile_id: str) -> Response:
        """What somebody answered, to everybody to whom they show their career type.

        The whole of it to themselves and to executives.
        """
        row = report_of(profile_id, _audience(request, profile_id))
        if row is None:
            raise ReportUnknown
        return Response({"data": row})

    @described(
        "quizzes_of_event",
        {200: answer(_ROWS, "All answers.", [_ROW])},
        Forbidden,
        parameters=_BY_EVENT,
    )
    def at_event(self, request: Request, event: str) -> Response:
        """All answers of an event, as a bare array; for executives."""
        return Response(shown_to(Audience.EXEC, quizzes_at(event)))

    @described(
        "quizzes_aggregate",
        {
            200: answer(
                _OBJECT,
                "The answers together.",
                {"message": "Aggregate report generated", "data": _TOGETHER},
            )
        },
        parameters=_BY_EVENT,
    )
    def aggregate(self, request: Request, event: str) -> Response:
        """What all answers of an event say together, and of nobody in particular."""
        summary = summary_of(quizzes_at(event))
        data = {
            "totalResponses": summary.responses,
            "averages": summary.averages,
            "mbtiCount": summary.types,
        }
        some, none = "Aggregate report generated", "No quiz data found"
        return Response({"message": some if summary.responses else none, "data": data})

    @described(
        "quizzes_of_type",
        {200: answer(_OBJECT, "Whom one may see.", {"mbtiQuizzes-TMFL": [_ROW]})},
        parameters=_BY_TYPE,
    )
    def of_type(self, request: Request, mbti: str) -> Response:
        """Who has a career type and shows it, over all events; oneself as well."""
        caller = caller_of(request)
        rows = shown_to(
            Audience.EXEC if caller.is_exec else Audience.MEMBER,
            quizzes_of_type(mbti),
            own=profile_id_of_member(caller.email),
        )
        return Response({f"mbtiQuizzes-{mbti}": rows})

    @described(
        "quizzes_wrapped",
        {
            200: answer(
                _OBJECT, "How many.", {"totalResponses": 8, "totalWithMbtiCount": 2}
            )
        },
        body=TypeSerializer,
    )
    def wrapped(self, request: Request) -> Response:
        """How many answered the quiz of an event, and how many of them have a type."""
        values = self.sent(request).validated_data
        summary = summary_of(quizzes_at(values.get("event") or default_event()))
        return Response(
            {
                "totalResponses": summary.responses,
                "totalWithMbtiCount": summary.types.get(values["mbti"], 0),
            }
        )


def _audience(request: Request, profile_id: str) -> Audience:
    if not request.user.is_authenticated:
        return Audience.PUBLIC
    caller = caller_of(request)
    if caller.is_exec:
        return Audience.EXEC
    is_own = profile_id == profile_id_of_member(caller.email)
    return Audience.EXEC if is_own else Audience.PUBLIC


def _subject(profile_id: str) -> str:
    """Return whose history tells of a profile: a member's, or that of the profile."""
    try:
        return email_of_profile(profile_id)
    except NotFound:
        return profile_id
