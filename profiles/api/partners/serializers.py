"""Bodies of the partners' routes, and what they answer."""

from typing import Any, ClassVar

from rest_framework import serializers

from core.email import normalize_email
from core.fields import LARGEST_YEAR, Body, must_be, must_have
from core.openapi import AT, example
from profiles.api.serializers import PublicProfileSerializer
from profiles.errors import NotAnArray
from profiles.facts import CompanyFacts, PartnerFacts
from profiles.policy import everything_visible
from profiles.services.own import LONGEST, LONGEST_OF_OTHERS
from profiles.services.partners import (
    LONGEST_COMPANY_NAME,
    MOST_DELEGATES,
    MOST_LINKS,
)

LONGEST_ID = 200

# A partner's representative and two companies, in examples.
PARTNER_ID = "TwoBusesTell"
EMAIL = "pat@acme.example"
_PICTURE = "https://acme.example/logo.png"
_EVENT = {"eventID": "blueprint", "year": 2026}
_PAT = {
    "fname": "Pat",
    "lname": "Lee",
    "company": "Acme",
    "role": "Recruiter",
    "linkedIn": "https://www.linkedin.com/in/pat-lee-example",
}
_ACME = {
    "name": "Acme Inc.",
    "description": "Makes everything.",
    "profilePictureURL": _PICTURE,
    "links": ["https://acme.example/jobs"],
}


def _profile(profile_id: str, kind: str, **facts: Any) -> Body:
    """Return an example of a profile that was just created."""
    return {
        "compositeID": f"PROFILE#{profile_id}",
        "type": "PROFILE",
        "profileID": profile_id,
        "profileType": kind,
        "eventID;year": "blueprint;2026",
        **facts,
        "viewableMap": everything_visible(partner=True),
        "createdAt": AT,
        "updatedAt": AT,
    }


def _code(profile_id: str, kind: str, **facts: Any) -> Body:
    """Return an example of a code that was just created."""
    return {
        "id": profile_id,
        "eventID;year": "blueprint;2026",
        "type": kind,
        "isUnlimitedScans": True,
        "data": facts,
    }


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


@example("A recruiter", email=EMAIL, **_EVENT, **_PAT)
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


@example("A company", **_ACME, **_EVENT)
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


@example(
    "A partner of a company",
    partnerProfileID=PARTNER_ID,
    companyProfileID="acme",
    **_EVENT,
)
class LinkSerializer(_AtAnEvent):
    """Which partner stands for which company."""

    expected: ClassVar = dict.fromkeys(
        ("partnerProfileID", "companyProfileID"), "string"
    )

    partnerProfileID = serializers.CharField(max_length=LONGEST_ID)
    companyProfileID = serializers.CharField(max_length=LONGEST_ID)


@example(
    "Created",
    message="Created partial partner profile and NFC for"
    f" {EMAIL} for event blueprint;2026",
    profile=_profile(PARTNER_ID, "PARTNER", email=EMAIL, **_PAT, position="Recruiter"),
    nfc=_code(PARTNER_ID, "NFC_ATTENDEE", email=EMAIL),
)
class CreatedPartnerSerializer(serializers.Serializer[Any]):
    """Profile and code, as they are stored."""

    message = serializers.CharField()
    profile = serializers.DictField(help_text="The row as it is stored.")
    nfc = serializers.DictField(help_text="The row as it is stored.")


@example(
    "Created",
    message="Created company profile and QR for Acme Inc.",
    profile=_profile("acmeinc", "COMPANY", **_ACME),
    qr=_code("acmeinc", "NFC_COMPANY", companyId="acmeinc"),
)
class CreatedCompanySerializer(serializers.Serializer[Any]):
    """Profile and code, as they are stored."""

    message = serializers.CharField()
    profile = serializers.DictField(help_text="The row as it is stored.")
    qr = serializers.DictField(help_text="The row as it is stored.")


class LinkedProfileSerializer(PublicProfileSerializer):
    """A profile as everybody sees it, or the whole row for an executive."""

    profileID = serializers.CharField()


@example(
    "Linked",
    message=f"Linked partner {PARTNER_ID} to company acme",
    companyProfile={
        "profileID": "acme",
        "profileType": "COMPANY",
        "name": "Acme Inc.",
        "delegateProfileIDs": [PARTNER_ID],
    },
    partnerProfile={
        "profileID": PARTNER_ID,
        "profileType": "PARTNER",
        "fname": "Pat",
        "lname": "Lee",
        "companyProfileID": "acme",
        "companyProfilePictureURL": _PICTURE,
    },
)
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


@example(
    "Synced",
    message="Synced 1 partner profiles",
    results=[{"profileID": PARTNER_ID, "action": "synced_from_registration"}],
)
class SyncSerializer(serializers.Serializer[Any]):
    """What became of every partner; ``results`` is absent where there is none."""

    message = serializers.CharField()
    results = SyncedSerializer(many=True, required=False)
