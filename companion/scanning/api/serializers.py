"""Bodies of the scanner's route, and what it answers."""

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from companion.scanning.services import Scanned
from core.email import LONGEST_EMAIL, normalize_email
from core.fields import LARGEST_YEAR, Body, must_be, must_have
from core.openapi import EMAIL, example
from events.api.registrations.serializers import LONGEST_EVENT_ID
from profiles.api.codes.serializers import LONGEST_ID, open_code

_NEEDED = {
    "qrCodeID": "string",
    "eventID": "string",
    "year": "number",
    "email": "string",
    "negativePointsConfirmed": "boolean",
}


@example(
    "A scan",
    qrCodeID="booth-1",
    eventID="blueprint",
    year=2026,
    email=EMAIL,
    negativePointsConfirmed=False,
)
class ScanSerializer(serializers.Serializer[Any]):
    """Who scanned which code."""

    qrCodeID = serializers.CharField(max_length=LONGEST_ID)
    eventID = serializers.CharField(max_length=LONGEST_EVENT_ID)
    year = serializers.IntegerField(min_value=1, max_value=LARGEST_YEAR)
    email = serializers.CharField(
        max_length=LONGEST_EMAIL, help_text="One's own; anybody's for execs."
    )
    negativePointsConfirmed = serializers.BooleanField(
        help_text="Whether a code that is worth less than zero may take points."
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the scan, or say in the documented words what is wrong."""
        if isinstance(data, Mapping):
            for name, kind in _NEEDED.items():
                must_have(name, data)
                must_be(kind, name, data)
        values: Body = super().to_internal_value(data)
        return {**values, "email": normalize_email(values["email"])}


@example(
    "Scanned",
    message="Successfully scanned QR code.",
    response={
        "current_points": 15,
        "redeemed_points": 5,
        "redemption_type": "user",
        "qr_data": {"partnerID": "acmeinc"},
    },
)
class ScannedSerializer(serializers.Serializer[Any]):
    """What the scan gave; a second partner of an event gives no points."""

    message = serializers.CharField()
    response = serializers.DictField(
        help_text="How many points there are now, `redemption_type` says whose."
    )


def told(scanned: Scanned) -> Body:
    """Return what a scan gave, with what everybody may know of the code."""
    row = open_code(scanned.code.plain())
    more = {"qr_data": row["data"]} if "data" in row else {}
    return {**points(scanned.current, scanned.given, by_team=scanned.by_team), **more}


def points(current: int, redeemed: int, *, by_team: bool) -> Body:
    """Return how many points there are, and how many of them are new."""
    return {
        "current_points": current,
        "redeemed_points": redeemed,
        "redemption_type": "team" if by_team else "user",
    }
