"""What the registrations' routes are sent."""

from collections.abc import Mapping
from typing import Any, ClassVar

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from core.email import normalize_email
from core.errors import Malformed
from core.fields import (
    LARGEST_NUMBER,
    LONGEST_NAME,
    LONGEST_TEXT,
    Body,
    FlagField,
    TextField,
    must_be,
    must_have,
)
from core.openapi import EMAIL, example
from events.api.registrations.answers import ROW
from events.errors import UnknownStatus
from events.services.moving import Wanted
from events.services.registering import Application
from events.statuses import Review, Status, review_of, status_of

LONGEST_EVENT_ID = 200
MOST_ANSWERS = 100
# Of all answers together, in characters.
LONGEST_ANSWERS = 32_000
LONGEST_FACT = 200
LONGEST_ANSWER = 5000
MOST_POINTS = 1_000_000
MOST_AT_ONCE = 500

EVENT: Body = {"eventID": "blueprint", "year": 2026}


def status_named(text: str) -> Status:
    """Return the status that a text means, however it is spelled, or refuse it."""
    status = status_of(text)
    if status is None:
        raise UnknownStatus("registrationStatus", text)
    return status


def review_named(text: str) -> Review:
    """Return the state of an application that a text means, or refuse it."""
    review = review_of(text)
    if review is None:
        raise UnknownStatus("applicationStatus", text)
    return review


@extend_schema_field(
    {
        "type": "object",
        "maxProperties": MOST_ANSWERS,
        "additionalProperties": {
            "oneOf": [
                {"type": "string"},
                {"type": "number"},
                {"type": "boolean"},
                {"type": "array", "items": {"type": "string"}},
                {"type": "null"},
            ]
        },
    }
)
class AnswersField(serializers.Field[Any, Any, Any, Any]):
    """What somebody says, by question or by name: texts, numbers, lists of texts.

    ``longest`` is how many characters one may have.
    """

    def __init__(self, *, longest: int, **kwargs: Any) -> None:
        super().__init__(required=False, allow_null=True, **kwargs)
        self.longest = longest

    def to_internal_value(self, data: Any) -> Body:
        """Return the answers without nulls."""
        if not isinstance(data, dict) or not self._is_within_limits(data):
            raise serializers.ValidationError(
                f"expected at most {MOST_ANSWERS} texts, numbers or lists of texts, of"
                f" {self.longest} characters each and {LONGEST_ANSWERS} in all."
            )
        return {name: value for name, value in data.items() if value is not None}

    def _is_within_limits(self, data: Body) -> bool:
        lengths = [len(str(value)) for value in data.values()]
        return (
            len(data) <= MOST_ANSWERS
            and all(0 < len(name) <= LONGEST_TEXT for name in data)
            and all(map(_is_answer, data.values()))
            and max(lengths, default=0) <= self.longest
            and sum(lengths) <= LONGEST_ANSWERS
        )

    def to_representation(self, value: Any) -> Any:
        """Return the answers as they are stored."""
        return value


@extend_schema_field(
    {
        "oneOf": [
            {"type": "integer", "minimum": 0, "maximum": MOST_POINTS},
            {
                "type": "object",
                "properties": {
                    "$inc": {
                        "type": "integer",
                        "minimum": -MOST_POINTS,
                        "maximum": MOST_POINTS,
                    }
                },
                "required": ["$inc"],
            },
        ]
    }
)
class PointsField(serializers.Field[Any, Any, Any, Any]):
    """Points: how many, or ``{"$inc": n}`` to add to them."""

    expected: ClassVar[str] = (
        f'expected a whole number from 0 to {MOST_POINTS}, or {{"$inc": 5}}.'
    )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)

    def to_internal_value(self, data: Any) -> Body:
        """Return the points as ``Wanted`` names them."""
        match data:
            case bool() | {"$inc": bool()}:
                pass
            case int() if 0 <= data <= MOST_POINTS:
                return {"points": data}
            case {"$inc": int(more)} if len(data) == 1 and abs(more) <= MOST_POINTS:
                return {"more_points": more}
        raise serializers.ValidationError(self.expected)

    def to_representation(self, value: Any) -> Any:
        """Return the points."""
        return value


