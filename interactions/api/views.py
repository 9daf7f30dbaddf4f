"""The interactions' routes: meeting people, one's journal, the wall."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, cast

from django.http import HttpResponse, QueryDict
from rest_framework import serializers, status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import NEXT_CURSOR
from core.bodies import JSONWhateverFormat
from core.clock import now_ms
from core.dynamo.paging import page_size
from core.identity.permissions import IsSignedIn
from core.identity.users import Caller
from core.throttling import TAP, WALL
from events.queries import window_of
from interactions.api import descriptions as described
from interactions.api.serializers import DisconnectSerializer, TapSerializer
from interactions.errors import InvalidYear, ThatIsYou, UnknownFormat
from interactions.journal import is_connected, journal, journal_page, journal_to_export
from interactions.journal_files import Row, as_csv, as_vcards
from interactions.services import connect, disconnect
from interactions.wall.graph import USUAL_SECONDS, people_in, seconds_back
from interactions.wall.kept import graph_since
from interactions.wall.names import NO_EVENT, canonical

# Longer names than any event's never reach the database.
_LONGEST_EVENT_ID = 200
_YEAR_DIGITS = 4


class File(NamedTuple):
    """A kind of file: how it is made, and what it is called."""

    made_of: Callable[[Sequence[Row]], bytes]
    media_type: str
    name: str


FILES = {
    "csv": File(as_csv, "text/csv", "connections.csv"),
    "vcard": File(as_vcards, "text/vcard", "connections.vcf"),
}


class _ForMembers(APIView):
    """Open to whoever is signed in, about themselves alone."""

    permission_classes = (IsSignedIn,)


class TapView(_ForMembers):
    """Connects people."""

    throttle_scope = TAP

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.Serializer[Any]:
        """Return the body; the browsable form asks for it too."""
        return TapSerializer(*args, **kwargs)

    @described.TAP
    def post(self, request: Request) -> Response:
        """Connect the caller with whom the body names; again changes nothing."""
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        met = connect(_email(request), body.validated_data["eventParam"], now=now_ms())
        if not met.created:
            return Response({"message": "Connection has already been made"})
        called = met.first_name or met.name
        return Response(
            {"message": f"Connection created with {called}", "name": met.name}
        )


class DisconnectView(_ForMembers):
    """Ends connections."""

    def get_serializer(self, *args: Any, **kwargs: Any) -> serializers.Serializer[Any]:
        """Return the body; the browsable form asks for it too."""
        return DisconnectSerializer(*args, **kwargs)

    @described.DISCONNECT
    def post(self, request: Request) -> Response:
        """End the caller's connection with whom the body names, on both sides."""
        body = self.get_serializer(data=request.data)
        body.is_valid(raise_exception=True)
        disconnect(_email(request), body.validated_data["profileID"], now=now_ms())
        return Response({"message": "You are no longer connected with this person."})


class JournalView(_ForMembers):
    """The caller's journal."""

    @described.JOURNAL
    def get(self, request: Request) -> Response:
        """Answer whom the caller met, whole, during an event, or a page of it."""
        email, asked = _email(request), request.query_params
        window, during = _window(asked)
        limit, cursor = asked.get("limit"), asked.get("cursor")
        headers = {}
        if limit is None and cursor is None:
            rows = journal(email, window=window)
        else:
            page = journal_page(
                email, size=page_size(limit), cursor=cursor, window=window
            )
            rows = page.rows
            headers = {NEXT_CURSOR: page.next_cursor} if page.next_cursor else {}
        message = f"all connections for {email}{during}"
        return Response({"message": message, "data": rows}, headers=headers)


class IsConnectedView(_ForMembers):
    """Whether the caller met somebody."""

    @described.IS_CONNECTED
    def get(self, request: Request, profile_id: str) -> Response:
        """Answer whether there is a connection; a bad request for one's own id."""
        email = _email(request)
        try:
            connected = is_connected(email, profile_id)
        except ThatIsYou as refused:
            return Response(
                {"message": refused.message, "connected": False},
                status=status.HTTP_400_BAD_REQUEST,
            )
        if connected is None:
            message = f"No profile associated with {email}"
            return Response({"message": message, "connected": False})
        return Response({"connected": connected})


class ExportView(_ForMembers):
    """Files of the caller's connections."""

    content_negotiation_class = JSONWhateverFormat

    @described.EXPORT
    def get(self, request: Request) -> HttpResponse:
        """Answer a file of everybody whom the caller met, for themselves to keep."""
        file = FILES.get(request.query_params.get("format", "csv"))
        if file is None:
            raise UnknownFormat(*FILES)
        return HttpResponse(
            file.made_of(journal_to_export(_email(request))),
            content_type=f"{file.media_type}; charset=utf-8",
            headers={
                "Content-Disposition": f'attachment; filename="{file.name}"',
                "Cache-Control": "private, no-store",
                "X-Content-Type-Options": "nosniff",
            },
        )


class WallView(APIView):
    """Shows anyone the graph of an event's last while."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = WALL

    @described.WALL
    def get(self, request: Request) -> Response:
        """Answer who met whom since then."""
        asked = request.query_params
        now = now_ms()
        seconds = seconds_back(asked.get("sinceSec", str(USUAL_SECONDS)))
        event = canonical(asked.get("eventId", NO_EVENT), now=now)
        shown = graph_since(event, since=now - seconds * 1000, now=now)
        people = [
            {name: face[name] for name in ("id", "name", "avatar")}
            for face in people_in(shown)
        ]
        return Response({"nodes": people, "links": [one.link for one in shown]})


def _email(request: Request) -> str:
    return cast("Caller", request.user).email


def _window(asked: QueryDict) -> tuple[tuple[int, int] | None, str]:
    """Return when the event that is asked for is, and how an answer says so.

    Without both its parameters, and for an event that is not known, the whole journal
    is meant.
    """
    event_id, text = asked.get("eventId", ""), asked.get("year", "").strip()
    if text and not (len(text) <= _YEAR_DIGITS and text.isascii() and text.isdigit()):
        raise InvalidYear
    if not (event_id and text) or len(event_id) > _LONGEST_EVENT_ID:
        return None, ""
    year = int(text)
    window = window_of(event_id, year)
    if window is None:
        return None, ""
    return window, f" during event {event_id} and year {year}"
