"""How the profiles' routes are described to their callers, with literal examples."""

from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
    inline_serializer,
)
from rest_framework import serializers

from core.openapi import (
    MALFORMED,
    REFUSAL,
    UNAUTHORIZED,
    answer,
    body_example,
    path_parameter,
    refusal,
)
from profiles.api.serializers import (
    CreatedProfileSerializer,
    OwnProfileSerializer,
    ProfileEditSerializer,
    PublicProfileSerializer,
)
from profiles.errors import CardReplaced
from profiles.pictures.errors import StorageSilent
from profiles.policy import everything_visible

_EMAIL = "amira@student.ubc.ca"
_PUBLIC = {
    "profileType": "ATTENDEE",
    "fname": "Amira",
    "lname": "Haddad",
    "pronouns": "She/Her/Hers",
    "year": "3rd Year",
    "major": "Statistics",
    "linkedIn": "https://www.linkedin.com/in/amira-haddad-example",
}
_OWN = {
    "compositeID": "PROFILE#SillyPandasDeny",
    "type": "PROFILE",
    "profileID": "SillyPandasDeny",
    "profileType": "ATTENDEE",
    "fname": "Amira",
    "lname": "Haddad",
    "pronouns": "She/Her/Hers",
    "major": "Statistics",
    "year": "3rd Year",
    "hobby1": "",
    "hobby2": "",
    "funQuestion1": "",
    "funQuestion2": "",
    "linkedIn": "",
    "profilePictureURL": "",
    "additionalLink": "",
    "description": "",
    "viewableMap": everything_visible(),
    "createdAt": 1735689600000,
    "updatedAt": 1735689600000,
}
_EDITED = inline_serializer(
    "EditedProfile",
    {
        "message": serializers.CharField(),
        "data": inline_serializer(
            "EditedAttributes",
            {"Attributes": serializers.DictField(help_text="By their stored names.")},
        ),
    },
)
_NO_PROFILE = refusal(
    "The caller is no member, or has no profile yet.",
    f"Profile with id '{_EMAIL}' could not be found."
    " Make sure you have provided the correct id.",
    name="No profile",
)

_CREATE = extend_schema(
    operation_id="profiles_create",
    summary="Create one's own profile",
    description=(
        "For members who have none. Names, pronouns, major and year are copied from"
        " the member record; all fields are visible. A body is not needed, nor read."
        " Of several calls at once one creates the profile."
    ),
    request=None,
    responses={
        201: answer(
            CreatedProfileSerializer,
            "The profile as it is stored.",
            name="Created",
            value={"message": f"Created profile for {_EMAIL}", "profile": _OWN},
        ),
        401: UNAUTHORIZED,
        404: refusal(
            "The caller is no member.",
            f"id with id '{_EMAIL}' could not be found."
            " Make sure you have provided the correct id.",
            name="No member",
        ),
        409: refusal(
            "The caller has a profile.",
            "A database entry with the same 'Profile' already exists!",
            data=_EMAIL,
        ),
    },
)
_OWN_READ = extend_schema(
    operation_id="profiles_own_read",
    summary="One's own profile",
    description="The whole row, whatever `viewableMap` says.",
    responses={
        200: answer(OwnProfileSerializer, "The profile.", name="One's own", value=_OWN),
        401: UNAUTHORIZED,
        404: _NO_PROFILE,
    },
)
# A second method of one address is described where it is defined.
edit_described = extend_schema(
    operation_id="profiles_own_edit",
    summary="Change one's own profile",
    description=(
        "Writes the texts and switches the toggles that are sent; all others stay, so"
        " calls at once do not undo each other. What is no text, and every other name,"
        " is left alone. A bad address or a text that is too long refuses the whole"
        " request. An address without a scheme is completed with `https://`."
    ),
    request=ProfileEditSerializer,
    examples=[
        body_example(
            "A hobby, and its toggle",
            {"hobby1": "Chess", "viewableMap": {"hobby1": True, "hobby2": False}},
        ),
        body_example(
            "Links", {"linkedIn": "www.linkedin.com/in/amira", "additionalLink": ""}
        ),
    ],
    responses={
        200: answer(
            _EDITED,
            "What was written; the map is there, as a whole, when a toggle was"
            " switched.",
            name="Changed",
            value={
                "message": f"successfully updated profile: {_EMAIL}",
                "data": {
                    "Attributes": {
                        "hobby1": "Chess",
                        "updatedAt": 1735689600000,
                        "viewableMap": {**everything_visible(), "hobby2": False},
                    }
                },
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        404: _NO_PROFILE,
        406: refusal(
            "A map of another form, a bad address, a text that is too long, an upload"
            " that is no picture.",
            "Viewable map is not a literal object",
        ),
        503: refusal(
            "The storage of pictures does not answer, or too many are being saved; then"
            " `Retry-After` says when to come again.",
            StorageSilent().message,
        ),
    },
)
_PUBLIC_READ = extend_schema(
    operation_id="profiles_public_read",
    summary="A profile as everybody sees it",
    parameters=[
        path_parameter(
            "profile_id", "The human-readable id.", example="SillyPandasDeny"
        )
    ],
    responses={
        200: answer(
            PublicProfileSerializer,
            "The fields that the owner shows.",
            name="A member's profile",
            value=_PUBLIC,
        ),
        404: OpenApiResponse(
            REFUSAL,
            "Unknown, hidden, or of a card that was replaced.",
            examples=[
                OpenApiExample(
                    "No such profile",
                    value={
                        "message": "Profile with id 'SillyPandasDeny' could not be"
                        " found. Make sure you have provided the correct id."
                    },
                    response_only=True,
                ),
                OpenApiExample(
                    "A replaced card",
                    value={"message": CardReplaced().message},
                    response_only=True,
                ),
            ],
        ),
    },
)

described = extend_schema_view(
    create=_CREATE,
    own=_OWN_READ,
    public=_PUBLIC_READ,
)
