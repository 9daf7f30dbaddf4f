"""A wall without a database: what the tables would hold, in memory."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from interactions.wall.additions import Evening
from interactions.wall.events import Tapped
from interactions.wall.hub import Hub, Intervals, Subscription
from interactions.wall.log import Entry, Face, moment_of
from interactions.wall.state import State
from interactions.wall.viewer import Viewer

EVENT = "blueprint-2026"
# 2026-11-20 12:00 UTC.
NOON = 1_795_176_000_000
NEVER = Intervals(poll=1e9, heartbeat=1e9, pace=0, beside=0)

Frame = dict[str, Any]


def sequence(at: int, mark: str = "a") -> str:
    """Return a sequence of that moment; marks order those of the same one."""
    return f"ts#{at:013d}#{mark}"


def entry(one: str, other: str, *, at: int = NOON, mark: str = "a") -> Entry:
    """Return an entry of the log."""
    return Entry(sequence=sequence(at, mark), at=at, one=one, other=other)


def face(profile_id: str, name: str = "") -> Face:
    """Return how somebody is seen."""
    shown = {"id": profile_id, "name": name or profile_id}
    return {**shown, "avatar": "", "major": "", "year": ""}


class Tables:
    """Answers a hub; counts how often it asks, and fails or waits when told to."""

    def __init__(self) -> None:
        self.log: list[Entry] = []
        self.states: dict[str, State] = {}
        self.current = EVENT
        # What screens are told beside the connections, by its code.
        self.beside: dict[str, Any] = {}
        self.people: dict[str, Face | None] = {}
        self.now = NOON
        self.reads = self.looks_beside = 0
        self.is_down = False

    async def state(self, event: str) -> State:
        """Return how a wall is run."""
        await self._answer()
        known = self.states.get(event, State(event=event, current=""))
        return replace(known, current=self.current)

    async def title(self, event: str) -> str:
        """Return what people call an event."""
        return event.title()

    async def entries(self, event: str, since: int) -> list[Entry]:
        """Return the log from a moment on; there is one log for the one event."""
        self.reads += 1
        held = [one for one in self.log if moment_of(one.sequence) >= since]
        await self._answer()
        return held if event == EVENT else []

    async def faces(self, ids: Iterable[str]) -> dict[str, Face]:
        """Return people; everybody who is not listed shows their id as the name."""
        await self._answer()
        found = {one: self.people.get(one, face(one)) for one in ids}
        return {one: shown for one, shown in found.items() if shown}

    async def additions(self, evening: Evening) -> dict[str, Any]:
        """Return what is shown beside; who is on the wall for the code ``people``."""
        self.looks_beside += 1
        await self._answer()
        found = {**self.beside, "people": sorted(evening.people())}
        return {code: found[code] for code in found if code in evening.state.additions}

    async def _answer(self) -> None:
        await asyncio.sleep(0)
        if self.is_down:
            raise ConnectionError

    def hub(self, intervals: Intervals = NEVER, **more: Any) -> Hub:
        """Return a hub that looks things up here."""
        return Hub(self, clock=lambda: self.now, intervals=intervals, **more)


class Wallflower:
    """A viewer that keeps what it got."""

    def __init__(self, hub: Hub, **more: Any) -> None:
        self.hub = hub
        self.resyncs = 0
        self.viewer = Viewer(on_overflow=self._resync, **more)

    def _resync(self) -> None:
        self.resyncs += 1

    async def subscribe(self, event: str = EVENT, **subscription: Any) -> Frame:
        """Subscribe, and return the answer."""
        self.hub.enter(self.viewer)
        await self.hub.subscribe(self.viewer, Subscription(event=event, **subscription))
        return await self.next()

    async def next(self) -> Frame:
        """Return the next frame, waiting for it."""
        text = await asyncio.wait_for(self.viewer._texts.get(), 20)
        read: Frame = json.loads(text)
        return read

    def waiting(self) -> list[Frame]:
        """Return the frames that wait, without waiting for more."""
        texts = []
        while not self.viewer._texts.empty():
            texts.append(json.loads(self.viewer._texts.get_nowait()))
        return texts


async def settled(hub: Hub) -> None:
    """Wait until a hub has nothing to do."""
    while hub._tasks:
        await asyncio.gather(*hub._tasks, return_exceptions=True)
    for room in hub.rooms.values():
        await room.audience.told()


async def tell(hub: Hub, *entries: Entry) -> None:
    """Let a hub hear of entries and wait until it has dealt with them."""
    for one in entries:
        hub.hear(Tapped(EVENT, one))
    await settled(hub)


def sequences(frames: Iterable[Frame]) -> list[str]:
    """Return the sequences of connections, in frames of one or of several."""
    return [one["seq"] for frame in frames for one in connections_in(frame)]


def connections_in(frame: Frame) -> list[Frame]:
    """Return the connections that a frame tells."""
    if frame["type"] == "connection":
        return [frame]
    return list(frame["connections"]) if frame["type"] == "connections" else []
