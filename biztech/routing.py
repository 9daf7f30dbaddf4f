"""The websocket addresses of the project."""

from typing import Any

from channels.security.websocket import WebsocketDenier
from django.urls import re_path

from companion.voting.api.consumers import VotingConsumer
from interactions.api.consumers import WallConsumer

_wall: Any = WallConsumer.as_asgi()
_wall_of_before: Any = WallConsumer.as_asgi(takes_snapshots=False)
_voting: Any = VotingConsumer.as_asgi()
_nowhere: Any = WebsocketDenier.as_asgi()

websocket_urlpatterns: list[Any] = [
    re_path(r"^ws/wall/?$", _wall),
    re_path(r"^ws/voting/?$", _voting),
    # The club's web client connects to the root, and breaks on a snapshot.
    re_path(r"^$", _wall_of_before),
    # Last: any other address is refused instead of ending in a traceback.
    re_path(r"", _nowhere),
]
