"""The API's description as it is served: made once in each process, and kept."""

import hashlib
import threading
from functools import cache
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response
from django.utils.encoding import force_bytes
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

# Of several who ask for the first time at once, one makes it for all.
_one_at_a_time = threading.Lock()


class SchemaView(SpectacularAPIView):
    """Answers the description as YAML or JSON, the same to everybody."""

    @extend_schema(exclude=True)
    def get(self, request: Request) -> HttpResponseBase | None:
        """Answer it, or 304 to who has it already."""
        renderer = request.accepted_renderer
        with _one_at_a_time:
            text, etag = _described(type(renderer))
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        answer = HttpResponse(
            text,
            content_type=f"{renderer.media_type}{charset}",
            headers={
                "Content-Disposition": "inline;"
                f' filename="{self._get_filename(request, None)}"',
                "Cache-Control": "no-cache",
                "ETag": etag,
            },
        )
        return get_conditional_response(request, etag=etag, response=answer)


@cache
def _described(renderer: type[BaseRenderer]) -> tuple[bytes, str]:
    """Return the description as a renderer writes it, and what tells it from others."""
    text = force_bytes(renderer().render(_schema(), renderer.media_type, {}))
    return text, f'"{hashlib.sha256(text).hexdigest()[:32]}"'


@cache
def _schema() -> object:
    generator: Any = SchemaGenerator
    return generator().get_schema(public=True)
