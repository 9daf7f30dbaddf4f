"""Bodies of the members' routes: many spellings in, one set of facts out."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from rest_framework import serializers

from core.email import normalize_email
from core.fields import (
    Body,
    EditSerializer,
    TextField,
    in_documented_order,
)
from core.openapi import AT, EMAIL, PROFILE_ID, example
from memberships.api.fields import CardCountField, Field, fact_field
from memberships.facts import FACTS, Fact, Kind, MembershipFacts
from memberships.services import Revoked

# A member record, in examples.
MEMBER = {
    "id": EMAIL,
    "firstName": "Amira",
    "lastName": "Haddad",
    "faculty": "Science",
    "year": "3rd Year",
    "major": "Statistics",
    "topics": ["AI", "Fintech"],
    "admin": False,
    "cardCount": 0,
    "profileID": PROFILE_ID,
    "createdAt": AT,
    "updatedAt": AT,
}


class _FactsSerializer(serializers.Serializer[Any]):
    """The facts of a membership, under the names of one kind of request."""

    def names_of(self, fact: Fact) -> tuple[str, ...]:
        """Return a fact's names: the documented one, then those read without it."""
        raise NotImplementedError

    def source_of(self, name: str, fact: Fact) -> str:
        """Return under which name a fact is validated."""
        raise NotImplementedError

    @property
    def fields(self) -> Any:
        """The fields, made once: they keep nothing of a request."""
        return _fields_of(type(self))

    def get_fields(self) -> dict[str, Any]:
        """Return the declared fields, and one for each fact."""
        found = super().get_fields()
        for name, fact in FACTS.items():
            documented, *others = self.names_of(fact)
            source = self.source_of(name, fact)
            found[documented] = fact_field(
                fact,
                source=None if source == documented else source,
                help_text="".join(f"Also `{other}`." for other in others),
            )
        return found

    def to_internal_value(self, data: Any) -> Body:
        """Return the facts by their source; the e-mail is judged first."""
        body = dict(data)
        for fact in FACTS.values():
            documented, *others = self.names_of(fact)
            for other in others:
                if body.get(documented) in (None, "") and other in body:
                    body[documented] = body[other]
        body["email"] = normalize_email(body.get("email"))
        values: Body = super().to_internal_value(body)
        return values


@cache
def _fields_of(kind: type[_FactsSerializer]) -> Any:
    return super(_FactsSerializer, kind()).fields


@example(
    "A student",
    email=EMAIL,
    firstName="Amira",
    lastName="Haddad",
    studentNumber="12345678",
    education="UBC",
    pronouns="She/Her/Hers",
    levelOfStudy="3rd Year",
    faculty="Science",
    major="Statistics",
    internationalStudent=False,
    previousMember=True,
    dietaryRestrictions="None",
    referral="Friends",
    topics="AI,Fintech",
)
class GrantSerializer(_FactsSerializer):
    """The membership form, as an exec sends it; only the e-mail is needed."""

    email = serializers.CharField(help_text="Any letter case. Also `id`.")

    def names_of(self, fact: Fact) -> tuple[str, ...]:
        """Return the names that a grant has for a fact."""
        return fact.grant

    def source_of(self, name: str, fact: Fact) -> str:
        """Return the fact's own name."""
        return name

    def to_internal_value(self, data: Any) -> Body:
        """Return the facts by their own names."""
        if data.get("email") in (None, "") and "id" in data:
            data = {**data, "email": data["id"]}
        return super().to_internal_value(data)

    def facts(self) -> MembershipFacts:
        """Return the validated facts; what was blank is not known."""
        known = {
            name: value
            for name, value in self.validated_data.items()
            if value not in ("", [])
        }
        return MembershipFacts(**known)


@example("With a reason", email=EMAIL, reason="Asked for a refund", keepProfile=False)
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
        email = normalize_email(data.get("email"))
        values: Body = super().to_internal_value({**data, "email": email})
        return values


