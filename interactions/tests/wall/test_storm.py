"""A whole evening at once: thousands of taps, and screens that come and go."""

import asyncio
import os
import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from biztech.tests.callers import store_profile
from core.clock import now_ms
from interactions.models import LiveConnection
from interactions.tests.wall.fakes import connections_in
from interactions.tests.wall.screens import Closed, Screen, log, screen
from interactions.wall.publish import publish_connection

PEOPLE = 150
WRITERS = 4
SCREENS = 20
# A tenth of what `make storm` plays.
SIZE = int(os.environ.get("STORM_SIZE", "1"))
TAPS = 500 * SIZE
RECONNECTS = 40 * SIZE
SEED = 2026

# So many of what is in the log this process was told of; the rest it has to find.
TOLD = 0.8
# The moment on a tap and its commit lie apart, in ms.
LATE = 5_000
# As many as fit into a message.
MOST_SEEN = 100


@dataclass
class Graph:
    """What one screen has drawn, over all of its connections."""

    links: dict[str, tuple[str, str]] = field(default_factory=dict)
    epoch: int = 0
    # What it was told though it had said that it knows it, or was told live before.
    repeated: list[str] = field(default_factory=list)
    connections: int = 0
    drawn: asyncio.Event = field(default_factory=asyncio.Event)

    def subscription(self) -> dict[str, Any]:
        """Return what a screen says that comes back."""
        self.connections += 1
        if not self.links:
            return {}
        seen = sorted(self.links)[-MOST_SEEN:]
        return {"since": seen[-1], "seen": seen, "epoch": self.epoch}

    def begin(self, answer: dict[str, Any], seen: list[str]) -> None:
        """Draw the answer to a subscription."""
        self.epoch = answer["epoch"]
        self.drawn.set()
        if answer["type"] == "snapshot":
            self.links = {
                link["seq"]: (link["source"], link["target"])
                for link in answer["links"]
            }
            return
        told = {one["seq"] for one in answer["connections"]}
        self.repeated += told & set(seen)
        for one in answer["connections"]:
            self._add(one)

    def draw(self, frame: dict[str, Any]) -> None:
        """Draw what happens."""
        for one in connections_in(frame):
            if one["seq"] in self.links:
                self.repeated.append(one["seq"])
            self._add(one)

    async def is_at(self, truth: dict[str, tuple[str, str]]) -> None:
        """Wait until it has come back for the last time and drawn everything."""
        while self.connections <= RECONNECTS // SCREENS or len(self.links) < len(truth):
            self.drawn.clear()
            await self.drawn.wait()

    def _add(self, one: dict[str, Any]) -> None:
        self.drawn.set()
        self.links[one["seq"]] = (one["from"]["id"], one["to"]["id"])


async def watch(wall: Screen, graph: Graph) -> None:
    """Draw whatever comes, until the screen is sent away to come back."""
    with suppress(Closed):
        while True:
            graph.draw(await wall.frame())


async def come_and_go(graph: Graph, stays: list[float]) -> None:
    """Be a screen that loses its connection after each stay, and comes back."""
    for stay in [*stays, None]:
        async with screen() as wall:
            subscription = graph.subscription()
            graph.begin(
                await wall.subscribe(**subscription), subscription.get("seen", [])
            )
            watching = asyncio.create_task(watch(wall, graph))
            await asyncio.wait([watching], timeout=stay)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
    await come_and_go(graph, [])


def write_taps(seed: int) -> None:
    """Fill the log as a crowd would, and tell most of it."""
    chance = random.Random(seed)  # noqa: S311 - a crowd, repeatably
    for _ in range(TAPS // WRITERS):
        one, other = chance.sample(range(PEOPLE), 2)
        at = now_ms() - chance.randrange(LATE)
        row = log(f"P{one}", f"P{other}", at=at)
        if chance.random() < TOLD:
            publish_connection(row)


def logged() -> dict[str, tuple[str, str]]:
    rows = [row.plain() for row in LiveConnection.query("DEFAULT")]
    return {row["sk"]: (row["from"]["id"], row["to"]["id"]) for row in rows}


def test_every_graph_equals_the_log_after_a_storm(settings: Any) -> None:
    settings.WALL_POLL_SECONDS = 2
    for number in range(PEOPLE):
        store_profile(f"P{number}", fname=f"Person {number}")
    chance = random.Random(SEED)  # noqa: S311 - a crowd, repeatably
    graphs = [Graph() for _ in range(SCREENS)]
    stays = [[chance.random() for _ in range(RECONNECTS // SCREENS)] for _ in graphs]

    async def storm() -> dict[str, tuple[str, str]]:
        loop = asyncio.get_running_loop()
        shows = [
            asyncio.create_task(come_and_go(*each))
            for each in zip(graphs, stays, strict=True)
        ]
        with ThreadPoolExecutor(WRITERS) as pool:
            await asyncio.gather(
                *(
                    loop.run_in_executor(pool, write_taps, SEED + writer)
                    for writer in range(WRITERS)
                )
            )
        truth = await asyncio.to_thread(logged)
        async with asyncio.timeout(60):
            await asyncio.gather(*(graph.is_at(truth) for graph in graphs))
        for show in shows:
            show.cancel()
        await asyncio.gather(*shows, return_exceptions=True)
        return truth

    truth = asyncio.run(storm())

    assert len(truth) == TAPS
    assert all(graph.links == truth for graph in graphs)
    assert [graph.repeated for graph in graphs] == [[]] * SCREENS
