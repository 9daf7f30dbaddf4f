"""What the API says about connections and the wall."""

from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from biztech.clock import now_ms
from biztech.throttling import WALL
from interactions import descriptions
from interactions.wall.graph import (
    USUAL_SECONDS,
    graph_since,
    people_in,
    seconds_back,
)
from interactions.wall.names import NO_EVENT, canonical


class WallView(APIView):
    """Shows anyone the graph of an event's last while."""

    authentication_classes = ()
    permission_classes = (AllowAny,)
    throttle_scope = WALL

    @descriptions.WALL
    def get(self, request: Request) -> Response:
        """Answer who met whom since then."""
        asked = request.query_params
        now = now_ms()
        seconds = seconds_back(asked.get("sinceSec", str(USUAL_SECONDS)))
        event = canonical(asked.get("eventId", NO_EVENT), now=now)
        shown = graph_since(event, since=now - seconds * 1000, now=now)
        people = [
            {name: face[name] for name in ("id", "name", "avatar")}
            for face in people_in(shown)
        ]
        return Response({"nodes": people, "links": [one.link for one in shown]})