@example("A student", email=EMAIL, first_name="Amira", last_name="Haddad", year=3)
class MemberCreateSerializer(_FactsSerializer):
    """A member record as the club's form sends it, in snake case.

    The names under which it is stored are read where those are absent or empty.
    """

    email = serializers.CharField(source="id", help_text="Any letter case.")

    def names_of(self, fact: Fact) -> tuple[str, ...]:
        """Return the name that the form has for a fact, and the stored one."""
        return (fact.form,) if fact.form == fact.member else (fact.form, fact.member)

    def source_of(self, name: str, fact: Fact) -> str:
        """Return the attribute of the member record."""
        return fact.member

    def to_internal_value(self, data: Any) -> Body:
        """Return stored names and values."""
        values = super().to_internal_value(data)
        return {name: value for name, value in values.items() if value is not None}


@example("One more card", cardCount={"$inc": 1})
@example("A new major", major="Statistics")
class MemberEditSerializer(EditSerializer):
    """Attributes of a member record to change, under their stored names.

    A name that is not listed is stored too when its value is a text, a number or a
    boolean, up to 50 of them and 16 KB; null removes the attribute.
    """

    cardNumber = TextField()
    cardCount = CardCountField()

    def get_fields(self) -> dict[str, Any]:
        """Return a field for each fact, and those of the card."""
        facts = {fact.member: fact_field(fact) for fact in FACTS.values()}
        return {**facts, **super().get_fields()}


@example("A member", **MEMBER)
class MemberSerializer(serializers.Serializer[Any]):
    """A member record as it is stored; older rows hold more and other attributes."""

    id = serializers.CharField(help_text="The e-mail address.")
    admin = serializers.BooleanField(required=False)
    cardNumber = serializers.CharField(required=False)
    cardCount = serializers.IntegerField(required=False)
    discordId = serializers.CharField(required=False)
    profileID = serializers.CharField(required=False)
    createdAt = serializers.IntegerField(required=False)
    updatedAt = serializers.IntegerField(required=False)

    def get_fields(self) -> dict[str, Any]:
        """Return the address, the facts, and what the club keeps besides."""
        own = super().get_fields()
        facts = {fact.member: _stored(fact) for fact in FACTS.values()}
        return {"id": own.pop("id"), **facts, **own}


@example("Granted", message="Membership granted")
class MessageSerializer(serializers.Serializer[Any]):
    """A sentence and nothing else."""

    message = serializers.CharField()


@example("Created", message="Created!", params=MEMBER)
class CreatedMemberSerializer(serializers.Serializer[Any]):
    """The member record that was created."""

    message = serializers.CharField()
    params = MemberSerializer()


@example("Found", email=EMAIL)
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


@example(
    "Revoked",
    message="Membership revoked",
    changes=[
        {"record": "user", "kind": "changed", "attributes": ["isMember", "updatedAt"]},
        {"record": "member", "kind": "removed", "attributes": ["id"]},
        {"record": "profile", "kind": "removed", "attributes": ["compositeID", "type"]},
    ],
    connectionsRemoved=2,
    keepsDashboardRights=False,
)
class RevokedSerializer(serializers.Serializer[Any]):
    """What a revocation did."""

    message = serializers.CharField()
    changes = RecordChangeSerializer(many=True)
    connectionsRemoved = serializers.IntegerField()
    keepsDashboardRights = serializers.BooleanField()


def member_body(stored: Mapping[str, Any]) -> Body:
    """Return a member record, documented attributes first and in their order."""
    return in_documented_order(stored, _documented())


@cache
def _documented() -> tuple[str, ...]:
    return tuple(MemberSerializer().fields)


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


def _stored(fact: Fact) -> Field:
    match fact.kind:
        case Kind.TOPICS | Kind.YEAR:
            return fact_field(fact)
        case Kind.FLAG:
            return serializers.BooleanField(required=False)
    return serializers.CharField(required=False)
