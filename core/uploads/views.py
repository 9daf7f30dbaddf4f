"""The local stand-in for S3: takes what is PUT under a signed address."""

from collections.abc import Iterable, Iterator

from django.http import Http404, HttpRequest
from rest_framework import status
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from core.clock import now_ms
from core.openapi import undescribed
from core.uploads.errors import AlreadyUploaded, UploadTooLarge

_CHUNK = 64 * 1024

# How files are served that people uploaded: for good, and never as a page of ours.
HEADERS = {
    "Cache-Control": "public, max-age=31536000, immutable",
    "Content-Security-Policy": "sandbox; default-src 'none'",
    "X-Content-Type-Options": "nosniff",
}


class LocalUploadView(APIView):
    """Takes uploads in the place of S3; whoever has the signed address may send one."""

    authentication_classes = ()
    permission_classes = (AllowAny,)

    def is_served(self) -> bool:
        """Tell whether this installation takes uploads itself."""
        raise NotImplementedError

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
        raise NotImplementedError

    @undescribed
    def put(self, request: Request, token: str) -> Response:
        """Store the file, or answer as S3 would and say why not."""
        if not self.is_served():
            raise Http404
        sent = request._request
        try:
            self.accept(
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


def _chunks(request: HttpRequest) -> Iterator[bytes]:
    while chunk := request.read(_CHUNK):
        yield chunk
