"""What people take home of a profile: its QR code, and its owner as a contact."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from core.errors import NotFound
from core.openapi import BY_PROFILE, PROFILE_ID, answer, described
from profiles.cards.contact import vcard
from profiles.cards.images import (
    LARGEST,
    SMALLEST,
    USUAL,
    qr_png,
    qr_svg,
    size_from,
)
from profiles.errors import BadSize, CardReplaced
from profiles.policy import Audience
from profiles.queries import profile_as, public_profile

# Longer ids than any that exists never reach the database.
PROFILE = r"profile/(?P<profile_id>[^/]{1,200})"

_SIZE = OpenApiParameter(
    "size",
    {"type": "integer", "minimum": SMALLEST, "maximum": LARGEST, "default": USUAL},
    description="The side in pixels; the nearest smaller one that prints sharply.",
)
_UNSEEN = (NotFound.of("Profile", PROFILE_ID), CardReplaced())
_CONTACT = (
    "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Amira Haddad\r\nN:Haddad;Amira;;;\r\n"
    f"URL:https://app.ubcbiztech.com/profile/{PROFILE_ID}?scan=true\r\nEND:VCARD\r\n"
)


class CardsViewSet(ViewSet):
    """Open to everybody, for profiles that everybody may see."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @described(
        "profiles_qr_svg",
        {(200, "image/svg+xml"): OpenApiTypes.STR},
        *_UNSEEN,
        BadSize(SMALLEST, LARGEST),
        parameters=[BY_PROFILE, _SIZE],
    )
    @action(detail=False, methods=["get"], url_path=rf"{PROFILE}/qr\.svg")
    def svg(self, request: Request, profile_id: str) -> HttpResponse:
        """A profile's QR code as SVG.

        The address that a card of the profile holds, with the quiet zone around it.
        """
        size = size_from(request.query_params.get("size"))
        public_profile(profile_id)
        return _file(qr_svg(profile_id, size=size), "image/svg+xml", profile_id, "svg")

    @described(
        "profiles_qr_png",
        {(200, "image/png"): OpenApiTypes.BINARY},
        *_UNSEEN,
        BadSize(SMALLEST, LARGEST),
        parameters=[BY_PROFILE, _SIZE],
    )
    @action(detail=False, methods=["get"], url_path=rf"{PROFILE}/qr\.png")
    def png(self, request: Request, profile_id: str) -> HttpResponse:
        """A profile's QR code as PNG.

        The address that a card of the profile holds, with the quiet zone around it.
        """
        size = size_from(request.query_params.get("size"))
        public_profile(profile_id)
        return _file(qr_png(profile_id, size=size), "image/png", profile_id, "png")

    @described(
        "profiles_contact",
        {(200, "text/vcard"): answer(str, "For a phone's address book.", _CONTACT)},
        *_UNSEEN,
        parameters=[BY_PROFILE],
    )
    @action(detail=False, methods=["get"], url_path=rf"{PROFILE}/card\.vcf")
    def contact(self, request: Request, profile_id: str) -> HttpResponse:
        """The owner of a profile as a contact.

        A vCard with what the owner lets people take home: never an e-mail address.
        """
        shown = profile_as(profile_id, Audience.EXPORT)
        content = vcard(profile_id, shown)
        return _file(content, "text/vcard", profile_id, "vcf", saved=True)


def _file(
    content: bytes,
    media_type: str,
    profile_id: str,
    ending: str,
    *,
    saved: bool = False,
) -> HttpResponse:
    disposition = content_disposition_header(saved, f"{profile_id}.{ending}")
    return HttpResponse(
        content,
        content_type=media_type,
        headers={"Content-Disposition": disposition or "inline"},
    )
