"""How the codes' routes are described to their callers, with literal examples."""

from drf_spectacular.utils import extend_schema, extend_schema_view

from core.openapi import (
    CHANGED,
    FORBIDDEN,
    MALFORMED,
    UNAUTHORIZED,
    answer,
    body_example,
    path_parameter,
    refusal,
)
from profiles.api.codes.serializers import (
    CodeEditSerializer,
    CodeSerializer,
    CreatedCodeSerializer,
    StoredCodeSerializer,
)
from profiles.errors import UnknownEvent

_CODE = {
    "id": "booth-1",
    "eventID;year": "blueprint;2026",
    "type": "Booth",
    "points": 5,
    "isActive": True,
    "isUnlimitedScans": False,
    "data": {"partnerID": "acmeinc"},
}
_STORED = {**_CODE, "createdAt": 1735689600000, "updatedAt": 1735689600000}
_CODE_OR_NULL = {
    "oneOf": [{"$ref": "#/components/schemas/StoredCode"}, {"type": "null"}]
}
_PATH = [
    path_parameter("qr_id", "The code's id.", example="booth-1"),
    path_parameter("event_id", "The event's id.", example="blueprint"),
    path_parameter("year", "The event's year.", example="2026"),
]
_UNKNOWN = refusal(
    "No such code.",
    "QR with id 'booth-1' and secondaryKey 'blueprint;2026' could not be found."
    " Make sure you have provided them correctly.",
    name="No such code",
)

_LIST = extend_schema(
    operation_id="qr_list",
    summary="All codes of all events",
    description="A bare array.",
    responses={
        200: answer(
            StoredCodeSerializer(many=True), "By event.", name="Codes", value=[_STORED]
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
    },
)
_CREATE = extend_schema(
    operation_id="qr_create",
    summary="Create a code of an event",
    description=(
        "Without more it is active, worth no points, and scanned once by each."
    ),
    request=CodeSerializer,
    examples=[
        body_example(
            "A booth",
            {
                "id": "booth-2",
                "eventID": "blueprint",
                "year": 2026,
                "type": "Booth",
                "points": 5,
                "data": {"partnerID": "acmeinc"},
            },
        )
    ],
    responses={
        201: answer(
            CreatedCodeSerializer,
            "The code as it is stored.",
            name="Created",
            value={
                "message": "Create QR with id booth-2 for the event blueprint;2026!",
                "response": {},
                "item": {**_STORED, "id": "booth-2"},
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        406: refusal(
            "No such event; or something is missing, of another type or too long.",
            UnknownEvent("blueprint", 2026).message,
            name="No such event",
        ),
        409: refusal(
            "The event has a code of that id.",
            "A database entry with the same 'id' already exists!",
            data="booth-2",
        ),
    },
)
_READ = extend_schema(
    operation_id="qr_read",
    summary="A code that was scanned",
    description=(
        "Open to everybody. E-mail addresses in `data`, and names in it that we do not"
        " know, are for executives. An unknown code is `null`. An optional token that"
        " is not valid is refused."
    ),
    parameters=_PATH,
    responses={
        200: answer(
            _CODE_OR_NULL,
            "The code, or null.",
            name="A booth",
            value=_CODE,
        ),
        401: refusal("A token came along and is not valid.", "Unauthorized"),
    },
)
# The other methods of one address are described where they are defined.
edit_described = extend_schema(
    operation_id="qr_edit",
    summary="Change a code",
    description="What is not sent stays; `data` is replaced as a whole.",
    parameters=_PATH,
    request=CodeEditSerializer,
    examples=[body_example("Out of use", {"isActive": False})],
    responses={
        200: answer(
            CHANGED,
            "What was changed.",
            name="Changed",
            value={
                "message": "Updated QR with id booth-1 for the event blueprint;2026!",
                "response": {
                    "Attributes": {"isActive": False, "updatedAt": 1735689600000}
                },
            },
        ),
        400: MALFORMED,
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: _UNKNOWN,
        406: refusal(
            "Another id or event, or something of another type.", "Cannot update id"
        ),
    },
)
remove_described = extend_schema(
    operation_id="qr_delete",
    summary="Delete a code",
    parameters=_PATH,
    responses={
        200: answer(
            CHANGED,
            "The code is gone.",
            name="Deleted",
            value={
                "message": "Deleted QR with id booth-1 for the event blueprint;2026!",
                "response": {"Attributes": _STORED},
            },
        ),
        401: UNAUTHORIZED,
        403: FORBIDDEN,
        404: _UNKNOWN,
    },
)

described = extend_schema_view(list=_LIST, create=_CREATE, code=_READ)
