"""Bodies of the members' routes: many spellings in, one set of facts out."""

from collections.abc import Mapping
from typing import Any, ClassVar

from rest_framework import serializers

from core.email import normalise_email
from core.fields import (
    Body,
    EditSerializer,
    FlagField,
    TextField,
    YearField,
    in_documented_order,
)
from memberships.api.fields import CardCountField, TopicsField
from memberships.facts import MembershipFacts
from memberships.services import Revoked


class GrantSerializer(serializers.Serializer[Any]):
    """The membership form, as an exec sends it; only the e-mail is needed."""

    # Other spellings in use, each read where the documented one is absent or empty.
    aliases: ClassVar[dict[str, str]] = {
        "email": "id",
        "firstName": "fname",
        "lastName": "lname",
        "levelOfStudy": "year",
    }

    email = serializers.CharField(help_text="Any letter case. Also `id`.")
    firstName = TextField(source="first_name", help_text="Also `fname`.")
    lastName = TextField(source="last_name", help_text="Also `lname`.")
    studentNumber = TextField(source="student_number")
    education = TextField(help_text="UBC, UNI or NA.")
    pronouns = TextField()
    levelOfStudy = YearField(source="year", help_text="Also `year`.")
    faculty = TextField()
    major = TextField()
    internationalStudent = FlagField(source="international")
    previousMember = FlagField(source="previous_member")
    dietaryRestrictions = TextField(source="diet")
    referral = TextField(source="heard_from")
    heardFromSpecify = TextField(source="heard_from_specify")
    university = TextField()
    highSchool = TextField(source="high_school")
    topics = TopicsField()

    def to_internal_value(self, data: Any) -> Body:
        """Return the facts by their own names; the e-mail is judged first."""
        body = _without_aliases(data, self.aliases)
        email = normalise_email(body.get("email"))
        values: Body = super().to_internal_value({**body, "email": email})
        return values

    def facts(self) -> MembershipFacts:
        """Return the validated facts; what was blank is not known."""
        known = {
            name: value
            for name, value in self.validated_data.items()
            if value not in ("", [])
        }
        return MembershipFacts(**known)


