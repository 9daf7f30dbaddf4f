"""How the interactions' routes are described to their callers, with examples."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    inline_serializer,
)
from rest_framework import serializers

from core.dynamo.paging import InvalidCursor
from core.dynamo.transactions import Stale
from core.errors import NotFound
from core.openapi import (
    MALFORMED,
    PAGED,
    REFUSAL,
    UNAUTHORIZED,
    answer,
    body_example,
    path_parameter,
    refusal,
)
from interactions.api.serializers import (
    ConnectionSerializer,
    DisconnectSerializer,
    IsConnectedSerializer,
    TappedSerializer,
    TapSerializer,
    WallSerializer,
)
from interactions.errors import (
    AlreadyConnected,
    CannotConnectWithYourself,
    NoProfile,
    NotAMember,
    NotConnected,
    SecondsUnreadable,
    ThatIsYou,
    UnknownFormat,
    UnknownInteraction,
)
from interactions.wall.graph import LONGEST_SECONDS, USUAL_SECONDS
from interactions.wall.names import NO_EVENT
from profiles.errors import CardReplaced

_EMAIL = "amira@student.ubc.ca"
_OTHER = "CalmOttersSing"
_JOURNAL = inline_serializer(
    "Journal",
    {
        "message": serializers.CharField(),
        "data": ConnectionSerializer(many=True),
    },
)
_ROW = {
    "compositeID": "PROFILE#SillyPandasDeny",
    "type": f"CONNECTION#{_OTHER}",
    "connectionID": _OTHER,
    "createdAt": 1735689600000,
    "connectionType": "ATTENDEE",
    "connectionName": "Dara Okafor",
    "connectionMajor": "Computer Science",
    "connectionYear": "2nd Year",
    "fname": "Dara",
    "lname": "Okafor",
    "pronouns": "They/Them/Theirs",
    "major": "Computer Science",
    "year": "2nd Year",
}
_SHEET = (
    "profileID,fname,lname,pronouns,major,year,profileType,company,position,linkedIn,"
    "additionalLink,metAt\r\n"
    f"{_OTHER},Dara,Okafor,They/Them/Theirs,Computer Science,2nd Year,ATTENDEE,,,,,"
    "2024-12-31T16:00:00-08:00\r\n"
)
_CARD = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Dara Okafor\r\nN:Okafor;Dara;;;\r\n"
    "NOTE:Major: Computer Science\\; Met on 2024-12-31\r\n"
    f"URL:https://app.ubcbiztech.com/profile/{_OTHER}?scan=true\r\nEND:VCARD\r\n"
)


def _refusals(description: str, **messages: str) -> OpenApiResponse:
    """Describe several refusals of one status, each with its literal body."""
    examples = [
        OpenApiExample(
            name.replace("_", " "), value={"message": message}, response_only=True
        )
        for name, message in messages.items()
    ]
    return OpenApiResponse(REFUSAL, description, examples=examples)


_STALE = refusal(
    "Others changed the same records at the same moment; ask again.", Stale().message
)

TAP = extend_schema(
    operation_id="interactions_connect",
    summary="Connect with the owner of a card",
    description=(
        "Both sides are connected at once. Of several taps, also from both sides at"
        " once, one makes the connection; the others change nothing."
    ),
    request=TapSerializer,
    examples=[
        body_example("An id", {"eventType": "CONNECTION", "eventParam": _OTHER}),
        body_example(
            "The address on a card",
            {
                "eventType": "CONNECTION",
                "eventParam": f"https://app.ubcbiztech.com/profile/{_OTHER}?scan=true",
            },
        ),
        body_example(
            "An object",
            {"eventType": "CONNECTION", "eventParam": {"profileID": _OTHER}},
        ),
    ],
    responses={
        200: OpenApiResponse(
            TappedSerializer,
            "Connected now, or before.",
            examples=[
                OpenApiExample(
                    "Created",
                    value={
                        "message": "Connection created with Dara",
                        "name": "Dara Okafor",
                    },
                    response_only=True,
                ),
                OpenApiExample(
                    "Connected before",
                    value={"message": AlreadyConnected().message},
                    response_only=True,
                ),
            ],
        ),
        400: _refusals(
            "Another kind of interaction, one's own card, or a body that cannot be"
            " read.",
            Another_kind=UnknownInteraction().message,
            Oneself=CannotConnectWithYourself().message,
            Not_JSON="The body is not valid JSON.",
        ),
        401: UNAUTHORIZED,
        404: _refusals(
            "The caller is no member or has no profile; there is no such profile, or"
            " its card was replaced.",
            Not_a_member=NotAMember().message,
            No_profile=NoProfile().message,
            No_such_profile=NotFound.of("Profile", _OTHER).message,
            A_replaced_card=CardReplaced().message,
        ),
        406: refusal(
            "Something is missing, or names no profile.",
            "'eventParam' is missing from the request body",
            data={"eventType": "CONNECTION"},
        ),
        409: _STALE,
    },
)
DISCONNECT = extend_schema(
    operation_id="interactions_disconnect",
    summary="End a connection",
    description="It is gone on both sides and from the wall.",
    request=DisconnectSerializer,
    examples=[body_example("An id", {"profileID": _OTHER})],
    responses={
        200: answer(
            TappedSerializer,
            "The two are connected no longer.",
            name="Ended",
            value={"message": "You are no longer connected with this person."},
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        404: _refusals(
            "There is no such connection, or the caller is no member.",
            Not_connected=NotConnected().message,
            Not_a_member=NotAMember().message,
        ),
        406: refusal(
            "Nobody is named.", "'profileID' is missing from the request body", data={}
        ),
        409: _STALE,
    },
)
JOURNAL = extend_schema(
    operation_id="interactions_journal",
    summary="Everybody the caller met",
    description=(
        "Newest first, each as they show themselves now; empty for somebody who is no"
        " member. With `eventId` and `year` only those met during that event; when it"
        " is not known, everybody. Without `limit` and `cursor` the whole journal."
    ),
    parameters=[
        OpenApiParameter("eventId", str, description="With `year`."),
        OpenApiParameter(
            "year",
            {"type": "integer", "minimum": 0, "maximum": 9999},
            description="With `eventId`.",
        ),
        *PAGED,
    ],
    responses={
        200: answer(
            _JOURNAL,
            "The journal.",
            name="A journal",
            value={"message": f"all connections for {_EMAIL}", "data": [_ROW]},
        ),
        401: UNAUTHORIZED,
        406: refusal(
            "The year is none, or there is no such page.", InvalidCursor().message
        ),
    },
)
IS_CONNECTED = extend_schema(
    operation_id="interactions_is_connected",
    summary="Did the caller meet this person?",
    parameters=[
        path_parameter("profile_id", "The other's profile id.", example=_OTHER)
    ],
    responses={
        200: OpenApiResponse(
            IsConnectedSerializer,
            "Whether the two are connected.",
            examples=[
                OpenApiExample(
                    "Connected", value={"connected": True}, response_only=True
                ),
                OpenApiExample(
                    "No profile of one's own",
                    value={
                        "message": f"No profile associated with {_EMAIL}",
                        "connected": False,
                    },
                    response_only=True,
                ),
            ],
        ),
        400: answer(
            IsConnectedSerializer,
            "The caller's own profile.",
            name="Oneself",
            value={"message": ThatIsYou().message, "connected": False},
        ),
        401: UNAUTHORIZED,
        404: _refusals(
            "There is no such profile, or its card was replaced.",
            No_such_profile=NotFound.of("Profile", _OTHER).message,
            A_replaced_card=CardReplaced().message,
        ),
    },
)
EXPORT = extend_schema(
    operation_id="interactions_export",
    summary="Take everybody home in a file",
    description=(
        "Everybody the caller met, newest first, with what each shows: a sheet (texts"
        " that a spreadsheet would take for a formula begin with an apostrophe), or"
        " cards for an address book."
    ),
    parameters=[
        OpenApiParameter(
            "format",
            {"type": "string", "enum": ["csv", "vcard"], "default": "csv"},
            description="The kind of file.",
        )
    ],
    responses={
        (200, "text/csv"): answer(
            OpenApiTypes.STR, "The file.", name="A sheet", value=_SHEET
        ),
        (200, "text/vcard"): answer(
            OpenApiTypes.STR, "The file.", name="Cards", value=_CARD
        ),
        401: UNAUTHORIZED,
        404: refusal(
            "The caller is no member.", NotAMember().message, name="Not a member"
        ),
        406: refusal("There is no such file.", UnknownFormat("csv", "vcard").message),
    },
)

WALL = extend_schema(
    operation_id="interactions_wall",
    summary="What the live wall shows",
    description=(
        "Open to everybody. The graph of the last while: people as they want to be"
        " seen, and who met whom, oldest first. Somebody who is hidden, and whatever"
        " the operators cleared or hold back, is left out. Screens that follow what"
        " happens use the websocket `/ws/wall/`."
    ),
    parameters=[
        OpenApiParameter(
            "eventId",
            {"type": "string", "default": NO_EVENT},
            description=(
                "The event, in any of its forms; a bare id means its latest year, and"
                " `DEFAULT` the event that is on."
            ),
            examples=[
                OpenApiExample("An event of a year", value="blueprint-2026"),
                OpenApiExample("Its latest year", value="blueprint"),
                OpenApiExample("What is on", value=NO_EVENT),
            ],
        ),
        OpenApiParameter(
            "sinceSec",
            {"type": "number", "default": USUAL_SECONDS},
            description=(
                "How many seconds back. Less than one counts as one, and more than"
                f" {LONGEST_SECONDS} (14 days, as long as the log is kept) as that."
            ),
        ),
    ],
    responses={
        200: answer(
            WallSerializer,
            "The graph; empty for an event that nobody knows.",
            name="Two people who met",
            value={
                "nodes": [
                    {
                        "id": "SillyPandasDeny",
                        "name": "Amira Haddad",
                        "avatar": "https://club-pictures.example/SillyPandasDeny.webp",
                    },
                    {"id": "TwoBusesTell", "name": "Ben Li", "avatar": ""},
                ],
                "links": [
                    {
                        "source": "SillyPandasDeny",
                        "target": "TwoBusesTell",
                        "createdAt": 1735689600000,
                    }
                ],
            },
        ),
        406: refusal(
            "`sinceSec` is no number.",
            SecondsUnreadable("abc").message,
            name="Not a number",
            data="abc",
        ),
    },
)
