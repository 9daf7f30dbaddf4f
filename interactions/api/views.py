"""The interactions' routes: meeting people, one's journal, the wall."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from django.http import HttpResponse, QueryDict
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import NEXT_CURSOR, TakesBody
from core.bodies import JSONWhateverFormat
from core.clock import now_ms
from core.dynamo.errors import InvalidCursor, Stale
from core.dynamo.paging import page_size
from core.errors import NotFound
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import (
    PAGED,
    answer,
    described,
    path_parameter,
)
from core.throttling import TAP, WALL
from events.queries import window_of
from interactions.api.serializers import (
    OTHER,
    DisconnectSerializer,
    IsConnectedSerializer,
    JournalSerializer,
    TappedSerializer,
    TapSerializer,
    WallSerializer,
)
from interactions.errors import (
    CannotConnectWithYourself,
    InvalidYear,
    NoProfile,
    NotAMember,
    NotConnected,
    SecondsUnreadable,
    ThatIsYou,
    UnknownFormat,
    UnknownInteraction,
)
from interactions.journal import is_connected, journal, journal_page, journal_to_export
from interactions.journal_files import Row, as_csv, as_vcards
from interactions.services import connect, disconnect
from interactions.wall.graph import (
    LONGEST_SECONDS,
    USUAL_SECONDS,
    people_in,
    seconds_back,
)
from interactions.wall.kept import graph_since
from interactions.wall.names import NO_EVENT, canonical
from profiles.errors import CardReplaced

# Longer names than any event's never reach the database.
_LONGEST_EVENT_ID = 200
_YEAR_DIGITS = 4

# Files of a connection, in examples.
_CSV = (
    "profileID,fname,lname,pronouns,major,year,profileType,company,position,linkedIn,"
    "additionalLink,metAt\r\n"
    f"{OTHER},Dara,Okafor,They/Them/Theirs,Computer Science,2nd Year,ATTENDEE,,,,,"
    "2024-12-31T16:00:00-08:00\r\n"
)
_CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dara Okafor\r\nN:Okafor;Dara;;;\r\n"
    "NOTE:Major: Computer Science\\; Met on 2024-12-31\r\n"
    f"URL:https://app.ubcbiztech.com/profile/{OTHER}?scan=true\r\nEND:VCARD\r\n"
)


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


class TapView(TakesBody, _ForMembers):
    """Connects people."""

    throttle_scope = TAP

    @described(
        "interactions_connect",
        {200: TappedSerializer},
        UnknownInteraction,
        CannotConnectWithYourself,
        NotAMember,
        NoProfile,
        NotFound.of("Profile", OTHER),
        CardReplaced,
        Stale,
        body=TapSerializer,
    )
    def post(self, request: Request) -> Response:
        """Connect with the owner of a card.

        Both sides are connected at once. Of several taps, also from both sides at once,
        one makes the connection; the others change nothing.
        """
        body = self.sent(request)
        met = connect(_email(request), body.validated_data["eventParam"], now=now_ms())
        if not met.created:
            return Response({"message": "Connection has already been made"})
        called = met.first_name or met.name
        return Response(
            {"message": f"Connection created with {called}", "name": met.name}
        )


class DisconnectView(TakesBody, _ForMembers):
    """Ends connections."""

    @described(
        "interactions_disconnect",
        {
            200: answer(
                TappedSerializer,
                "The two are connected no longer.",
                {"message": "You are no longer connected with this person."},
            )
        },
        NotConnected,
        NotAMember,
        Stale,
        body=DisconnectSerializer,
    )
    def post(self, request: Request) -> Response:
        """End a connection.

        It is gone on both sides and from the wall.
        """
        body = self.sent(request)
        disconnect(_email(request), body.validated_data["profileID"], now=now_ms())
        return Response({"message": "You are no longer connected with this person."})


class JournalView(_ForMembers):
    """The caller's journal."""

    @described(
        "interactions_journal",
        {200: JournalSerializer},
        InvalidYear,
        InvalidCursor,
        parameters=[
            OpenApiParameter("eventId", str, description="With `year`."),
            OpenApiParameter(
                "year",
                {"type": "integer", "minimum": 0, "maximum": 9999},
                description="With `eventId`.",
            ),
            *PAGED,
        ],
    )
    def get(self, request: Request) -> Response:
        """Everybody the caller met.

        Newest first, each as they show themselves now; empty for somebody who is no
        member. With `eventId` and `year` only those met during that event; when it is
        not known, everybody. Without `limit` and `cursor` the whole journal.
        """
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

    @described(
        "interactions_is_connected",
        {
            200: IsConnectedSerializer,
            400: answer(
                IsConnectedSerializer,
                "The caller's own profile.",
                {"message": ThatIsYou().message, "connected": False},
            ),
        },
        NotFound.of("Profile", OTHER),
        CardReplaced,
        parameters=[
            path_parameter("profile_id", "The other's profile id.", example=OTHER)
        ],
    )
    def get(self, request: Request, profile_id: str) -> Response:
        """Did the caller meet this person?"""
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

    @described(
        "interactions_export",
        {
            (200, "text/csv"): answer(str, "A CSV file.", _CSV),
            (200, "text/vcard"): answer(str, "Cards.", _CARD),
        },
        NotAMember,
        UnknownFormat("csv", "vcard"),
        parameters=[
            OpenApiParameter(
                "format",
                {"type": "string", "enum": ["csv", "vcard"], "default": "csv"},
                description="The kind of file.",
            )
        ],
    )
    def get(self, request: Request) -> HttpResponse:
        """Take everybody home in a file.

        Everybody the caller met, newest first, with what each shows: as CSV (texts
        that a spreadsheet would take for a formula begin with an apostrophe), or cards
        for an address book.
        """
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

    @described(
        "interactions_wall",
        {200: WallSerializer},
        SecondsUnreadable("abc"),
        parameters=[
            OpenApiParameter(
                "eventId",
                {"type": "string", "default": NO_EVENT},
                description="The event, in any of its forms; a bare id means its latest"
                " year, and `DEFAULT` the event that is on.",
                examples=[
                    OpenApiExample("An event of a year", value="blueprint-2026"),
                    OpenApiExample("Its latest year", value="blueprint"),
                    OpenApiExample("What is on", value=NO_EVENT),
                ],
            ),
            OpenApiParameter(
                "sinceSec",
                {"type": "number", "default": USUAL_SECONDS},
                description="How many seconds back. Less than one counts as one, and"
                f" more than {LONGEST_SECONDS} (14 days, as long as the log is kept) as"
                " that.",
            ),
        ],
    )
    def get(self, request: Request) -> Response:
        """What the live wall shows.

        Open to everybody. The graph of the last while: people as they want to be seen,
        and who met whom, oldest first; empty for an event that nobody knows. Somebody
        who is hidden, and whatever the operators cleared or hold back, is left out.
        Screens that follow what happens use the websocket `/ws/wall/`.
        """
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
    return caller_of(request).email


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
