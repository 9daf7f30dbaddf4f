"""The live wall as a page: for a projector in a hall, for phones and laptops.

Open to everybody. The page holds nothing of anybody: people come over the websocket,
as they want to be seen.
"""

import io
import logging
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from core.redis import redis_errors
from events.queries import is_listed, kept_events
from interactions.wall.names import wall_name

logger = logging.getLogger("interactions.wall")

# The list of events is the same for a whole hall that opens the page at once.
_EVENTS = "wall.events"
_EVENTS_KEPT_FOR = 60


@csp_replace({"script-src": ["'self'"]})
@cache_control(no_cache=True)
@require_safe
def wall_page(request: HttpRequest) -> HttpResponse:
    """Show the live wall."""
    facts = {
        "socket": "/ws/wall/",
        "events": _events(),
        "simulation": settings.DEBUG,
    }
    place = settings.WALL_JOIN_URL.partition("://")[2].rstrip("/")
    return render(request, "wall/page.html", {"facts": facts, "join_place": place})


@cache_control(max_age=300, public=True)
@require_safe
def join_code(request: HttpRequest) -> HttpResponse:
    """Draw the code that leads a phone to where people join."""
    import segno

    drawing = io.BytesIO()
    code = segno.make(settings.WALL_JOIN_URL, error="m", micro=False)
    code.save(drawing, kind="svg", border=2, light="#fff", omitsize=True)
    return HttpResponse(drawing.getvalue(), content_type="image/svg+xml")


def _events() -> list[dict[str, Any]]:
    try:
        return cache.get_or_set(_EVENTS, _listed, _EVENTS_KEPT_FOR) or []
    except redis_errors() as error:
        # The evening goes on without the cache.
        logger.warning("wall.events_uncached error=%s", type(error).__name__)
        return _listed()


def _listed() -> list[dict[str, Any]]:
    published = [event for event in kept_events() if is_listed(event)]
    published.sort(key=lambda event: (event.starts_at or 0, event.id), reverse=True)
    return [
        {
            "id": wall_name(event.id, int(event.year)),
            "name": event.title,
        }
        for event in published
    ]
