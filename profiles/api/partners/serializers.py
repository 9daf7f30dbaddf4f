"""Bodies of the partners' routes, and what they answer."""

from typing import Any, ClassVar

from rest_framework import serializers

from core.email import normalize_email
from core.fields import LARGEST_YEAR, Body, must_be, must_have
from profiles.api.serializers import PublicProfileSerializer
from profiles.errors import NotAnArray
from profiles.facts import CompanyFacts, PartnerFacts
from profiles.services.own import LONGEST, LONGEST_OF_OTHERS
from profiles.services.partners import (
    LONGEST_COMPANY_NAME,
    MOST_DELEGATES,
    MOST_LINKS,
)

LONGEST_ID = 200


class _AtAnEvent(serializers.Serializer[Any]):
    """A body that names an event, its texts and numbers judged as documented."""

    # By name: the types that clients know.
    expected: ClassVar[dict[str, str]] = {}

    eventID = serializers.CharField(max_length=LONGEST_ID)
    year = serializers.IntegerField(min_value=1, max_value=LARGEST_YEAR)

    def to_internal_value(self, data: Any) -> Body:
        """Return what was sent, or say in the documented words what is wrong."""
        expected = {**self.expected, "eventID": "string", "year": "number"}
        for name, kind in expected.items():
            must_have(name, data)
            must_be(kind, name, data)
        values: Body = super().to_internal_value(data)
        return values


class _OptionalText(serializers.CharField):
    """A text that may be left out, empty or null."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs = {"required": False, "allow_blank": True, "allow_null": True, **kwargs}
        super().__init__(max_length=LONGEST_OF_OTHERS, **kwargs)


class PartnerSerializer(_AtAnEvent):
    """A partner's representative at an event."""

    expected: ClassVar = dict.fromkeys(
        ("email", "fname", "lname", "company", "role"), "string"
    )

    email = serializers.CharField(help_text="Any letter case.")
    fname = serializers.CharField(max_length=LONGEST_OF_OTHERS)
    lname = serializers.CharField(max_length=LONGEST_OF_OTHERS)
    company = serializers.CharField(max_length=LONGEST_OF_OTHERS)
    role = serializers.CharField(max_length=LONGEST_OF_OTHERS)
    linkedIn = _OptionalText(help_text="A web address.")
    profilePictureURL = _OptionalText(help_text="A web address.")
    pronouns = _OptionalText()

    def to_internal_value(self, data: Any) -> Body:
        """Return the facts under ``facts``."""
        sent = super().to_internal_value(data)
        return {
            "facts": PartnerFacts(
                email=normalize_email(sent["email"]),
                event_id=sent["eventID"],
                year=sent["year"],
                fname=sent["fname"],
                lname=sent["lname"],
                company=sent["company"],
                role=sent["role"],
                pronouns=sent.get("pronouns") or "",
                linked_in=sent.get("linkedIn") or "",
                picture=sent.get("profilePictureURL") or "",
            )
        }


class CompanySerializer(_AtAnEvent):
    """A company at an event."""

    expected: ClassVar = dict.fromkeys(
        ("name", "description", "profilePictureURL"), "string"
    )

    name = serializers.CharField(max_length=LONGEST_COMPANY_NAME)
    description = serializers.CharField(max_length=LONGEST["description"])
    profilePictureURL = serializers.CharField(
        max_length=LONGEST_OF_OTHERS, help_text="A web address."
    )
    links = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_OF_OTHERS),
        required=False,
        allow_null=True,
        max_length=MOST_LINKS,
        help_text="Web addresses.",
    )
    delegateProfileIDs = serializers.ListField(
        child=serializers.CharField(max_length=LONGEST_ID),
        required=False,
        allow_null=True,
        max_length=MOST_DELEGATES,
        help_text="Profiles of partners, who are linked.",
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the facts under ``facts``."""
        for name in ("links", "delegateProfileIDs"):
            if not isinstance(data.get(name), list | None):
                raise NotAnArray(name)
        sent = super().to_internal_value(data)
        return {
            "facts": CompanyFacts(
                name=sent["name"],
                description=sent["description"],
                picture=sent["profilePictureURL"],
                event_id=sent["eventID"],
                year=sent["year"],
                links=tuple(sent.get("links") or ()),
                delegates=tuple(sent.get("delegateProfileIDs") or ()),
            )
        }


class LinkSerializer(_AtAnEvent):
    """Which partner stands for which company."""

    expected: ClassVar = dict.fromkeys(
        ("partnerProfileID", "companyProfileID"), "string"
    )

    partnerProfileID = serializers.CharField(max_length=LONGEST_ID)
    companyProfileID = serializers.CharField(max_length=LONGEST_ID)


class LinkedProfileSerializer(PublicProfileSerializer):
    """A profile as everybody sees it, or the whole row for an executive."""

    profileID = serializers.CharField()


class LinkedSerializer(serializers.Serializer[Any]):
    """Both sides after the link."""

    message = serializers.CharField()
    companyProfile = LinkedProfileSerializer()
    partnerProfile = LinkedProfileSerializer()


class SyncedSerializer(serializers.Serializer[Any]):
    """What became of one partner."""

    profileID = serializers.CharField()
    action = serializers.ChoiceField(
        choices=["created_registration", "synced_from_registration"]
    )
    email = serializers.CharField(required=False, help_text="For executives only.")


class SyncSerializer(serializers.Serializer[Any]):
    """What became of every partner; ``results`` is absent where there is none."""

    message = serializers.CharField()
    results = SyncedSerializer(many=True, required=False)
