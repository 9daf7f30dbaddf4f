"""How the members' routes are described to their callers, with literal examples."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from core.openapi import (
    CHANGED,
    FORBIDDEN,
    INVALID_EMAIL,
    MALFORMED,
    UNAUTHORIZED,
    answer,
    body_example,
    path_parameter,
    refusal,
)
from memberships.api.serializers import (
    CreatedMemberSerializer,
    EmailSerializer,
    GrantSerializer,
    MemberCreateSerializer,
    MemberEditSerializer,
    MemberSerializer,
    MessageSerializer,
    RevokedSerializer,
    RevokeSerializer,
)

_EMAIL = "amira@student.ubc.ca"
_MEMBER = {
    "id": _EMAIL,
    "firstName": "Amira",
    "lastName": "Haddad",
    "faculty": "Science",
    "year": "3rd Year",
    "major": "Statistics",
    "topics": ["AI", "Fintech"],
    "admin": False,
    "cardCount": 0,
    "profileID": "SillyPandasDeny",
    "createdAt": 1735689600000,
    "updatedAt": 1735689600000,
}
_NO_MEMBER = refusal(
    "Not a member.",
    f"member with id '{_EMAIL}' could not be found."
    " Make sure you have provided the correct id.",
    name="No such member",
)
_BY_EMAIL = path_parameter("email", "The e-mail, in any letter case.", example=_EMAIL)

_GRANT = extend_schema(
    operation_id="members_grant",
    summary="Grant a membership",
    description=(
        "Creates or updates the user, creates the member record and the profile, in"
        " one transaction. A repetition changes nothing. A fact that is not sent is"
        " never written over one that is known."
    ),
    request=GrantSerializer,
    examples=[
        body_example(
            "A student",
            {
                "email": _EMAIL,
                "firstName": "Amira",
                "lastName": "Haddad",
                "studentNumber": "12345678",
                "education": "UBC",
                "pronouns": "She/Her/Hers",
                "levelOfStudy": "3rd Year",
                "faculty": "Science",
                "major": "Statistics",
                "internationalStudent": False,
                "previousMember": True,
                "dietaryRestrictions": "None",
                "referral": "Friends",
                "topics": "AI,Fintech",
            },
        )
    ],
    responses={
        200: answer(
            MessageSerializer,
            "The person is a member.",
            name="Granted",
            value={"message": "Membership granted"},
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: refusal("The caller is not a verified executive.", "unauthorized"),
        406: INVALID_EMAIL,
    },
)
_REVOKE = extend_schema(
    operation_id="members_revoke",
    summary="Revoke a membership",
    description=(
        "Sets `isMember` to false, removes the member record, and removes the profile"
        " with its connections, or keeps it out of sight. Harmless for a person who is"
        " no member. An exec can undo it in the dashboard for 30 days."
    ),
    request=RevokeSerializer,
    examples=[
        body_example(
            "With a reason",
            {"email": _EMAIL, "reason": "Asked for a refund", "keepProfile": False},
        )
    ],
    responses={
        200: answer(
            RevokedSerializer,
            "The person is no member.",
            name="Revoked",
            value={
                "message": "Membership revoked",
                "changes": [
                    {
                        "record": "user",
                        "kind": "changed",
                        "attributes": ["isMember", "updatedAt"],
                    },
                    {"record": "member", "kind": "removed", "attributes": ["id"]},
                    {
                        "record": "profile",
                        "kind": "removed",
                        "attributes": ["compositeID", "type"],
                    },
                ],
                "connectionsRemoved": 2,
                "keepsDashboardRights": False,
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        406: refusal(
            "The e-mail or the reason is missing or wrong.",
            "'reason' is missing from the request body",
            data={"email": _EMAIL},
        ),
    },
)
_LIST = extend_schema(
    operation_id="members_list",
    summary="All members of the year",
    responses={
        200: answer(
            MemberSerializer(many=True),
            "A bare array.",
            name="Members",
            value=[_MEMBER],
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
    },
)
_RETRIEVE = extend_schema(
    operation_id="members_read",
    summary="One member",
    parameters=[_BY_EMAIL],
    responses={
        200: answer(
            MemberSerializer, "The record as stored.", name="A member", value=_MEMBER
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: _NO_MEMBER,
        406: INVALID_EMAIL,
    },
)
_CREATE = extend_schema(
    operation_id="members_create",
    summary="Create a member record alone",
    description="Neither the user nor a profile is written; `grant` does all three.",
    request=MemberCreateSerializer,
    examples=[
        body_example(
            "A student",
            {"email": _EMAIL, "first_name": "Amira", "last_name": "Haddad", "year": 3},
        )
    ],
    responses={
        201: answer(
            CreatedMemberSerializer,
            "The record as stored.",
            name="Created",
            value={"message": "Created!", "params": _MEMBER},
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: refusal(
            "The caller is not a verified executive.",
            "unauthorized to perform this action",
        ),
        406: INVALID_EMAIL,
        409: answer(
            str,
            "There is one already.",
            name="Exists",
            value="Member could not be created because email already exists",
        ),
    },
)
_EDIT = extend_schema(
    operation_id="members_edit",
    summary="Change attributes of a member record",
    description=(
        '`cardCount` never decreases; send `{"$inc": 1}` to add a card safely.'
        " `id`, `profileID`, `admin` and `createdAt` cannot be changed: the whole"
        " request is refused then."
    ),
    request=MemberEditSerializer,
    parameters=[_BY_EMAIL],
    examples=[
        body_example("One more card", {"cardCount": {"$inc": 1}}),
        body_example("A new major", {"major": "Statistics"}),
    ],
    responses={
        200: answer(
            CHANGED,
            "The attributes that were changed.",
            name="Changed",
            value={
                "message": f"Updated member with email {_EMAIL}!",
                "response": {
                    "Attributes": {"cardCount": 1, "updatedAt": 1735689600000}
                },
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: _NO_MEMBER,
        406: refusal("An attribute that cannot be changed so.", "Cannot update admin"),
    },
)
_DELETE = extend_schema(
    operation_id="members_delete",
    summary="Delete the member record alone",
    description=(
        "The user stays flagged as a member and the profile stays; `revoke` ends a"
        " membership."
    ),
    parameters=[_BY_EMAIL],
    responses={
        200: answer(
            CHANGED,
            "The record is gone.",
            name="Deleted",
            value={"message": "Member deleted!", "response": {"Attributes": _MEMBER}},
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: refusal(
            "Not a member.",
            f"Member with id '{_EMAIL}' could not be found."
            " Make sure you have provided the correct id.",
            name="No such member",
        ),
        406: INVALID_EMAIL,
    },
)
_EMAIL_OF_PROFILE = extend_schema(
    operation_id="members_email_of_profile",
    summary="Whose profile is this?",
    parameters=[
        path_parameter(
            "profile_id", "The human-readable id.", example="SillyPandasDeny"
        )
    ],
    responses={
        200: answer(
            EmailSerializer, "The member.", name="Found", value={"email": _EMAIL}
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: refusal(
            "Nobody's.",
            "member with id 'SillyPandasDeny' could not be found."
            " Make sure you have provided the correct id.",
            name="No such profile",
        ),
    },
)

described = extend_schema_view(
    list=_LIST,
    create=_CREATE,
    retrieve=_RETRIEVE,
    partial_update=_EDIT,
    destroy=_DELETE,
    grant=_GRANT,
    revoke=_REVOKE,
    email_of=_EMAIL_OF_PROFILE,
)
