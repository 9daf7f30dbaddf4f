"""How the files of a profile are described to their callers."""

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiExample,
    OpenApiParameter,
    OpenApiResponse,
    extend_schema,
    extend_schema_view,
)

from core.openapi import path_parameter, refusal
from profiles.cards.images import LARGEST, SMALLEST, USUAL
from profiles.errors import BadSize

_BY_ID = path_parameter(
    "profile_id", "The human-readable id.", example="SillyPandasDeny"
)
_SIZE = OpenApiParameter(
    "size",
    {"type": "integer", "minimum": SMALLEST, "maximum": LARGEST, "default": USUAL},
    description="The side in pixels; the nearest smaller one that prints sharply.",
)
_NO_PROFILE = refusal(
    "Unknown, hidden, or of a card that was replaced.",
    "Profile with id 'SillyPandasDeny' could not be found."
    " Make sure you have provided the correct id.",
    name="No such profile",
)
_BAD_SIZE = refusal(
    "No such size.", BadSize(SMALLEST, LARGEST).message, name="A bad size"
)
_PRINTED = (
    "The address that a card of the profile holds, with the quiet zone around it."
)

_SVG = extend_schema(
    operation_id="profiles_qr_svg",
    summary="A profile's QR code as SVG",
    description=_PRINTED,
    parameters=[_BY_ID, _SIZE],
    responses={
        (200, "image/svg+xml"): OpenApiTypes.STR,
        404: _NO_PROFILE,
        406: _BAD_SIZE,
    },
)
_PNG = extend_schema(
    operation_id="profiles_qr_png",
    summary="A profile's QR code as PNG",
    description=_PRINTED,
    parameters=[_BY_ID, _SIZE],
    responses={
        (200, "image/png"): OpenApiTypes.BINARY,
        404: _NO_PROFILE,
        406: _BAD_SIZE,
    },
)
_CONTACT = extend_schema(
    operation_id="profiles_contact",
    summary="The owner of a profile as a contact",
    description="A vCard with what the owner shows: never an e-mail address.",
    parameters=[_BY_ID],
    responses={
        (200, "text/vcard"): OpenApiResponse(
            OpenApiTypes.STR,
            "For a phone's address book.",
            examples=[
                OpenApiExample(
                    "A member",
                    value="BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Amira Haddad\r\n"
                    "N:Haddad;Amira;;;\r\n"
                    "URL:https://app.ubcbiztech.com/profile/SillyPandasDeny?scan=true"
                    "\r\nEND:VCARD\r\n",
                    response_only=True,
                    media_type="text/vcard",
                )
            ],
        ),
        404: _NO_PROFILE,
    },
)

described = extend_schema_view(svg=_SVG, png=_PNG, contact=_CONTACT)
