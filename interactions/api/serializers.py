"""Bodies of the interactions' routes, and how a connection looks in the API."""

from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.fields import Body, YearField, must_have
from core.openapi import AT, EMAIL, PROFILE_ID, example
from interactions.errors import AlreadyConnected, UnknownInteraction
from interactions.models import Connection
from profiles.taps import profile_id_in

CONNECTION = "CONNECTION"

# Whom the caller met, in examples, and the key of the row that says so.
OTHER = "CalmOttersSing"
_PARTITION, _SORT_KEY = Connection.key(PROFILE_ID, OTHER)


@extend_schema_field(
    {
        "oneOf": [
            {"type": "string", "minLength": 1},
            {
                "type": "object",
                "properties": {"profileID": {"type": "string", "minLength": 1}},
                "required": ["profileID"],
            },
        ]
    }
)
class ProfileNamedField(serializers.Field[Any, Any, Any, Any]):
    """Whom a card or a code names: an id, the address on a card, or an object."""

    expected: ClassVar[str] = (
        "expected a profile's id, or the address on a profile's card."
    )

    def to_internal_value(self, data: Any) -> str:
        """Return the profile's id."""
        profile_id = profile_id_in(data)
        if profile_id is None:
            raise serializers.ValidationError(self.expected)
        return profile_id


@example("An id", eventType=CONNECTION, eventParam=OTHER)
@example(
    "The address on a card",
    eventType=CONNECTION,
    eventParam=f"https://app.ubcbiztech.com/profile/{OTHER}?scan=true",
)
@example("An object", eventType=CONNECTION, eventParam={"profileID": OTHER})
class TapSerializer(serializers.Serializer[Any]):
    """A tap on somebody's card; what is not listed is ignored."""

    eventType = serializers.CharField(help_text=f"Always `{CONNECTION}`.")
    eventParam = ProfileNamedField(
        help_text="The other's profile id, the address on their card, or"
        " `{profileID}` with either."
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the tap, or say in the documented words what is wrong."""
        for name in ("eventType", "eventParam"):
            must_have(name, data)
        if data["eventType"] != CONNECTION:
            raise UnknownInteraction
        values: Body = super().to_internal_value(data)
        return values


@example("Created", message="Connection created with Dara", name="Dara Okafor")
@example("Connected before", message=AlreadyConnected().message)
class TappedSerializer(serializers.Serializer[Any]):
    """What a tap did."""

    message = serializers.CharField()
    name = serializers.CharField(
        required=False, help_text="Whom the caller met; of a new connection only."
    )


@example("An id", profileID=OTHER)
class DisconnectSerializer(serializers.Serializer[Any]):
    """Whom to be connected with no longer."""

    profileID = ProfileNamedField(help_text="Also the address on their card.")

    def to_internal_value(self, data: Any) -> Body:
        """Return whom, or say in the documented words what is wrong."""
        must_have("profileID", data)
        values: Body = super().to_internal_value(data)
        return values


class ConnectionSerializer(serializers.Serializer[Any]):
    """Somebody the caller met, as they show themselves now.

    Rows of years before may hold more and other attributes.
    """

    compositeID = serializers.CharField(help_text="`PROFILE#` and the caller's id.")
    type = serializers.CharField(help_text="`CONNECTION#` and the other's id.")
    connectionID = serializers.CharField(
        required=False, help_text="The other's profile id."
    )
    createdAt = serializers.IntegerField(required=False)
    connectionType = serializers.CharField(required=False)
    connectionName = serializers.CharField(required=False)
    connectionMajor = serializers.CharField(required=False)
    connectionYear = YearField(help_text="A number or a text.")
    fname = serializers.CharField(required=False)
    lname = serializers.CharField(required=False)
    pronouns = serializers.CharField(required=False)
    major = serializers.CharField(required=False)
    year = YearField(help_text="A number or a text.")
    company = serializers.CharField(required=False)
    title = serializers.CharField(required=False)


@example(
    "A journal",
    message=f"all connections for {EMAIL}",
    data=[
        {
            "compositeID": _PARTITION,
            "type": _SORT_KEY,
            "connectionID": OTHER,
            "createdAt": AT,
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
    ],
)
class JournalSerializer(serializers.Serializer[Any]):
    """Everybody whom the caller met, or a page of them."""

    message = serializers.CharField()
    # The framework's own ``data`` of a serializer is something else, and stays.
    data = ConnectionSerializer(many=True)  # type: ignore[assignment]


@example("Connected", connected=True)
@example(
    "No profile of one's own",
    message=f"No profile associated with {EMAIL}",
    connected=False,
)
class IsConnectedSerializer(serializers.Serializer[Any]):
    """Whether the caller met somebody."""

    connected = serializers.BooleanField()
    message = serializers.CharField(required=False)


class WallPersonSerializer(serializers.Serializer[Any]):
    """Somebody on the wall, as they want to be seen."""

    id = serializers.CharField(help_text="The profile id.")
    name = serializers.CharField()
    avatar = serializers.CharField(
        allow_blank=True, help_text="Where the picture is; empty without one."
    )


class WallLinkSerializer(serializers.Serializer[Any]):
    """Two people who met."""

    # The framework takes declared fields away before its own attribute is looked up.
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="The profile id of one."
    )
    target = serializers.CharField(help_text="The profile id of the other.")
    createdAt = serializers.IntegerField(help_text="When they met, in ms.")


@example(
    "Two people who met",
    nodes=[
        {
            "id": PROFILE_ID,
            "name": "Amira Haddad",
            "avatar": f"https://club-pictures.example/{PROFILE_ID}.webp",
        },
        {"id": "TwoBusesTell", "name": "Ben Li", "avatar": ""},
    ],
    links=[{"source": PROFILE_ID, "target": "TwoBusesTell", "createdAt": AT}],
)
class WallSerializer(serializers.Serializer[Any]):
    """What an event's wall shows of a stretch of time."""

    nodes = WallPersonSerializer(many=True)
    links = WallLinkSerializer(many=True)
