"""The websocket addresses of the project."""

from typing import Any

from channels.security.websocket import WebsocketDenier
from django.urls import re_path

_nowhere: Any = WebsocketDenier.as_asgi()

websocket_urlpatterns: list[Any] = [
    # Last: any other address is refused instead of ending in a traceback.
    re_path(r"", _nowhere),
]