class RevokeSerializer(serializers.Serializer[Any]):
    """Whose membership goes, why, and whether the profile is kept out of sight."""

    email = serializers.CharField(help_text="Any letter case.")
    reason = serializers.CharField(max_length=1000)
    keepProfile = serializers.BooleanField(
        default=False,
        help_text="Keep the profile, shown to nobody, for a later membership.",
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the request; the e-mail is judged first."""
        email = normalise_email(data.get("email"))
        values: Body = super().to_internal_value({**data, "email": email})
        return values


class MemberCreateSerializer(serializers.Serializer[Any]):
    """A member record as the club's form sends it, in snake case.

    The names under which it is stored are read where those are absent or empty.
    """

    aliases: ClassVar[dict[str, str]] = {
        "first_name": "firstName",
        "last_name": "lastName",
        "student_number": "studentNumber",
        "prev_member": "prevMember",
        "heard_from": "heardFrom",
        "high_school": "highSchool",
    }

    email = serializers.CharField(source="id", help_text="Any letter case.")
    education = TextField()
    first_name = TextField(source="firstName", help_text="Also `firstName`.")
    last_name = TextField(source="lastName", help_text="Also `lastName`.")
    pronouns = TextField()
    student_number = TextField(
        source="studentNumber", help_text="Also `studentNumber`."
    )
    faculty = TextField()
    year = YearField()
    major = TextField()
    prev_member = FlagField(source="prevMember", help_text="Also `prevMember`.")
    international = FlagField()
    topics = TopicsField()
    heard_from = TextField(source="heardFrom", help_text="Also `heardFrom`.")
    heardFromSpecify = TextField()
    diet = TextField()
    university = TextField()
    high_school = TextField(source="highSchool", help_text="Also `highSchool`.")

    def to_internal_value(self, data: Any) -> Body:
        """Return stored names and values; the e-mail is judged first."""
        email = normalise_email(data.get("email"))
        body = _without_aliases(data, self.aliases)
        values: Body = super().to_internal_value({**body, "email": email})
        return {name: value for name, value in values.items() if value is not None}


class MemberEditSerializer(EditSerializer):
    """Attributes of a member record to change, under their stored names.

    A name that is not listed is stored too when its value is a text, a number or a
    boolean, up to 50 of them and 16 KB; null removes the attribute.
    """

    firstName = TextField()
    lastName = TextField()
    education = TextField()
    pronouns = TextField()
    studentNumber = TextField()
    faculty = TextField()
    year = YearField()
    major = TextField()
    prevMember = FlagField()
    international = FlagField()
    topics = TopicsField()
    heardFrom = TextField()
    heardFromSpecify = TextField()
    diet = TextField()
    university = TextField()
    highSchool = TextField()
    cardNumber = TextField()
    cardCount = CardCountField()


class MemberSerializer(serializers.Serializer[Any]):
    """A member record as it is stored; older rows hold more and other attributes."""

    id = serializers.CharField(help_text="The e-mail address.")
    firstName = serializers.CharField(required=False)
    lastName = serializers.CharField(required=False)
    education = serializers.CharField(required=False)
    pronouns = serializers.CharField(required=False)
    studentNumber = serializers.CharField(required=False)
    faculty = serializers.CharField(required=False)
    year = YearField()
    major = serializers.CharField(required=False)
    prevMember = serializers.BooleanField(required=False)
    international = serializers.BooleanField(required=False)
    topics = TopicsField()
    heardFrom = serializers.CharField(required=False)
    heardFromSpecify = serializers.CharField(required=False)
    diet = serializers.CharField(required=False)
    university = serializers.CharField(required=False)
    highSchool = serializers.CharField(required=False)
    admin = serializers.BooleanField(required=False)
    cardNumber = serializers.CharField(required=False)
    cardCount = serializers.IntegerField(required=False)
    profileID = serializers.CharField(required=False)
    createdAt = serializers.IntegerField(required=False)
    updatedAt = serializers.IntegerField(required=False)


class MessageSerializer(serializers.Serializer[Any]):
    """A sentence and nothing else."""

    message = serializers.CharField()


class CreatedMemberSerializer(serializers.Serializer[Any]):
    """The member record that was created."""

    message = serializers.CharField()
    params = MemberSerializer()


class EmailSerializer(serializers.Serializer[Any]):
    """The address of a member."""

    email = serializers.CharField()


class RecordChangeSerializer(serializers.Serializer[Any]):
    """What happened to one record."""

    record = serializers.CharField(help_text="user, member or profile")
    kind = serializers.ChoiceField(["created", "changed", "removed"])
    attributes = serializers.ListField(
        child=serializers.CharField(), help_text="Names of those that differ."
    )


class RevokedSerializer(serializers.Serializer[Any]):
    """What a revocation did."""

    message = serializers.CharField()
    changes = RecordChangeSerializer(many=True)
    connectionsRemoved = serializers.IntegerField()
    keepsDashboardRights = serializers.BooleanField()


def member_body(stored: Mapping[str, Any]) -> Body:
    """Return a member record, documented attributes first and in their order."""
    return in_documented_order(stored, MemberSerializer)


def revoked_body(revoked: Revoked) -> Body:
    """Return the documented answer to a revocation."""
    return {
        "message": "Membership revoked"
        if revoked.act
        else "Not a member; nothing done",
        "changes": [
            {"record": change.label, "kind": change.kind, "attributes": change.touched}
            for change in revoked.changes
        ],
        "connectionsRemoved": revoked.connections,
        "keepsDashboardRights": revoked.keeps_dashboard_rights,
    }


def _without_aliases(body: Mapping[str, Any], aliases: Mapping[str, str]) -> Body:
    read = dict(body)
    for name, alias in aliases.items():
        if read.get(name) in (None, "") and alias in read:
            read[name] = read[alias]
    return read
