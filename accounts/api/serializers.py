"""Bodies of the users' routes, and the one view of a user that they all answer."""

from collections.abc import Mapping
from functools import cache
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.models import LEFT_ALONE, User
from accounts.services import REFUSED
from core.email import normalize_email
from core.errors import Invalid
from core.fields import (
    LARGEST_NUMBER,
    Body,
    EditSerializer,
    FlagField,
    TextField,
    YearField,
    in_documented_order,
    is_missing,
    must_be,
    must_have,
)
from core.openapi import AT, EMAIL, example
from events.models import event_id_of, is_event_key

LONGEST_STUDENT_ID = 15
LONGEST_EVENT_ID = 200
MOST_FAVOURITES = 100

# A user, in examples.
USER = {
    "id": EMAIL,
    "email": EMAIL,
    "fname": "Amira",
    "lname": "Haddad",
    "admin": False,
    "isMember": False,
    "studentId": 12345678,
    "faculty": "Science",
    "major": "Statistics",
    "year": 3,
    "gender": "She/Her/Hers",
    "pronouns": "She/Her/Hers",
    "diet": "None",
    "favedEventsID": ["blueprint"],
    "createdAt": AT,
    "updatedAt": AT,
    "favedEventsID;year": ["blueprint;2026"],
}


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 0, "maximum": LARGEST_NUMBER},
            {"type": "string", "pattern": "^[0-9]*$", "maxLength": LONGEST_STUDENT_ID},
            {"type": "null"},
        ]
    }
)
class StudentIdField(serializers.Field[Any, Any, Any, Any]):
    """A student number, kept as a number; blank and null stand for "not known"."""

    expected: ClassVar[str] = (
        f"expected a number, or a text of at most {LONGEST_STUDENT_ID} digits."
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, initial="", **kwargs)

    def to_internal_value(self, data: Any) -> int | None:
        """Return the number."""
        match data:
            case bool():
                pass
            case int() if 0 <= data <= LARGEST_NUMBER:
                return data
            case str() if not data.strip():
                return None
            case str() if _is_student_id(data.strip()):
                return int(data)
        raise serializers.ValidationError(self.expected)


@extend_schema_field(
    {
        "type": "array",
        "items": {"type": "string", "pattern": "^[^;]+;[0-9]{4}$"},
        "minItems": 1,
        "maxItems": MOST_FAVOURITES,
        "uniqueItems": True,
    }
)
class FavouritesField(serializers.Field[Any, Any, Any, Any]):
    """Events that a new user marked before, "eventId;year" each."""

    expected: ClassVar[str] = (
        f'expected at most {MOST_FAVOURITES} texts such as "blueprint;2026".'
    )

    def to_internal_value(self, data: Any) -> list[str]:
        """Return the texts, or say in the documented words what is wrong."""
        if not isinstance(data, list):
            raise serializers.ValidationError(self.expected)
        said = "the favedEventsArray"
        if not data:
            raise Invalid(f"{said} is empty", data=self._sent())
        if not all(isinstance(each, str) for each in data):
            raise Invalid(f"{said} contains non-string element(s)", data=self._sent())
        if len(set(data)) < len(data):
            raise Invalid(f"{said} contains duplicate elements", data=self._sent())
        if len(data) > MOST_FAVOURITES or not all(_is_favourite(each) for each in data):
            raise serializers.ValidationError(self.expected)
        return data

    def _sent(self) -> Body:
        sent: Body = self.root.initial_data
        return sent


