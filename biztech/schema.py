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
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

_RENDERERS: dict[str, type[BaseRenderer]] = {
    renderer.format: renderer for renderer in SpectacularAPIView.renderer_classes
}

# Of several who ask for the first time at once, one makes it for all.
_one_at_a_time = threading.Lock()


class SchemaView(SpectacularAPIView):
    """Answers the description as YAML or JSON, the same to everybody."""

    def get(self, request: Request) -> HttpResponseBase | None:
        """Answer it, or 304 to who has it already."""
        renderer = request.accepted_renderer
        with _one_at_a_time:
            text, etag = _described(renderer.format)
        charset = f"; charset={renderer.charset}" if renderer.charset else ""
        answer = HttpResponse(
            text,
            content_type=f"{renderer.media_type}{charset}",
            headers={
                "Content-Disposition": f'inline; filename="biztech.{renderer.format}"',
                "Cache-Control": "no-cache",
                "ETag": etag,
            },
        )
        return get_conditional_response(request, etag=etag, response=answer)


@cache
def _described(form: str) -> tuple[bytes, str]:
    """Return the description in a form, and what tells it from any other."""
    text = force_bytes(_RENDERERS[form]().render(_schema(), None, {}))
    return text, f'"{hashlib.sha256(text).hexdigest()[:32]}"'


@cache
def _schema() -> object:
    generator: Any = SchemaGenerator
    return generator().get_schema(public=True)


schema = SchemaView.as_view()
docs = SpectacularSwaggerSplitView.as_view(url_name="schema", metadata_class=None)
