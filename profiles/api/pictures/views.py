"""What the API says about pictures, the pictures, and the local stand-in for S3."""

from collections.abc import Iterator
from typing import cast

from django.conf import settings
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.api import TakesBody
from core.clock import now_ms
from core.errors import Forbidden, NotFound
from core.identity.permissions import IsSignedIn
from core.identity.users import Caller
from core.openapi import PROFILE_ID, described
from profiles.api.pictures.serializers import (
    UploadOfferSerializer,
    UploadRequestSerializer,
)
from profiles.pictures.errors import (
    AlreadyUploaded,
    FileFactsMissing,
    NoPlaceForPictures,
    NoSuchPicture,
    NotAPicture,
    OddProfileId,
    ProfileIdMissing,
    UploadTooLarge,
)
from profiles.pictures.folder import FolderStore
from profiles.pictures.keys import PictureKey
from profiles.pictures.limits import LARGEST_UPLOAD
from profiles.pictures.stores import State, picture_store
from profiles.pictures.unsaved import SIGNATURE, may_see_upload
from profiles.services.pictures.offers import offer_upload, profile_to_picture

_CHUNK = 64 * 1024

_HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}
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
        caller = cast("Caller", request.user)
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


class LocalUploadView(APIView):
    """Takes uploads in the place of S3; whoever has the signed address may send one."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    @extend_schema(exclude=True)
    def put(self, request: Request, token: str) -> Response:
        """Store the file, or answer as S3 would and say why not."""
        if not settings.LOCAL_PICTURES:
            raise Http404
        sent = request._request
        try:
            FolderStore().accept(
                token,
                _chunks(sent),
                media_type=sent.headers.get("Content-Type", ""),
                length=int(sent.headers.get("Content-Length") or 0),
                now=now_ms(),
            )
        except AlreadyUploaded as refused:
            return Response({"message": refused.message}, status=412)
        except UploadTooLarge as refused:
            return Response(
                {"message": refused.message},
                status=status.HTTP_413_REQUEST_ENTITY_TOO_LARGE,
            )
        return Response(status=status.HTTP_200_OK)


class PictureView(APIView):
    """Shows uploads to whoever was told their address, and pictures to everybody."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    renderer_classes = (JSONRenderer,)

    @extend_schema(exclude=True)
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
                    upload, content_type=key.media_type, headers=_HEADERS | _FOR_NOW
                )
        if not isinstance(store, FolderStore):
            return HttpResponseRedirect(store.address(key), headers=_FOR_NOW)
        path = store.shown_file(key)
        if path is None:
            raise NoSuchPicture
        return FileResponse(
            path.open("rb"), content_type=key.media_type, headers=_HEADERS
        )


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK):
        yield chunk
