"""What the registrations' routes answer, and what each caller sees of a row."""

from typing import Any

from drf_spectacular.utils import extend_schema_serializer
from rest_framework import serializers

from core.fields import Body
from core.openapi import AT, EMAIL, example
from events.models import Registration
from events.services.moving import Moved
from events.services.registering import Registered

# What anybody may know who knows the address.
_REDUCED = (
    "id",
    Registration.event.attr_name,
    "registrationStatus",
    "applicationStatus",
    "isPartner",
)
# What a registration sends or decides; whatever else a row holds is older.
_DECIDED = (
    "id",
    Registration.event.attr_name,
    "registrationStatus",
    "applicationStatus",
    "fname",
    "studentId",
    "isPartner",
    "basicInformation",
    "dynamicResponses",
    "waitingSince",
    "holdUntil",
    "updatedAt",
)

# A registration, in examples.
ROW = {
    "id": EMAIL,
    "eventID;year": "blueprint;2026",
    "registrationStatus": "registered",
    "fname": "Amira",
    "basicInformation": {"fname": "Amira", "lname": "Haddad", "diet": "None"},
    "dynamicResponses": {"why": "To meet people"},
    "isPartner": False,
    "createdAt": AT,
    "updatedAt": AT,
}
REDUCED_ROW = {name: ROW[name] for name in _REDUCED if name in ROW}


def reduced(row: Registration) -> Body:
    """Return what somebody sees of a registration that is not theirs."""
    stored = row.plain()
    return {name: stored[name] for name in _REDUCED if name in stored}


def created(registered: Registered) -> Body:
    """Return what somebody who registers is told, nothing that a row had before."""
    row = registered.registration
    decided = [*_DECIDED, "createdAt"] if registered.created else _DECIDED
    known = {name: value for name, value in row.plain().items() if name in decided}
    return {
        "registrationStatus": registered.status,
        "message": f"User with email {row.id} successfully registered (created) to"
        f" status '{registered.status}'!",
        "response": {"Attributes": known},
    }


def attributes(moved: Moved) -> Body:
    """Return what changed of a row, without what is gone."""
    known = {name: value for name, value in moved.changed.items() if value is not None}
    return {"Attributes": known}


def ranked(rows: list[Registration]) -> list[Body]:
    """Return who has points, most first, partners left out; names alone."""
    scored = [row for row in rows if not row.is_partner and int(row.points or 0) > 0]
    scored.sort(key=lambda row: -int(row.points or 0))
    return [{"points": int(row.points or 0), **_name(row)} for row in scored]


class _AttributesSerializer(serializers.Serializer[Any]):
    Attributes = serializers.DictField(help_text="By their stored names.")


class _RegisteredSerializer(serializers.Serializer[Any]):
    registrationStatus = serializers.CharField(allow_blank=True)
    message = serializers.CharField()
    response = _AttributesSerializer()


@example(
    "Registered",
    registrationStatus="registered",
    message=f"User with email {EMAIL} successfully registered (created) to status"
    " 'registered'!",
    response={"Attributes": ROW},
)
class CreatedRegistrationSerializer(_RegisteredSerializer):
    """What was decided."""


@example(
    "Pays elsewhere",
    message="Redirect to link",
    url="https://checkout.stripe.com/c/pay/cs_1",
)
class RedirectSerializer(serializers.Serializer[Any]):
    """Registered before and yet to pay: where, null where no checkout is open."""

    message = serializers.CharField()
    url = serializers.CharField(allow_null=True)


@example(
    "Checked in",
    registrationStatus="checkedIn",
    message=f"User with email {EMAIL} successfully registered (through update) to"
    " status 'checkedIn'!",
    response={"Attributes": {"registrationStatus": "checkedIn", "updatedAt": AT}},
)
class MovedRegistrationSerializer(_RegisteredSerializer):
    """What changed, and a warning where whoever lets people in should know more."""

    warning = serializers.CharField(required=False)


@example("For anybody else", size=1, data=[REDUCED_ROW])
@example("For the owner, and execs", size=1, data=[ROW])
# The answer is no list, though the route lists.
@extend_schema_serializer(many=False)
class RegistrationsSerializer(serializers.Serializer[Any]):
    """Registrations, and how many they are."""

    size = serializers.IntegerField()
    data = serializers.ListField(  # type: ignore[assignment]
        child=serializers.DictField()
    )


class _DeletedAndGoneSerializer(serializers.Serializer[Any]):
    deleted = serializers.ListField(child=serializers.CharField())
    notFound = serializers.ListField(child=serializers.CharField())


@example(
    "One was not there",
    message="Registration entry Deleted!",
    response={"deleted": [EMAIL], "notFound": ["dara@student.ubc.ca"]},
)
class DeletedManySerializer(serializers.Serializer[Any]):
    """Whose registrations went, and who had none."""

    message = serializers.CharField()
    response = _DeletedAndGoneSerializer()


class _MovedOneSerializer(serializers.Serializer[Any]):
    success = serializers.BooleanField()
    email = serializers.CharField()
    response = _AttributesSerializer(required=False)
    error = serializers.CharField(required=False)


@example(
    "One of two",
    results=[
        {
            "success": True,
            "email": EMAIL,
            "response": {"Attributes": {"applicationStatus": "accepted"}},
        },
        {
            "success": False,
            "email": "dara@student.ubc.ca",
            "error": "There is no registration of this address for this event.",
        },
    ],
)
class MovedManySerializer(serializers.Serializer[Any]):
    """What became of each, in the order that was sent."""

    results = _MovedOneSerializer(many=True)


@example("The best", points=120, fname="Amira", lname="Haddad")
class RankSerializer(serializers.Serializer[Any]):
    """Somebody's points."""

    points = serializers.IntegerField()
    fname = serializers.CharField(allow_blank=True)
    lname = serializers.CharField(allow_blank=True)


def _name(row: Registration) -> Body:
    said: Any = row.basic_information
    basic = said if isinstance(said, dict) else {}
    first = basic.get("fname") or row.fname or ""
    return {"fname": str(first), "lname": str(basic.get("lname") or "")}
