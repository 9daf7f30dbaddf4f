"""How connections and the wall look in the API."""

from typing import Any

from rest_framework import serializers


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


class WallSerializer(serializers.Serializer[Any]):
    """What an event's wall shows of a stretch of time."""

    nodes = WallPersonSerializer(many=True)
    links = WallLinkSerializer(many=True)
