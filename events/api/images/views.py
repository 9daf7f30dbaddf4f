"""What the API says about events' pictures, and the local stand-in for S3."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import FileResponse, HttpResponseBase
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden
from core.openapi import described, undescribed
from core.uploads.errors import NotAPicture
from core.uploads.views import HEADERS, LocalUploadView
from events.api.images.serializers import ImageOfferSerializer, ImageRequestSerializer
from events.errors import EventFieldRefused, NoPlaceForImages, NoSuchImage
from events.services.images import accept_image, kept_image, offer_image


class ImageUploadView(TakesBody):
    """Tells execs where to upload an event's picture."""

    @described(
        "events_image_upload",
        {200: ImageOfferSerializer},
        NotAPicture,
        Forbidden,
        EventFieldRefused("eventId", "expected the id of an event."),
        NoPlaceForImages,
        body=ImageRequestSerializer,
    )
    def post(self, request: Request) -> Response:
        """Ask where to upload an event's picture.

        PUT the file to `uploadUrl` within a minute, with `fileType` as its
        `Content-Type`; then save `publicUrl` as the event's `imageUrl`.
        """
        wanted: dict[str, Any] = self.sent(request).validated_data
        offer = offer_image(
            wanted["eventId"],
            media_type=wanted["fileType"],
            part=wanted["prefix"],
            size=wanted.get("fileSize"),
            now=now_ms(),
        )
        return Response(
            {
                "uploadUrl": offer.upload_address,
                "key": offer.key,
                "publicUrl": offer.address,
            }
        )


class EventUploadsView(LocalUploadView):
    """Takes pictures of events."""

    def is_served(self) -> bool:
        """Tell whether this installation takes uploads itself."""
        return bool(settings.LOCAL_EVENT_IMAGES)

    def accept(
        self,
        token: str,
        content: Iterable[bytes],
        *,
        media_type: str,
        length: int,
        now: int,
    ) -> None:
        """Store an upload, or refuse it."""
        accept_image(token, content, media_type=media_type, length=length, now=now)


class ImageView(APIView):
    """Shows the pictures that this server keeps, to everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)

    @undescribed
    def get(self, request: Request, key: str) -> HttpResponseBase:
        """Answer a picture, and nothing else."""
        kept = kept_image(key)
        if kept is None:
            raise NoSuchImage
        path, media_type = kept
        return FileResponse(path.open("rb"), content_type=media_type, headers=HEADERS)
