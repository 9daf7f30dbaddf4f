"""The quests' routes: one's own progress, everybody's for execs, the kiosk's."""

from collections.abc import Sequence
from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.quests.api.serializers import QUESTS, NudgeSerializer
from companion.quests.errors import PeopleUnread, UnknownKind
from companion.quests.queries import (
    everybody,
    own_progress,
    progress_on_kiosk,
    standings,
)
from companion.quests.services import note_connection
from core.api import TakesBody
from core.errors import Forbidden, NotFound
from core.identity.permissions import IsExec, IsSignedIn, caller_of
from core.openapi import EMAIL, PROFILE_ID, answer, described, path_parameter
from events.api.addresses import BY_EVENT, year_in
from events.errors import YearNotANumber
from events.queries import required_event
from interactions.errors import NoProfile, NotConnected, ThatIsYou
from profiles.errors import CardReplaced

_OBJECT = {"type": "object"}
_NO_EVENT = NotFound.of_pair("event", "blueprint", "2026")
_NO_PROFILE = NotFound.of("Profile", PROFILE_ID)


class QuestsViewSet(TakesBody, ViewSet):
    """What there is to reach at an event, and how far people are."""

    def get_permissions(self) -> Sequence[Any]:
        """Return who may ask: the kiosk for anybody, everybody's progress for execs."""
        if self.action == "kiosk":
            return [AllowAny()]
        return [IsExec()] if self.action == "of_everybody" else [IsSignedIn()]

    @described(
        "quests_own",
        {200: answer(_OBJECT, "By the quest's id.", {"quests": QUESTS})},
        _NO_EVENT,
        YearNotANumber,
        parameters=BY_EVENT,
    )
    def own(self, request: Request, event_id: str, year: str) -> Response:
        """How far the caller is.

        It follows from whom they met at the event; reading it writes nothing.
        """
        return Response(
            {"quests": own_progress(_email(request), event_id, year_in(year))}
        )

    @described(
        "quests_nudge",
        {
            200: answer(
                _OBJECT,
                "How far the caller is now.",
                {"quests": QUESTS, "alreadyConnected": False},
            )
        },
        UnknownKind("company"),
        ThatIsYou,
        NoProfile,
        NotConnected,
        _NO_EVENT,
        YearNotANumber,
        _NO_PROFILE,
        CardReplaced,
        parameters=BY_EVENT,
        body=NudgeSerializer,
    )
    def nudge(self, request: Request, event_id: str, year: str) -> Response:
        """Tell of a connection that was made.

        Connections count by themselves, once each; this says whether the person met had
        been recommended. Telling of the same person again changes nothing.
        """
        argument = self.sent(request).validated_data["argument"]
        email, told = _email(request), False
        if profile_id := argument.get("profileId"):
            told = note_connection(
                email,
                profile_id,
                event_id=event_id,
                year=year_in(year),
                recommended=bool(argument.get("recommended")),
            )
        quests = own_progress(email, event_id, year_in(year))
        return Response({"quests": quests, "alreadyConnected": told})

    @described(
        "quests_of_everybody",
        {
            200: answer(
                _OBJECT,
                "Everybody who met somebody.",
                {"quests": [{"userId": EMAIL, "quests": QUESTS}]},
            )
        },
        Forbidden,
        _NO_EVENT,
        YearNotANumber,
        PeopleUnread,
        parameters=BY_EVENT,
    )
    def of_everybody(self, request: Request, event_id: str, year: str) -> Response:
        """How far everybody is, for executives."""
        found = standings(required_event(event_id, year_in(year)), everybody())
        rows = [{"userId": each.who, "quests": each.progress} for each in found]
        return Response({"quests": rows})

    @described(
        "quests_kiosk",
        {
            200: answer(
                _OBJECT,
                "By the quest's id.",
                {"quests": QUESTS, "resolvedUser": "profileId"},
            )
        },
        _NO_EVENT,
        YearNotANumber,
        _NO_PROFILE,
        CardReplaced,
        parameters=[
            *BY_EVENT,
            path_parameter("profile_id", "Whose card it is.", example=PROFILE_ID),
        ],
    )
    def kiosk(
        self, request: Request, event_id: str, year: str, profile_id: str
    ) -> Response:
        """How far the owner of a card is, for a screen that everybody sees.

        Numbers alone: neither who it is, nor whom they met.
        """
        quests = progress_on_kiosk(profile_id, event_id, year_in(year))
        return Response({"quests": quests, "resolvedUser": "profileId"})


def _email(request: Request) -> str:
    return caller_of(request).email
