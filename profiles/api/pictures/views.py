"""What the API says about pictures, the pictures, and the local stand-in for S3."""

from collections.abc import Iterable

from django.conf import settings
from django.http import (
    FileResponse,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from drf_spectacular.utils import OpenApiExample, OpenApiParameter
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden, NotFound
from core.identity.permissions import IsSignedIn, caller_of
from core.openapi import PROFILE_ID, described, undescribed
from core.uploads.errors import NotAPicture
from core.uploads.limits import LARGEST_UPLOAD
from core.uploads.views import HEADERS, LocalUploadView
from profiles.api.pictures.serializers import (
    UploadOfferSerializer,
    UploadRequestSerializer,
)
from profiles.pictures.errors import (
    FileFactsMissing,
    NoPlaceForPictures,
    NoSuchPicture,
    OddProfileId,
    ProfileIdMissing,
)
from profiles.pictures.folder import FolderStore
from profiles.pictures.keys import PictureKey
from profiles.pictures.stores import State, picture_store
from profiles.pictures.unsaved import SIGNATURE, may_see_upload
from profiles.services.pictures.offers import offer_upload, profile_to_picture

# Saving makes another picture of an upload, under the same address.
_FOR_NOW = {"Cache-Control": "private, no-store"}


class PictureUploadView(TakesBody):
    """Tells owners of profiles, and execs, where to upload a picture."""

    permission_classes = (IsSignedIn,)

    @described(
        "profiles_picture_upload",
        {200: UploadOfferSerializer},
        ProfileIdMissing,
        FileFactsMissing,
        NotAPicture,
        Forbidden,
        NotFound.of("Profile", PROFILE_ID),
        OddProfileId,
        NoPlaceForPictures,
        parameters=[
            OpenApiParameter(
                "profileId",
                str,
                description="The caller's own profile unless an executive asks.",
                examples=[OpenApiExample(PROFILE_ID, value=PROFILE_ID)],
            )
        ],
        body=UploadRequestSerializer,
    )
    def post(self, request: Request) -> Response:
        """Ask where to upload a picture.

        PUT the file to `uploadUrl` within a minute, with `fileType` as its
        `Content-Type`; `publicUrl` shows it for an hour to whoever has the address.
        Then save `publicUrl` as the profile's `profilePictureURL`: it is checked and
        made visible then, and stored without what follows the `?`. A file has at most 8
        MB and 16 megapixels, a photo of a camera (a JPEG that is not progressive) 50.
        Executives may name any profile.
        """
        caller = caller_of(request)
        profile_id = profile_to_picture(
            caller.email,
            is_exec=caller.is_exec,
            named=request.query_params.get("profileId"),
        )
        body = self.sent(request)
        offer = offer_upload(
            profile_id,
            media_type=body.validated_data["fileType"],
            part=body.validated_data["prefix"],
            size=body.validated_data.get("fileSize"),
            now=now_ms(),
        )
        return Response(
            {
                "uploadUrl": offer.upload_address,
                "key": offer.key,
                "publicUrl": offer.address,
            }
        )


class PictureUploadsView(LocalUploadView):
    """Takes pictures of profiles."""

    def is_served(self) -> bool:
        """Tell whether this installation takes uploads itself."""
        return bool(settings.LOCAL_PICTURES)

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
        FolderStore().accept(
            token, content, media_type=media_type, length=length, now=now
        )


class PictureView(APIView):
    """Shows uploads to whoever was told their address, and pictures to everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)

    @undescribed
    def get(self, request: Request, name: str) -> HttpResponseBase:
        """Answer a picture, or where in the bucket it is, and nothing else."""
        store, key = picture_store(), PictureKey.parse(name)
        if store is None or key is None or key.media_type is None:
            raise NoSuchPicture
        signature = request.query_params.get(SIGNATURE, "")
        if may_see_upload(key, signature, now=now_ms()):
            upload = store.read(key, State.UPLOADED, most=LARGEST_UPLOAD)
            if upload is not None and len(upload) <= LARGEST_UPLOAD:
                return HttpResponse(
                    upload, content_type=key.media_type, headers=HEADERS | _FOR_NOW
                )
        if not isinstance(store, FolderStore):
            return HttpResponseRedirect(store.address(key), headers=_FOR_NOW)
        path = store.shown_file(key)
        if path is None:
            raise NoSuchPicture
        return FileResponse(
            path.open("rb"), content_type=key.media_type, headers=HEADERS
        )
