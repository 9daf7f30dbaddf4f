"""The wall over HTTP: what an event's wall shows is kept between those who ask.

Whoever asks is answered from a look at the database that began after they asked, so
many who ask at once wait for the same one. A look reads how the wall is run and the
end of the log; everything is read anew when something was taken off the wall, and
every few seconds, for what nobody told of the people on it.
"""

import threading

from cachetools import LRUCache
from django.conf import settings

from interactions.wall.events import ProfileChanged, WallEvent
from interactions.wall.graph import Meeting, ids_in
from interactions.wall.log import read_log
from interactions.wall.room import Room
from interactions.wall.state import read_state
from profiles.queries import wall_faces

_MOST_WALLS = 16


class KeptWall:
    """One event's wall, for one who looks at a time."""

    def __init__(self, event: str, *, now: int) -> None:
        self.room = Room(event, opened=now)
        # Whose profiles were written since the last look.
        self.written: set[str] = set()
        self._looking = threading.Lock()
        self._looks = 0
        self._failure: Exception | None = None
        self._everything_at = 0

    def shown(self, *, now: int) -> list[Meeting]:
        """Return what the wall shows, in the order of the log."""
        before = self._looks
        with self._looking:
            if self._looks == before:
                self._looks += 1
                self._failure = None
                try:
                    self._look(now)
                except Exception as failure:
                    self._failure, self._everything_at = failure, 0
                    raise
            elif self._failure:
                # A database that is away is not waited for by one after the other.
                raise self._failure
            return self.room.in_order()

    def _look(self, now: int) -> None:
        room = self.room
        with _guard:
            written, self.written = self.written, set()
        state = read_state(room.event, now=now)
        age = now - self._everything_at
        if (
            age < settings.WALL_POLL_SECONDS * 1000
            and not room.wants_everything(state, now=now)
            and not room.lacks(
                entries := read_log(room.event, since=room.read_from(now), now=now)
            )
        ):
            known = {one for each in written for one in room.known_as(each)}
            faces = wall_faces(known | room.strangers_in(entries))
            room.follow_state(state)
            room.take(entries, faces=faces, now=now)
            if known:
                room.look_again(faces, at=known)
        else:
            entries = read_log(room.event, since=0, now=now)
            faces = wall_faces(ids_in(entries), anew=True)
            room.replace(entries, state=state, faces=faces, now=now)
            self._everything_at = now


_walls: LRUCache[str, KeptWall] = LRUCache(_MOST_WALLS)
_guard = threading.Lock()


def graph_since(event: str, *, since: int, now: int) -> list[Meeting]:
    """Return what the wall of an event shows of the time since then."""
    with _guard:
        wall = _walls.setdefault(event, KeptWall(event, now=now))
    shown = wall.shown(now=now)
    if wall.room.is_empty:
        # Anybody can ask for events that never were.
        with _guard:
            if _walls.get(event) is wall:
                del _walls[event]
    return [one for one in shown if one.entry.at >= since]


def hear(wall_event: WallEvent) -> None:
    """Note that somebody may want to be seen differently from now on."""
    if isinstance(wall_event, ProfileChanged):
        with _guard:
            for wall in _walls.values():
                wall.written.add(wall_event.profile_id)
