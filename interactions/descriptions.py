"""How the routes of connections and the wall are described to their callers."""

from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema

from biztech.openapi import answer, refusal
from interactions.serializers import WallSerializer
from interactions.wall.graph import LONGEST_SECONDS, USUAL_SECONDS, SecondsUnreadable
from interactions.wall.names import NO_EVENT

_AVATAR = "https://club-pictures.example/SillyPandasDeny.webp"

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
                        "avatar": _AVATAR,
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
