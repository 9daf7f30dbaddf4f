"""The websocket addresses of the project."""

from channels.security.websocket import WebsocketDenier
from django.urls import URLPattern, re_path

websocket_urlpatterns: list[URLPattern] = [
    # Last: any other address is refused instead of ending in a traceback.
    re_path(r"", WebsocketDenier.as_asgi()),
]
