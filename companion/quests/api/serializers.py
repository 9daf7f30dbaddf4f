"""Bodies of the quests' routes, and what they answer."""

from typing import Any

from rest_framework import serializers

from core.fields import LONGEST_TEXT, Body, FlagField, must_have
from core.openapi import AT, PROFILE_ID, example

CONNECTION, COMPANY = "connection", "company"
_LONGEST_KIND = 100
_LONGEST_ID = 200

QUESTS = {
    "new_connections_5": {
        "progress": 2,
        "target": 5,
        "startedAt": AT,
        "completedAt": None,
        "description": "Make 5 new connections",
    }
}


class ArgumentSerializer(serializers.Serializer[Any]):
    """Whom somebody met, or which company."""

    profileId = serializers.CharField(required=False, max_length=_LONGEST_ID)
    recommended = FlagField(help_text="Whether the person had been recommended.")
    company = serializers.CharField(
        required=False, max_length=LONGEST_TEXT, help_text="Of `company`: its name."
    )


@example(
    "A connection",
    type=CONNECTION,
    argument={"profileId": PROFILE_ID, "recommended": False},
)
class NudgeSerializer(serializers.Serializer[Any]):
    """What a client tells of a connection that was made."""

    type = serializers.CharField(max_length=_LONGEST_KIND)
    argument = ArgumentSerializer()

    def to_internal_value(self, data: Any) -> Body:
        """Return it, or say in the documented words what is wrong."""
        for name in ("type", "argument"):
            must_have(name, data)
        values: Body = super().to_internal_value(data)
        if values["type"] == COMPANY:
            must_have("company", values["argument"])
        return values
