"""The quests' routes: one's own progress, everybody's for execs, the kiosk's."""

from collections.abc import Sequence
from typing import Any

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.viewsets import ViewSet

from companion.quests.api.serializers import (
    COMPANY,
    CONNECTION,
    QUESTS,
    NudgeSerializer,
)
from companion.quests.definitions import COMPANIES
from companion.quests.errors import CompanyNotMet, PeopleUnread, UnknownKind
from companion.quests.progress import Progress
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
        CompanyNotMet,
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
        been recommended. Telling of the same person again changes nothing, and so does
        telling of a company, where a quest of the event counts them.
        """
        values, email, told = self.sent(request).validated_data, _email(request), False
        argument = values["argument"]
        if values["type"] == CONNECTION and (met := argument.get("profileId")):
            told = note_connection(
                email,
                met,
                event_id=event_id,
                year=year_in(year),
                recommended=bool(argument.get("recommended")),
            )
        quests = own_progress(email, event_id, year_in(year))
        if values["type"] != CONNECTION:
            _require_met(values["type"], argument.get("company", ""), quests)
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


def _require_met(kind: str, company: str, quests: Progress) -> None:
    """Refuse what no quest counts, and a company of which nobody was met."""
    quest = quests.get(COMPANIES)
    if quest is None or kind != COMPANY:
        raise UnknownKind(kind, more=f", '{COMPANY}'" if quest else "")
    met = {each.casefold() for each in quest["items"]}
    if quest["completedAt"] is None and company.casefold() not in met:
        raise CompanyNotMet
