"""How profiles look in the API."""

from typing import Any

from rest_framework import serializers

from core.fields import Body, YearField
from core.openapi import AT, EMAIL, PROFILE_ID, example
from profiles.policy import everything_visible
from profiles.services.own import LONGEST, LONGEST_OF_OTHERS

# A member's profile, in examples.
_SHOWN = {
    "profileType": "ATTENDEE",
    "fname": "Amira",
    "lname": "Haddad",
    "pronouns": "She/Her/Hers",
    "year": "3rd Year",
    "major": "Statistics",
}
_OWN = {
    "compositeID": f"PROFILE#{PROFILE_ID}",
    "type": "PROFILE",
    "profileID": PROFILE_ID,
    **_SHOWN,
    **dict.fromkeys((*LONGEST, "linkedIn", "profilePictureURL"), ""),
    "viewableMap": everything_visible(),
    "createdAt": AT,
    "updatedAt": AT,
}
_LINKED_IN = "https://www.linkedin.com/in/amira-haddad-example"


@example("A member", **_SHOWN, linkedIn=_LINKED_IN)
class PublicProfileSerializer(serializers.Serializer[Any]):
    """What everybody may see of a profile: each field only where its owner shows it."""

    profileType = serializers.CharField(required=False)
    fname = serializers.CharField(required=False)
    lname = serializers.CharField(required=False)
    pronouns = serializers.CharField(required=False)
    year = YearField(help_text="A number or a text.")
    major = serializers.CharField(required=False)
    hobby1 = serializers.CharField(required=False)
    hobby2 = serializers.CharField(required=False)
    funQuestion1 = serializers.CharField(required=False)
    funQuestion2 = serializers.CharField(required=False)
    linkedIn = serializers.CharField(required=False)
    profilePictureURL = serializers.CharField(required=False)
    additionalLink = serializers.CharField(required=False)
    description = serializers.CharField(required=False)
    company = serializers.CharField(required=False)
    position = serializers.CharField(required=False)
    mbti = serializers.CharField(required=False, help_text="The career type.")
    name = serializers.CharField(required=False, help_text="Of a company.")
    links = serializers.ListField(child=serializers.CharField(), required=False)
    companyProfileID = serializers.CharField(required=False, help_text="Of a partner.")
    companyProfilePictureURL = serializers.CharField(required=False)
    delegateProfileIDs = serializers.ListField(
        child=serializers.CharField(), required=False, help_text="Of a company."
    )


@example("One's own", **_OWN)
class OwnProfileSerializer(serializers.Serializer[Any]):
    """The whole row, whatever is shown to others; rows may hold more attributes."""

    compositeID = serializers.CharField(help_text="`PROFILE#` and the profile's id.")
    type = serializers.CharField(help_text="Always `PROFILE`.")
    profileID = serializers.CharField(
        required=False, help_text="Rows of the former system hold it in their key only."
    )
    profileType = serializers.CharField(required=False)
    fname = serializers.CharField(required=False)
    lname = serializers.CharField(required=False)
    pronouns = serializers.CharField(required=False)
    major = serializers.CharField(required=False)
    year = YearField(help_text="A number or a text.")
    hobby1 = serializers.CharField(required=False)
    hobby2 = serializers.CharField(required=False)
    funQuestion1 = serializers.CharField(required=False)
    funQuestion2 = serializers.CharField(required=False)
    linkedIn = serializers.CharField(required=False)
    profilePictureURL = serializers.CharField(required=False)
    additionalLink = serializers.CharField(required=False)
    description = serializers.CharField(required=False)
    viewableMap = serializers.DictField(
        child=serializers.BooleanField(),
        required=False,
        help_text="Which fields others see.",
    )
    createdAt = serializers.IntegerField(required=False)
    updatedAt = serializers.IntegerField(required=False)


@example("Created", message=f"Created profile for {EMAIL}", profile=_OWN)
class CreatedProfileSerializer(serializers.Serializer[Any]):
    """The profile that was created."""

    message = serializers.CharField()
    profile = OwnProfileSerializer()


class EditedAttributesSerializer(serializers.Serializer[Any]):
    """What was written of a profile."""

    Attributes = serializers.DictField(help_text="By their stored names.")


@example(
    "Changed",
    message=f"successfully updated profile: {EMAIL}",
    data={
        "Attributes": {
            "hobby1": "Chess",
            "updatedAt": AT,
            "viewableMap": {**everything_visible(), "hobby2": False},
        }
    },
)
class EditedProfileSerializer(serializers.Serializer[Any]):
    """What was written; the map, as a whole, when a toggle was switched."""

    message = serializers.CharField()
    data = EditedAttributesSerializer()  # type: ignore[assignment]


class OwnTextField(serializers.CharField):
    """A text that the owner writes; empty for none."""

    def __init__(self, *, most: int = LONGEST_OF_OTHERS, **kwargs: Any) -> None:
        super().__init__(required=False, allow_blank=True, max_length=most, **kwargs)


@example(
    "A hobby, and its toggle",
    hobby1="Chess",
    viewableMap={"hobby1": True, "hobby2": False},
)
@example("Links", linkedIn="www.linkedin.com/in/amira", additionalLink="")
class ProfileEditSerializer(serializers.Serializer[Any]):
    """What the owner of a profile writes on it; all that is not sent stays.

    A value that is no text, a toggle that is neither true nor false, and every other
    name are left alone.
    """

    hobby1 = OwnTextField(most=LONGEST["hobby1"])
    hobby2 = OwnTextField(most=LONGEST["hobby2"])
    funQuestion1 = OwnTextField()
    funQuestion2 = OwnTextField()
    linkedIn = OwnTextField(help_text="A web address.")
    profilePictureURL = OwnTextField(help_text="A web address.")
    additionalLink = OwnTextField(help_text="A web address.")
    description = OwnTextField(most=LONGEST["description"])
    viewableMap = serializers.DictField(
        child=serializers.BooleanField(),
        required=False,
        allow_null=True,
        help_text="Only the toggles to switch; `fname`, `lname` and `profileType` stay"
        " shown.",
    )

    def to_internal_value(self, data: Any) -> Body:
        """Return the body as it was sent: the service knows what counts."""
        return dict(data)

    def get_initial(self) -> Body:
        """Offer an empty form: a blank sent back would blank the text."""
        return {}