class StatusField(serializers.CharField):
    """A status, however it is spelled; which there are, the refusal says."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=LONGEST_TEXT, **kwargs)


@example("An event", **EVENT)
class OfEventSerializer(serializers.Serializer[Any]):
    """An event of a year."""

    # Which values have to be there, in the documented order, and of which type.
    judged: ClassVar[Mapping[str, str]] = {"eventID": "string", "year": "number"}

    eventID = serializers.CharField(max_length=LONGEST_EVENT_ID)
    year = serializers.IntegerField(min_value=1, max_value=9999)

    def to_internal_value(self, data: Any) -> Any:
        """Return the values, or say in the documented words what is missing."""
        for name, expected in self.judged.items():
            must_have(name, data)
            must_be(expected, name, data)
        return super().to_internal_value(data)


@example("A partner", email="pat@acme.example", isPartner=True, fname="Pat", **EVENT)
@example(
    "A student",
    email=EMAIL,
    registrationStatus="registered",
    fname="Amira",
    basicInformation=ROW["basicInformation"],
    dynamicResponses=ROW["dynamicResponses"],
    **EVENT,
)
class RegistrationSerializer(OfEventSerializer):
    """Who wants to come; what becomes of it, the server decides."""

    judged: ClassVar[Mapping[str, str]] = {
        "email": "string",
        "eventID": "string",
        "year": "number",
        "registrationStatus": "string",
    }

    email = serializers.CharField(help_text="Any letter case.")
    registrationStatus = StatusField(help_text="One of the statuses; decides nothing.")
    fname = TextField(max_length=LONGEST_NAME)
    studentId = TextField(max_length=LONGEST_NAME)
    isPartner = FlagField()
    basicInformation = AnswersField(longest=LONGEST_FACT, help_text="By name.")
    dynamicResponses = AnswersField(
        longest=LONGEST_ANSWER,
        help_text="By question id; the event says what it takes.",
    )
    overCapacity = FlagField(help_text="An exec's word that there may be one more.")

    def to_internal_value(self, data: Any) -> Body:
        """Return the application, and whether it may go over capacity."""
        values = super().to_internal_value(data)
        status_named(values["registrationStatus"])
        application = Application(
            email=normalize_email(values["email"]),
            event_id=values["eventID"],
            year=values["year"],
            fname=values.get("fname") or "",
            student_id=values.get("studentId") or "",
            is_partner=bool(values.get("isPartner")),
            basic=values.get("basicInformation") or {},
            answers=values.get("dynamicResponses") or {},
        )
        over = bool(values.get("overCapacity"))
        return {"application": application, "over_capacity": over}


@example("More points", points={"$inc": 5}, **EVENT)
@example("Accepted", registrationStatus="accepted", **EVENT)
@example("Checked in", registrationStatus="checkedIn", **EVENT)
class MoveSerializer(OfEventSerializer):
    """What is to become of a registration; anything else is ignored."""

    registrationStatus = StatusField(required=False, allow_null=True)
    applicationStatus = StatusField(required=False, allow_null=True, allow_blank=True)
    points = PointsField()
    overCapacity = FlagField(help_text="An exec's word that there may be one more.")

    def to_internal_value(self, data: Any) -> Body:
        """Return the event, and what is wanted."""
        values = super().to_internal_value(data)
        status, review = (
            values.get(name) for name in ("registrationStatus", "applicationStatus")
        )
        wanted = Wanted(
            status=None if status is None else status_named(status),
            review=None if review is None else review_named(review),
            over_capacity=bool(values.get("overCapacity")),
            **values.get("points", {}),
        )
        return {"event": (values["eventID"], values["year"]), "wanted": wanted}


@example("Two people", ids=[EMAIL, "dara@student.ubc.ca"], **EVENT)
class DeleteManySerializer(OfEventSerializer):
    """Whose registrations for an event are to go."""

    judged: ClassVar[Mapping[str, str]] = {
        "ids": "object",
        **OfEventSerializer.judged,
    }

    ids = serializers.ListField(
        child=serializers.CharField(),
        allow_empty=False,
        max_length=MOST_AT_ONCE,
        help_text="E-mail addresses.",
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the event and the addresses, each in its one spelling."""
        values = super().to_internal_value(data)
        return {**values, "ids": [normalize_email(each) for each in values["ids"]]}


class MoveOneSerializer(serializers.Serializer[Any]):
    """One of many registrations, and what its application becomes."""

    email = serializers.CharField()
    fname = TextField()
    applicationStatus = StatusField(allow_blank=True)


@example(
    "Two decisions",
    eventID="blueprint",
    eventYear=2026,
    updates=[
        {"email": EMAIL, "fname": "Amira", "applicationStatus": "accepted"},
        {"email": "dara@student.ubc.ca", "applicationStatus": "waitlisted"},
    ],
)
class MoveManySerializer(serializers.Serializer[Any]):
    """What is to become of many applications for one event."""

    eventID = serializers.CharField(max_length=LONGEST_EVENT_ID)
    eventYear = serializers.IntegerField(min_value=1, max_value=9999)
    updates = serializers.ListField(
        child=MoveOneSerializer(), max_length=MOST_AT_ONCE, allow_empty=True
    )

    def run_validation(self, data: Any = serializers.empty) -> Any:
        """Return the request; whatever is wrong, there is one documented sentence."""
        try:
            return super().run_validation(data)
        except serializers.ValidationError:
            raise Malformed("Invalid request format.") from None


def _is_answer(value: Any) -> bool:
    match value:
        case None | str() | bool():
            return True
        case int() | float():
            return abs(value) <= LARGEST_NUMBER
        case list():
            return all(isinstance(each, str) for each in value)
    return False
