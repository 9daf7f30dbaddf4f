"""Fan-out: one hub in each process, which all of its screens join.

A hub is told what happens by its own process and, through Redis, by others, and it
reads the log itself every few seconds: whatever nobody told it is sent then. So a
screen's picture follows the log, whichever way the events came, or none did.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Coroutine, Iterable
from dataclasses import dataclass
from typing import Any, Protocol

from interactions.models import WallControl
from interactions.wall import frames
from interactions.wall.additions import Evening
from interactions.wall.audience import PACE, Audience, News
from interactions.wall.events import (
    ControlChanged,
    ProfileChanged,
    Tapped,
    Told,
    WallEvent,
)
from interactions.wall.log import Entry, Face
from interactions.wall.room import Room
from interactions.wall.state import State
from interactions.wall.viewer import Burst, Viewer

logger = logging.getLogger("interactions.wall")

# Who joins sees the log as it was no longer ago, in ms; what came since is told then.
JOINS_SHARE = 1000


class Source(Protocol):
    """Where a hub looks things up."""

    async def state(self, event: str) -> State:
        """Return how a wall is run."""

    async def title(self, event: str) -> str:
        """Return what people call an event."""

    async def entries(self, event: str, since: int) -> list[Entry]:
        """Return the log of an event from a moment on."""

    async def faces(self, ids: Iterable[str]) -> dict[str, Face]:
        """Return people as the wall shows them; absent who is hidden or gone."""

    async def additions(self, evening: Evening) -> dict[str, Any]:
        """Return what the wall shows beside who met whom, by its code."""


@dataclass(frozen=True, kw_only=True)
class Subscription:
    """Which wall a screen wants to show, and what it has of it already."""

    event: str
    # It asked for whichever event is on, and goes along when that changes.
    follows: bool = False
    since: str = ""
    seen: Collection[str] = ()
    epoch: int | None = None


@dataclass(frozen=True, kw_only=True)
class Intervals:
    """How often a hub does what it does by itself, in seconds."""

    poll: float = 5
    heartbeat: float = 15
    pace: float = PACE
    beside: float = 1


# Something that feeds a hub while it has screens: starts, and returns how to stop.
Feed = Callable[["Hub"], Callable[[], object]]


class Hub:
    """All walls that are watched through this process; one event loop's own."""

    def __init__(
        self,
        source: Source,
        *,
        clock: Callable[[], int],
        intervals: Intervals,
        feeds: Iterable[Feed] = (),
        sends_edge: bool = False,
    ) -> None:
        self.rooms: dict[str, Room] = {}
        self._source = source
        self._clock = clock
        self._pace = intervals.pace
        self._pause_beside = intervals.beside
        self._sends_edge = sends_edge
        self._feeds: tuple[Feed, ...] = (
            every(intervals.poll, Hub.read),
            every(intervals.heartbeat, Hub.beat),
            *feeds,
        )
        self._stops: list[Callable[[], object]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._rooms_of: dict[Viewer, Room] = {}
        self._wishes: dict[Viewer, Subscription | None] = {}
        # Who listens to texts that are told in a channel, beside any wall.
        self._channels: dict[str, Audience] = {}

    @property
    def viewers(self) -> int:
        """How many screens are connected."""
        return len(self._wishes)

    def enter(self, viewer: Viewer) -> None:
        """Count a screen in; it gets nothing before it subscribes."""
        self._wishes.setdefault(viewer, None)

    async def subscribe(self, viewer: Viewer, subscription: Subscription) -> None:
        """Queue the answer to a screen's subscription, and from then on what happens.

        That is what it has missed where it says what it has, and else a snapshot; a
        screen that takes none gets each connection of the last while by itself.
        The answer is as the log was within the last second. Leaves any other wall that
        it was shown. A screen that has left meanwhile gets nothing.
        """
        if viewer not in self._wishes:
            return
        room = self._room(subscription.event)
        room.expected += 1
        self._wishes[viewer] = subscription
        self._move_out(viewer)
        try:
            await self._recent(room)
            if self._wishes.get(viewer) is subscription:
                self._move_in(viewer, room, subscription)
        finally:
            room.expected -= 1
            self._close_if_deserted(room)
        self._send_along(room)

    def leave(self, viewer: Viewer) -> None:
        """Forget a screen; harmless for one that never came."""
        self._wishes.pop(viewer, None)
        self._move_out(viewer)
        for channel, audience in tuple(self._channels.items()):
            audience.dismiss(viewer)
            if not audience.viewers:
                del self._channels[channel]
        self._rest()

    def listen(self, viewer: Viewer, channel: str) -> None:
        """Tell a socket that is here what is told in a channel from now on.

        A text may be lost on its way from another process: who listens asks anew for
        how things are when it comes, and when it comes back.
        """
        if viewer in self._wishes:
            self._wake()
            self._channels.setdefault(channel, Audience(pace=self._pace)).admit(viewer)

    def hear(self, wall_event: WallEvent) -> None:
        """Pass an event on to the screens that it concerns; returns at once."""
        match wall_event:
            case Tapped(event, entry):
                if room := self.rooms.get(event):
                    room.inbox.append(entry)
                    self._spawn(self._open_inbox(room))
            case Told(channel, text):
                self._tell(channel, text)
            case ControlChanged(event):
                everywhere = event == WallControl.CURRENT
                for room in self.rooms.values():
                    if everywhere or room.event == event:
                        self._spawn(self._renewed(room))
            case ProfileChanged(profile_id):
                for room in self.rooms.values():
                    if room.known_as(profile_id):
                        self._spawn(self._look_again(room, profile_id))

    async def read(self) -> None:
        """Look for what nobody told: entries, controls, the event that is on."""
        for room in tuple(self.rooms.values()):
            await self._renewed(room)

    async def beat(self) -> None:
        """Tell every screen what the newest entry is."""
        at = self._clock()
        for room in self.rooms.values():
            epoch, newest = room.state.epoch, room.newest
            text = frames.heartbeat(newest=newest, epoch=epoch, at=at)
            room.audience.tell(News(text))

    def _tell(self, channel: str, text: str) -> None:
        if audience := self._channels.get(channel):
            audience.tell(News(text))

    def _move_in(self, viewer: Viewer, room: Room, subscription: Subscription) -> None:
        if not viewer.takes_snapshots:
            answer: Burst = room.lately(now=self._clock())
        elif subscription.since and subscription.epoch == room.state.epoch:
            answer = room.missed(since=subscription.since, seen=subscription.seen)
        else:
            answer = room.snapshot()
        if viewer.put(answer):
            if room.beside and viewer.takes_snapshots:
                viewer.put(room.beside)
            room.audience.admit(viewer)
            self._rooms_of[viewer] = room

    def _move_out(self, viewer: Viewer) -> None:
        if room := self._rooms_of.pop(viewer, None):
            room.audience.dismiss(viewer)
            self._close_if_deserted(room)

    def _room(self, event: str) -> Room:
        self._wake()
        if event not in self.rooms:
            audience = Audience(pace=self._pace, sends_edge=self._sends_edge)
            self.rooms[event] = Room(event, opened=self._clock(), audience=audience)
        return self.rooms[event]

    def _close_if_deserted(self, room: Room) -> None:
        if room.is_deserted and self.rooms.get(room.event) is room:
            del self.rooms[room.event]
            self._rest()

    def _wake(self) -> None:
        if not self.rooms and not self._channels:
            self._stops = [feed(self) for feed in self._feeds]

    def _rest(self) -> None:
        """Stop what feeds the hub once nobody watches or listens."""
        if not self.rooms and not self._channels:
            for stop in self._stops:
                stop()
            self._stops = []

    async def _recent(self, room: Room) -> None:
        """Wait for a look at the database that is shared by all who join with this."""
        oldest = self._clock() - JOINS_SHARE
        if room.look_began_at > oldest:
            async with room.lock:
                pass
        if room.looked_at <= oldest:
            await self._renewed(room)

    async def _renewed(self, room: Room) -> None:
        """Wait for a look at the database that begins after this was asked for."""
        if room.renewal is None:
            room.renewal = asyncio.create_task(self._renew(room))
        await asyncio.shield(room.renewal)

    async def _renew(self, room: Room) -> None:
        async with room.lock:
            room.renewal = None
            now = room.look_began_at = self._clock()
            state = await self._source.state(room.event)
            if room.wants_everything(state, now=now):
                room.title = await self._source.title(room.event)
                entries = await self._source.entries(room.event, 0)
                people = {one for entry in entries for one in (entry.one, entry.other)}
                faces = await self._source.faces(people)
                room.replace(entries, state=state, faces=faces, now=now)
            else:
                entries = await self._source.entries(room.event, room.read_from(now))
                faces = await self._source.faces(room.strangers_in(entries))
                room.follow_state(state)
                room.take(entries, faces=faces, now=now)
            room.looked_at = now
        self._renew_beside(room)
        self._send_along(room)

    async def _open_inbox(self, room: Room) -> None:
        async with room.lock:
            # Taken out only once their faces are there: a failure loses nothing.
            entries = list(room.inbox)
            faces = await self._source.faces(room.strangers_in(entries))
            del room.inbox[: len(entries)]
            room.take(entries, faces=faces, now=self._clock())
        self._renew_beside(room)

    def _renew_beside(self, room: Room) -> None:
        """Have what is shown beside the connections looked up, once for all who ask."""
        room.beside_is_due = bool(room.state.additions or room.beside)
        if room.beside_is_due and not room.beside_is_read:
            room.beside_is_read = True
            self._spawn(self._read_beside(room))

    async def _read_beside(self, room: Room) -> None:
        try:
            while room.beside_is_due and not room.is_deserted:
                # What happens meanwhile is in the same look, and the same frame.
                await asyncio.sleep(self._pause_beside)
                room.beside_is_due = False
                room.put_beside(await self._source.additions(room.evening()))
        finally:
            room.beside_is_read = False

    async def _look_again(self, room: Room, profile_id: str) -> None:
        async with room.lock:
            ids = room.known_as(profile_id)
            room.look_again(await self._source.faces(ids), at=ids)

    def _send_along(self, room: Room) -> None:
        """Move a wall's screens that show whichever event is on to the one that is."""
        subscription = Subscription(event=room.state.current, follows=True)
        if subscription.event != room.event:
            for viewer in room.audience.viewers:
                if (shown := self._wishes[viewer]) and shown.follows:
                    self._spawn(self.subscribe(viewer, subscription))

    def _spawn(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (failure := task.exception()):
            logger.warning("wall.unread error=%s", type(failure).__name__)


def every(seconds: float, act: Callable[[Hub], Awaitable[None]]) -> Feed:
    """Return what makes a hub act again and again, whatever goes wrong meanwhile."""

    async def repeat(hub: Hub) -> None:
        while True:
            await asyncio.sleep(seconds)
            try:
                await act(hub)
            except Exception as failure:  # noqa: BLE001 - the next turn may succeed
                logger.warning("wall.unread error=%s", type(failure).__name__)

    def start(hub: Hub) -> Callable[[], object]:
        return asyncio.create_task(repeat(hub)).cancel

    return start
