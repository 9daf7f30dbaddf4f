"""What people take home of a profile: its QR code, and its owner as a contact."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from rest_framework.decorators import action
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.viewsets import ViewSet

from profiles.api.cards.descriptions import described
from profiles.cards.contact import vcard
from profiles.cards.images import qr_png, qr_svg, size_from
from profiles.policy import Audience
from profiles.queries import profile_as, public_profile

# Longer ids than any that exists never reach the database.
PROFILE = r"profile/(?P<profile_id>[^/]{1,200})"


@described
class CardsViewSet(ViewSet):
    """Open to everybody, for profiles that everybody may see."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @action(detail=False, methods=["get"], url_path=rf"{PROFILE}/qr\.svg")
    def svg(self, request: Request, profile_id: str) -> HttpResponse:
        """Answer the QR code of the tap address as SVG."""
        size = size_from(request.query_params.get("size"))
        public_profile(profile_id)
        return _file(qr_svg(profile_id, size=size), "image/svg+xml", profile_id, "svg")

    @action(detail=False, methods=["get"], url_path=rf"{PROFILE}/qr\.png")
    def png(self, request: Request, profile_id: str) -> HttpResponse:
        """Answer the QR code of the tap address as PNG."""
        size = size_from(request.query_params.get("size"))
        public_profile(profile_id)
        return _file(qr_png(profile_id, size=size), "image/png", profile_id, "png")

    @action(detail=False, methods=["get"], url_path=rf"{PROFILE}/card\.vcf")
    def contact(self, request: Request, profile_id: str) -> HttpResponse:
        """Answer the owner as a contact, with what they let people take home."""
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
