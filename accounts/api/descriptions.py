"""How the users' routes are described to their callers, with literal examples."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_view

from accounts.api.serializers import (
    CreatedUserSerializer,
    FavouredSerializer,
    FavouriteSerializer,
    SignUpSerializer,
    UserEditSerializer,
    UserSerializer,
)
from core.dynamo.paging import InvalidCursor
from core.openapi import (
    CHANGED,
    FORBIDDEN,
    INVALID_EMAIL,
    MALFORMED,
    PAGED,
    UNAUTHORIZED,
    answer,
    body_example,
    path_parameter,
    refusal,
)

_EMAIL = "amira@student.ubc.ca"
_USER = {
    "id": _EMAIL,
    "email": _EMAIL,
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
    "createdAt": 1735689600000,
    "updatedAt": 1735689600000,
    "favedEventsID;year": ["blueprint;2026"],
}
_NOT_OWNER = refusal(
    "Neither the owner nor a verified executive.", "unauthorized for this action"
)
_NO_USER = refusal(
    "No such account.",
    f"user with id '{_EMAIL}' could not be found."
    " Make sure you have provided the correct id.",
    name="No such user",
)
_BY_EMAIL = path_parameter("email", "The e-mail, in any letter case.", example=_EMAIL)

_SIGN_UP = extend_schema(
    operation_id="users_create",
    summary="Sign up",
    description=(
        "Open to everybody. `admin` follows from the address. `isMember` is false"
        " unless an executive's token comes with the request. An optional token that"
        " is not valid is refused."
    ),
    request=SignUpSerializer,
    examples=[
        body_example(
            "A student",
            {
                "email": "jane@student.ubc.ca",
                "fname": "Jane",
                "lname": "Doe",
                "year": 3,
                "faculty": "Commerce",
            },
        ),
        body_example(
            "With favourites",
            {
                "email": _EMAIL,
                "studentId": "12345678",
                "pronouns": "She/Her/Hers",
                "favedEventsArray": ["blueprint;2026"],
            },
        ),
    ],
    responses={
        201: answer(
            CreatedUserSerializer,
            "The account as it is stored.",
            name="Created",
            value={"message": "Created!", "params": _USER},
        ),
        400: MALFORMED,
        401: refusal("A token came along and is not valid.", "Unauthorized"),
        406: INVALID_EMAIL,
        409: answer(
            str,
            "There is one already.",
            name="Exists",
            value="User could not be created because email already exists",
        ),
    },
)
_LIST = extend_schema(
    operation_id="users_list",
    summary="All users",
    description=(
        "Without parameters all of them. With `limit` or `cursor` one page; where it"
        " is not the last, the header `X-Next-Cursor` holds the next `cursor`."
    ),
    parameters=PAGED,
    responses={
        200: answer(
            UserSerializer(many=True), "A bare array.", name="Users", value=[_USER]
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        406: refusal("No such page.", InvalidCursor().message, name="Not a cursor"),
    },
)
_RETRIEVE = extend_schema(
    operation_id="users_read",
    summary="One's own account",
    description=(
        "Everybody gets their own account, whatever the path says; clients send"
        " `self`. An executive gets the account that the path names."
    ),
    parameters=[
        path_parameter("email", "`self`, or an e-mail.", example="self"),
    ],
    responses={
        200: answer(UserSerializer, "The account.", name="A user", value=_USER),
        401: UNAUTHORIZED,
        404: _NO_USER,
    },
)
_EDIT = extend_schema(
    operation_id="users_edit",
    summary="Change attributes of an account",
    description=(
        "For its owner and for executives. `admin` cannot be changed, and `isMember`"
        " only by an executive: the whole request is refused then. `id`, `email`,"
        " `createdAt`, `updatedAt` and favourites are left alone."
    ),
    parameters=[_BY_EMAIL],
    request=UserEditSerializer,
    examples=[body_example("A new major", {"major": "Statistics", "year": "4th Year"})],
    responses={
        200: answer(
            CHANGED,
            "The attributes that were changed.",
            name="Changed",
            value={
                "message": f"Updated event with email {_EMAIL}!",
                "response": {
                    "Attributes": {
                        "major": "Statistics",
                        "year": "4th Year",
                        "updatedAt": 1735689600000,
                    }
                },
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: _NOT_OWNER,
        404: _NO_USER,
        406: refusal("An attribute that cannot be changed so.", "Cannot update admin"),
    },
)
_DELETE = extend_schema(
    operation_id="users_delete",
    summary="Delete an account",
    description="For its owner and for executives, once no membership is left.",
    parameters=[_BY_EMAIL],
    responses={
        200: answer(
            CHANGED,
            "The account is gone.",
            name="Deleted",
            value={"message": "User deleted!", "response": {"Attributes": _USER}},
        ),
        401: UNAUTHORIZED,
        403: _NOT_OWNER,
        404: refusal(
            "No such account.",
            f"User with id '{_EMAIL}' could not be found."
            " Make sure you have provided the correct id.",
            name="No such user",
        ),
        406: INVALID_EMAIL,
        409: refusal(
            "There is a member record.",
            "This account has a member record. Revoke the membership first, then"
            " delete the account.",
            name="Still a member",
        ),
    },
)
_FAVOURITE = extend_schema(
    operation_id="users_favourite",
    summary="Mark an event as a favourite, or no longer",
    parameters=[_BY_EMAIL],
    request=FavouriteSerializer,
    examples=[
        body_example(
            "A favourite", {"eventID": "blueprint", "year": 2026, "isFavourite": True}
        ),
        body_example("Of any year", {"eventID": "blueprint", "isFavourite": False}),
    ],
    responses={
        200: answer(
            FavouredSerializer,
            "Done, or done already.",
            name="A favourite",
            value={
                "message": "Favourited event with eventID blueprint for the year 2026",
                "response": {},
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: _NOT_OWNER,
        404: refusal(
            "No such event, or no such account.",
            "event with id 'blueprint' could not be found."
            " Make sure you have provided the correct id.",
            name="No such event",
        ),
        406: refusal(
            "Something is missing or of another type.",
            "'isFavourite' is missing from the request body",
            data={"eventID": "blueprint"},
        ),
    },
)
_CHECK = extend_schema(
    operation_id="users_check",
    summary="Has this address an account?",
    parameters=[_BY_EMAIL],
    responses={
        200: answer(
            OpenApiTypes.BOOL, "`false` also for invalid ones.", name="Yes", value=True
        )
    },
)
_CHECK_MEMBERSHIP = extend_schema(
    operation_id="users_check_membership",
    summary="Is this address a member's?",
    parameters=[_BY_EMAIL],
    responses={
        200: answer(
            OpenApiTypes.BOOL,
            "`false` also for unknown and for invalid addresses.",
            name="A member",
            value=True,
        )
    },
)

described = extend_schema_view(
    create=_SIGN_UP,
    list=_LIST,
    retrieve=_RETRIEVE,
    partial_update=_EDIT,
    destroy=_DELETE,
    favourite=_FAVOURITE,
    check=_CHECK,
    check_membership=_CHECK_MEMBERSHIP,
)
