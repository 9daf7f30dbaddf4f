"""What the dashboard's first page says about the live wall."""

from django.http import HttpRequest
from django.urls import reverse

from biztech.dashboard.framework.home import Figure, Tile
from biztech.dashboard.wall.reading import read_screens, read_wall
from core.clock import now_ms
from interactions.wall.names import NO_EVENT, current_event, title_of


def _connections(request: HttpRequest) -> Figure:
    now = now_ms()
    event = current_event(now=now)
    wall = read_wall(event, now=now)
    where = "while no event is on" if event == NO_EVENT else f"at {title_of(event)}"
    return Figure(
        number=len(wall.shown),
        sentence=f"on the wall, {where}.",
        link=reverse("admin:wall"),
    )


def _screens(request: HttpRequest) -> Figure:
    screens = read_screens(now=now_ms())
    return Figure(
        number=len(screens.up),
        sentence=f"{screens.kinds} up now." if screens.up else "No wall is open now.",
        link=f"{reverse('admin:wall')}#screens",
    )


TILES = (
    Tile(title="Connections tonight", order=7, read=_connections),
    Tile(title="Screens", order=8, read=_screens),
)
