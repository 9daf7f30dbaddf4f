"""Bodies of the codes' routes, and the views of a code that they answer."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers

from core.fields import (
    LARGEST_YEAR,
    LONGEST_NAME,
    LONGEST_TEXT,
    Body,
    is_scalar,
    must_be,
    must_have,
)
from core.openapi import AT, example

LONGEST_ID = 200
MOST_POINTS = 1_000_000
MOST_DATA = 20

# What a code says about whose it is that everybody may read; never an e-mail.
_OPEN_DATA = ("partnerID", "linkedin", "workshopID", "profileID", "companyId")
_OPEN = ("id", "eventID;year", "type", "points", "isActive", "isUnlimitedScans")


# A code as everybody sees it and as it is stored, in examples.
CODE = {
    "id": "booth-1",
    "eventID;year": "blueprint;2026",
    "type": "Booth",
    "points": 5,
    "isActive": True,
    "isUnlimitedScans": False,
    "data": {"partnerID": "acmeinc"},
}
STORED = {**CODE, "createdAt": AT, "updatedAt": AT}


class CodeDataField(serializers.DictField):
    """Whose code it is: texts, whole numbers and booleans by name."""

    def to_internal_value(self, data: Any) -> Body:
        """Return the names and values."""
        values: Body = super().to_internal_value(data)
        if len(values) > MOST_DATA:
            raise serializers.ValidationError(f"it holds at most {MOST_DATA} names.")
        for name, value in values.items():
            if not 0 < len(name) <= LONGEST_NAME or not _is_plain(value):
                raise serializers.ValidationError(
                    f"expected names of at most {LONGEST_NAME} characters, and texts of"
                    f" at most {LONGEST_TEXT}, whole numbers or booleans as values."
                )
        return values


@example("Out of use", isActive=False)
class CodeEditSerializer(serializers.Serializer[Any]):
    """What of a code can change; all that is not sent stays, other names are ignored.

    Its id and event never change: sending others refuses the request.
    """

    type = serializers.CharField(
        required=False, max_length=LONGEST_NAME, help_text="Such as `Booth`."
    )
    points = serializers.IntegerField(
        required=False, min_value=-MOST_POINTS, max_value=MOST_POINTS
    )
    # The framework's own ``data`` of a serializer is something else, and stays.
    data = CodeDataField(  # type: ignore[assignment]
        required=False, help_text="Whose it is: `partnerID`, `workshopID`, `linkedin`."
    )
    isActive = serializers.BooleanField(required=False)
    isUnlimitedScans = serializers.BooleanField(required=False)

    # Told in every answer, so clients send them back.
    key_names: ClassVar[tuple[str, ...]] = ("id", "eventID;year", "eventID", "year")

    def to_internal_value(self, data: Any) -> Body:
        """Return the changes, and the key as far as it was sent."""
        values: Body = super().to_internal_value(data)
        return {**values, **{n: data[n] for n in self.key_names if n in data}}

    def get_initial(self) -> Body:
        """Offer an empty form: a blank sent back would change the attribute."""
        return {}


@example(
    "A booth",
    id="booth-2",
    eventID="blueprint",
    year=2026,
    type="Booth",
    points=5,
    data={"partnerID": "acmeinc"},
)
class CodeSerializer(CodeEditSerializer):
    """A code of an event."""

    id = serializers.CharField(max_length=LONGEST_ID)
    eventID = serializers.CharField(max_length=LONGEST_ID)
    year = serializers.IntegerField(min_value=1, max_value=LARGEST_YEAR)
    type = serializers.CharField(max_length=LONGEST_NAME, help_text="Such as `Booth`.")

    key_names = ()

    def to_internal_value(self, data: Any) -> Body:
        """Return the code, or say in the documented words what is wrong."""
        expected = {"id": "string", "eventID": "string", "year": "number"}
        for name, kind in {**expected, "type": "string"}.items():
            must_have(name, data)
            must_be(kind, name, data)
        return super().to_internal_value(data)


@example("A code", **STORED)
class StoredCodeSerializer(serializers.Serializer[Any]):
    """A code; rows of the former system may hold more and other attributes."""

    id = serializers.CharField()
    type = serializers.CharField(required=False)
    points = serializers.JSONField(required=False, help_text="A number.")
    isActive = serializers.JSONField(required=False, help_text="True or false.")
    isUnlimitedScans = serializers.JSONField(required=False, help_text="True or false.")
    data = serializers.JSONField(  # type: ignore[assignment]
        required=False, help_text="An object."
    )


# Not a Python name, so it cannot stand among the others.
StoredCodeSerializer._declared_fields["eventID;year"] = serializers.CharField()


@example(
    "Created",
    message="Create QR with id booth-2 for the event blueprint;2026!",
    response={},
    item={**STORED, "id": "booth-2"},
)
class CreatedCodeSerializer(serializers.Serializer[Any]):
    """The code that was created."""

    message = serializers.CharField()
    response = serializers.DictField(help_text="Always empty.")
    item = StoredCodeSerializer()


def open_code(stored: Mapping[str, Any]) -> Body:
    """Return what everybody may know of a code, from its row's plain values."""
    told = {name: stored[name] for name in _OPEN if name in stored}
    data = stored.get("data")
    if isinstance(data, Mapping):
        told["data"] = {
            name: data[name]
            for name in _OPEN_DATA
            if _is_plain(data.get(name)) and "@" not in str(data[name])
        }
    return told


def _is_plain(value: Any) -> bool:
    return isinstance(value, str | int) and is_scalar(value)
