"""The hub of this process, fed with what happens here and elsewhere."""

import asyncio
from collections.abc import Callable, Iterable
from typing import Any, ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from asgiref.sync import sync_to_async
from django.conf import settings

from core.clock import now_ms
from core.metrics import Gauge
from interactions.wall import names, screens
from interactions.wall.additions import Evening, read_additions
from interactions.wall.events import WallEvent
from interactions.wall.hub import Hub, Intervals, every
from interactions.wall.log import Entry, Face, read_log
from interactions.wall.publish import carry_with
from interactions.wall.state import State, read_state
from profiles.queries import wall_faces

P = ParamSpec("P")
R = TypeVar("R")

_hubs: WeakKeyDictionary[asyncio.AbstractEventLoop, Hub] = WeakKeyDictionary()


class Database:
    """Looks up for the hub what the tables hold, beside the event loop."""

    async def state(self, event: str) -> State:
        """Return how a wall is run."""
        return await in_thread(read_state, event, now=now_ms())

    async def title(self, event: str) -> str:
        """Return what people call an event."""
        return await in_thread(names.title_of, event)

    async def entries(self, event: str, since: int) -> list[Entry]:
        """Return the log of an event from a moment on."""
        return await in_thread(read_log, event, since=since, now=now_ms())

    async def faces(self, ids: Iterable[str]) -> dict[str, Face]:
        """Return people as the wall shows them; absent who is hidden or gone."""
        wanted = set(ids)
        return {**await in_thread(wall_faces, wanted)} if wanted else {}

    async def additions(self, evening: Evening) -> dict[str, Any]:
        """Return what the wall shows beside who met whom, by its code."""
        return await in_thread(read_additions, evening)


def hub_here() -> Hub:
    """Return the hub that screens of the running event loop join."""
    loop = asyncio.get_running_loop()
    if loop not in _hubs:
        _hubs[loop] = Hub(
            Database(),
            clock=now_ms,
            intervals=Intervals(
                poll=settings.WALL_POLL_SECONDS,
                heartbeat=settings.WALL_HEARTBEAT_SECONDS,
            ),
            feeds=[
                _told,
                every(screens.HOLDS_FOR / 1000, clear_screens_away),
            ],
            sends_edge=settings.WALL_SENDS_EDGE,
        )
    return _hubs[loop]


def screens_here() -> int:
    """Return how many screens are connected to this process."""
    return sum(hub.viewers for hub in list(_hubs.values()))


SCREENS = Gauge(
    "biztech_wall_screens", "Screens of walls that are open.", read=screens_here
)


async def in_thread(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do something that waits for the database, beside the event loop."""
    return await sync_to_async(act, thread_sensitive=False)(*args, **kwargs)


async def clear_screens_away(hub: Hub) -> None:
    """Remove what dead processes left in the list of screens of the hub's walls."""
    for event in tuple(hub.rooms):
        await in_thread(screens.clear_away, event, now=now_ms())


def _told(hub: Hub) -> Callable[[], object]:
    """Tell the hub what this process publishes, or hears from others, in any thread."""
    loop = asyncio.get_running_loop()

    def tell(wall_event: WallEvent) -> None:
        loop.call_soon_threadsafe(hub.hear, wall_event)

    return carry_with(tell)
