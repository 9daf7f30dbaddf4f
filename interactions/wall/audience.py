"""The screens of one wall, and what they are told: in order, together, not too often.

What happens within a round goes to a screen in one write, whose bytes are built once
for all who are to have the same. A round goes through the screens in slices, so that
whoever taps is served in between, and the next one waits until screens have had no
more than their share of the event loop: the more of them, the more goes into a frame.
"""

import asyncio
from collections.abc import Iterable, KeysView
from dataclasses import dataclass
from functools import cache
from time import thread_time

from interactions.wall import frames
from interactions.wall.graph import Meeting
from interactions.wall.viewer import Burst, Viewer

# What comes sooner after a round than so many seconds waits, and goes together.
PACE = 0.1
# How much of the loop's time screens may take, as long as none waits longer than this.
SHARE = 1 / 8
LONGEST_PAUSE = 1.0
# How many screens are sent something before others have their turn: about 1 ms.
SLICE = 50


@dataclass(frozen=True, slots=True)
class News:
    """One thing to tell: a connection, or a text that is built already."""

    told: Meeting | str
    to_pages: bool = True
    to_others: bool = True


class Audience:
    """Who watches one wall; ``pace`` is the shortest time from round to round."""

    def __init__(self, *, pace: float = PACE, sends_edge: bool = False) -> None:
        self._pace = pace
        self._sends_edge = sends_edge
        # Each screen, and how much had been told when it came.
        self._came: dict[Viewer, int] = {}
        self._told = 0
        self._waiting: list[News] = []
        self._rounds: asyncio.Task[None] | None = None

    @property
    def viewers(self) -> KeysView[Viewer]:
        """The screens."""
        return self._came.keys()

    def admit(self, viewer: Viewer) -> None:
        """Count a screen in: it is told what is news from now on."""
        self._came[viewer] = self._told

    def dismiss(self, viewer: Viewer) -> None:
        """Tell a screen nothing more; harmless for one that never came."""
        self._came.pop(viewer, None)

    def tell(self, *news: News) -> None:
        """Tell every screen that is here now, at the next round."""
        if not self._came:
            return
        self._waiting += news
        self._told += len(news)
        if self._rounds is None:
            self._rounds = asyncio.create_task(self._go_round())

    async def told(self) -> None:
        """Wait until every screen was told everything."""
        while self._rounds is not None:
            await asyncio.wait([self._rounds])

    async def _go_round(self) -> None:
        try:
            while self._waiting and self._came:
                cost = await self._round()
                await asyncio.sleep(pause_after(cost, pace=self._pace))
        finally:
            self._waiting = []
            self._rounds = None

    async def _round(self) -> float:
        """Tell what waits; return what that took of the loop, in seconds."""
        news, self._waiting = self._waiting, []
        end = self._told
        begin = end - len(news)

        @cache
        def since(came: int, *, is_page: bool) -> Burst:
            return self._burst(news[max(came - begin, 0) :], is_page=is_page)

        cost = 0.0
        viewers = tuple(self._came)
        for first in range(0, len(viewers), SLICE):
            began = thread_time()
            for viewer in viewers[first : first + SLICE]:
                # Whoever has left or come back meanwhile has no part in this.
                came = self._came.get(viewer, end)
                if came < end:
                    burst = since(max(came, begin), is_page=viewer.takes_snapshots)
                    if not viewer.put(burst):
                        self.dismiss(viewer)
            cost += thread_time() - began
            await asyncio.sleep(0)
        return cost

    def _burst(self, news: Iterable[News], *, is_page: bool) -> Burst:
        texts: list[str] = []
        meetings: list[Meeting] = []
        for one in news:
            if not (one.to_pages if is_page else one.to_others):
                continue
            if isinstance(one.told, str):
                texts += [*self._of_meetings(meetings, is_page=is_page), one.told]
                meetings = []
            else:
                meetings.append(one.told)
        return Burst(*texts, *self._of_meetings(meetings, is_page=is_page))

    def _of_meetings(self, meetings: list[Meeting], *, is_page: bool) -> list[str]:
        if is_page and len(meetings) > 1:
            return [frames.connections(meetings)]
        has_edge = self._sends_edge and not is_page
        kinds = ("connection", "edge") if has_edge else ("connection",)
        return [frames.connection(one, kind=kind) for one in meetings for kind in kinds]


def pause_after(cost: float, *, pace: float) -> float:
    """Return for how long the next round waits, given what one took of the loop."""
    return max(pace, min(cost / SHARE, LONGEST_PAUSE))