@example(
    "A student",
    email="jane@student.ubc.ca",
    fname="Jane",
    lname="Doe",
    year=3,
    faculty="Commerce",
)
@example(
    "With favourites",
    email=EMAIL,
    studentId="12345678",
    pronouns="She/Her/Hers",
    favedEventsArray=["blueprint;2026"],
)
class SignUpSerializer(serializers.Serializer[Any]):
    """A new user; only the e-mail is needed, and what is not listed is ignored."""

    email = serializers.CharField(source="id", help_text="Any letter case.")
    education = TextField()
    studentId = StudentIdField()
    fname = TextField()
    lname = TextField()
    faculty = TextField()
    major = TextField()
    year = YearField()
    gender = TextField(help_text="Also `pronouns`.")
    diet = TextField()
    isMember = FlagField(help_text="Counts only with an executive's token.")
    favedEventsArray = FavouritesField(
        required=False, allow_null=True, help_text="`eventId;year` each."
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return stored names and values; the e-mail is judged first."""
        email = normalize_email(data.get("email"))
        gender = data.get("gender") or data.get("pronouns")
        values: Body = super().to_internal_value(
            {**data, "email": email, "gender": gender}
        )
        return {name: value for name, value in values.items() if value is not None}


@example("A new major", major="Statistics", year="4th Year")
class UserEditSerializer(EditSerializer):
    """Attributes of a user to change, under their stored names.

    A name that is not listed is stored too when its value is a text, a number or a
    boolean, up to 50 of them and 16 KB; null removes the attribute.
    """

    not_judged = LEFT_ALONE.union(REFUSED)

    fname = TextField()
    lname = TextField()
    education = TextField()
    studentId = StudentIdField()
    faculty = TextField()
    major = TextField()
    year = YearField()
    gender = TextField(help_text="Also `pronouns`.")
    pronouns = TextField()
    diet = TextField()
    isMember = FlagField(help_text="An executive's to change.")


@example("A favourite", eventID="blueprint", year=2026, isFavourite=True)
@example("Of any year", eventID="blueprint", isFavourite=False)
class FavouriteSerializer(serializers.Serializer[Any]):
    """Which event is a favourite, or no longer."""

    eventID = serializers.CharField(max_length=LONGEST_EVENT_ID)
    isFavourite = serializers.BooleanField()
    year = serializers.IntegerField(
        required=False, allow_null=True, help_text="Without it, the event of any year."
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the request, or say in the documented words what is wrong."""
        for name, expected in (("eventID", "string"), ("isFavourite", "boolean")):
            must_have(name, data)
            must_be(expected, name, data)
        if is_missing(data.get("year")):
            data = {**data, "year": None}
        else:
            must_be("number", "year", data)
        values: Body = super().to_internal_value(data)
        return values


@example(
    "A favourite",
    message="Favourited event with eventID blueprint for the year 2026",
    response={},
)
class FavouredSerializer(serializers.Serializer[Any]):
    """What became of the favourite."""

    message = serializers.CharField()
    response = serializers.DictField()


@example("A user", **USER)
class UserSerializer(serializers.Serializer[Any]):
    """A user as the API tells it; rows may hold more and other attributes."""

    id = serializers.CharField(help_text="The e-mail address.")
    email = serializers.CharField(help_text="The same as `id`.")
    fname = serializers.CharField(required=False)
    lname = serializers.CharField(required=False)
    admin = serializers.BooleanField(required=False)
    isMember = serializers.BooleanField()
    education = serializers.CharField(required=False)
    studentId = StudentIdField()
    faculty = serializers.CharField(required=False)
    major = serializers.CharField(required=False)
    year = YearField()
    gender = serializers.CharField(required=False)
    pronouns = serializers.CharField(required=False, help_text="The same as `gender`.")
    diet = serializers.CharField(required=False)
    favedEventsID = serializers.ListField(child=serializers.CharField())
    createdAt = serializers.IntegerField(required=False)
    updatedAt = serializers.IntegerField(required=False)


# Not a Python name, so it cannot stand among the others.
UserSerializer._declared_fields["favedEventsID;year"] = serializers.ListField(
    child=serializers.CharField(), help_text="`eventId;year` each."
)


@example("Created", message="Created!", params=USER)
class CreatedUserSerializer(serializers.Serializer[Any]):
    """The user that was created."""

    message = serializers.CharField()
    params = UserSerializer()


def user_body(stored: Mapping[str, Any]) -> Body:
    """Return a user as every answer tells it, from a row's plain values.

    Always with ``email``, a boolean ``isMember`` and both lists of favourites;
    ``gender`` and ``pronouns`` are one fact; what is ours alone is left out.
    """
    dated = _texts(stored.get("favedEventsID;year"))
    ids = {*_texts(stored.get("favedEventsID")), *map(event_id_of, dated)}
    told = {
        **changes_body(stored),
        "email": stored["id"],
        "isMember": _is_member(stored),
        "favedEventsID": sorted(ids),
        "favedEventsID;year": dated,
    }
    return in_documented_order(told, _documented())


@cache
def _documented() -> tuple[str, ...]:
    return tuple(UserSerializer().fields)


def changes_body(stored: Mapping[str, Any]) -> Body:
    """Return attributes of a user's row as answers tell them, and no others."""
    told = {name: value for name, value in stored.items() if name != "keptProfileID"}
    if gender := stored.get("gender") or stored.get("pronouns"):
        told["gender"] = told["pronouns"] = gender
    return told


def _is_member(stored: Mapping[str, Any]) -> bool:
    row = {name: stored.get(name) for name in ("id", "isMember")}
    return bool(User.of(row).is_member)


def _texts(stored: Any) -> list[str]:
    """Return a stored set or list of texts; anything else is none."""
    if not isinstance(stored, list):
        return []
    return sorted({each for each in stored if isinstance(each, str)})


def _is_favourite(text: str) -> bool:
    return len(text) <= LONGEST_EVENT_ID and is_event_key(text)


def _is_student_id(text: str) -> bool:
    return len(text) <= LONGEST_STUDENT_ID and text.isascii() and text.isdigit()
