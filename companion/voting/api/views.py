"""The results of voting: for execs at any time, for all others once released."""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from drf_spectacular.utils import OpenApiParameter
from rest_framework.permissions import BasePermission
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.voting.api.serializers import by_team, score_body, sticker_bodies
from companion.voting.errors import RoomUnknown, VotesNotReleased
from companion.voting.models import Score, Sticker
from companion.voting.queries import (
    all_scores,
    all_stickers,
    find_room,
    released,
    scores_for,
    scores_in,
    stickers_for,
    stickers_in,
)
from core.errors import Forbidden
from core.fields import Body
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.openapi import answer, described, path_parameter

V = TypeVar("V", Sticker, Score)

_OBJECT = {"type": "object"}
_ROOM: list[str | OpenApiParameter] = [
    path_parameter("room_id", "The room.", example="productx;2025")
]
_TEAM: list[str | OpenApiParameter] = [
    path_parameter("team_name", "The team.", example="Otters")
]
_SCORE = {"teamName": "Otters", "score": {"design": 4}}
_STICKER = {"stickerName": "heart", "count": 12, "limit": 5}


def _told(message: str, data: list[Any]) -> Any:
    return answer(_OBJECT, "The votes.", {"message": message, "data": data})


class VotesViewSet(ViewSet):
    """What is asked of a room or a team, whether stickers or scores."""

    def get_permissions(self) -> Sequence[BasePermission]:
        """Return the permission of the current route."""
        return [IsExec() if self.action == "everything" else IsSignedIn()]


class ScoresViewSet(VotesViewSet):
    """What people made of teams."""

    @described(
        "scores_all",
        {200: _told("All scores", [{"teamName": "Otters", "data": [_SCORE]}])},
        Forbidden,
    )
    def everything(self, request: Request) -> Response:
        """All scores, by team."""
        return _answer("All scores", by_team(all_scores(), _scores(request)))

    @described(
        "scores_of_room",
        {200: _told("Scores for x", [{"teamName": "Otters", "data": [_SCORE]}])},
        RoomUnknown,
        VotesNotReleased,
        parameters=_ROOM,
    )
    def room(self, request: Request, room_id: str) -> Response:
        """The scores of a room, by team."""
        _require_released(request, room_id)
        found = by_team(scores_in(room_id), _scores(request))
        return _answer(f"Scores for {room_id}", found)

    @described(
        "scores_of_team",
        {200: _told("Scores for Otters", [_SCORE])},
        VotesNotReleased,
        parameters=_TEAM,
    )
    def team(self, request: Request, team_name: str) -> Response:
        """The scores of a team."""
        rows = _readable(request, scores_for(team_name))
        return _answer(f"Scores for {team_name}", _scores(request)(rows))


class StickersViewSet(VotesViewSet):
    """What teams were given."""

    @described(
        "stickers_all",
        {200: _told("All Stickers", [{"teamName": "Otters", "data": [_STICKER]}])},
        Forbidden,
    )
    def everything(self, request: Request) -> Response:
        """All stickers, by team."""
        return _answer("All Stickers", by_team(all_stickers(), sticker_bodies))

    @described(
        "stickers_of_room",
        {200: _told("Stickers for x", [{"teamName": "Otters", "data": [_STICKER]}])},
        RoomUnknown,
        VotesNotReleased,
        parameters=_ROOM,
    )
    def room(self, request: Request, room_id: str) -> Response:
        """The stickers of a room, by team."""
        _require_released(request, room_id)
        found = by_team(stickers_in(room_id), sticker_bodies)
        return _answer(f"Stickers for {room_id}", found)

    @described(
        "stickers_of_team",
        {200: _told("Stickers for Otters", [_STICKER])},
        VotesNotReleased,
        parameters=_TEAM,
    )
    def team(self, request: Request, team_name: str) -> Response:
        """The stickers of a team."""
        rows = _readable(request, stickers_for(team_name))
        return _answer(f"Stickers for {team_name}", sticker_bodies(rows))


def _answer(message: str, data: list[Body]) -> Response:
    return Response({"message": message, "data": data})


def _scores(request: Request) -> Any:
    to_exec = caller_of(request).is_exec
    return lambda rows: [score_body(row, to_exec=to_exec) for row in rows]


def _require_released(request: Request, room_id: str) -> None:
    room = find_room(room_id)
    if not caller_of(request).is_exec and not (room and room.is_released):
        raise VotesNotReleased
    if room is None:
        raise RoomUnknown


def _readable(request: Request, rows: Iterable[V]) -> list[V]:
    """Return the votes of rooms whose results are out; to execs, all."""
    found = list(rows)
    if caller_of(request).is_exec:
        return found
    rooms = released({str(row.room or "") for row in found})
    kept = [row for row in found if row.room in rooms]
    if not kept:
        raise VotesNotReleased
    return kept
