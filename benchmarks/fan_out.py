"""One connection to many screens: the wall's hub against one channel for each screen.

All sides run real consumers in this process and send the same text. The peers do what
the channels documentation shows: every consumer is in a group and reads a channel of
its own. Redis's own work is not counted, which flatters that peer.
"""

import asyncio
import gc
import json
import os
import shutil
import socket
import statistics
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, closing, contextmanager
from typing import Any

os.environ.update(
    DEBUG="true",
    DJANGO_SETTINGS_MODULE="biztech.settings",
    ENV_FILE=os.devnull,
    REDIS_URL="",
    SCREENS_PER_ADDRESS="100000",
    VAR_DIR=tempfile.mkdtemp(prefix="biztech-benchmark-"),
    # Events are measured; looking for what nobody told would be in between.
    WALL_HEARTBEAT_SECONDS="3600",
    WALL_POLL_SECONDS="3600",
)

import django

django.setup()

from channels.generic.websocket import AsyncWebsocketConsumer
from channels.layers import get_channel_layer
from django.conf import settings

from core.clock import now_ms
from core.dynamo.engine import start_engine
from core.dynamo.registry import tables
from core.dynamo.tables import create_tables
from interactions.api.consumers import WallConsumer
from interactions.models import LiveConnection, WallSocket
from interactions.wall import frames
from interactions.wall.graph import Meeting
from interactions.wall.live import hub_here
from interactions.wall.log import Face, entry_of, new_entry
from interactions.wall.names import NO_EVENT
from interactions.wall.publish import publish_connection
from memberships.facts import MembershipFacts
from memberships.services import grant_membership
from profiles.queries import wall_faces

# Screens, and how many connections are sent to each.
HALLS = ((50, 200), (500, 60), (2000, 20))
WARM_UP = 3
# More at once are more than Redis' client has connections for.
AT_ONCE = 50
WITHIN = 120
GROUP = "screens"
CONNECTION, SNAPSHOT = '"type":"connection"', '"type":"snapshot"'
SUBSCRIPTION = json.dumps({"action": "subscribe", "eventId": NO_EVENT})
REDIS = shutil.which("redis-server")


class OnePerScreen(AsyncWebsocketConsumer):
    """The peer: a screen that is told through a channel of its own."""

    async def connect(self) -> None:
        """Join the group."""
        await self.channel_layer.group_add(GROUP, self.channel_name)
        await self.accept()

    async def disconnect(self, code: int) -> None:
        """Leave the group."""
        await self.channel_layer.group_discard(GROUP, self.channel_name)

    async def wall_news(self, event: dict[str, str]) -> None:
        """Send what the group is told."""
        await self.send(text_data=event["text"])


class InMemory(OnePerScreen):
    """Told through the layer of one process."""

    channel_layer_alias = "memory"


class OverRedis(OnePerScreen):
    """Told through Redis."""

    channel_layer_alias = "redis"


class Side:
    """One way to tell many screens, with as many of them as are measured."""

    def __init__(self, consumer: type[AsyncWebsocketConsumer], screens: int) -> None:
        self.screens = screens
        self.latencies: list[float] = []
        self.seconds = 0.0
        self.cpu_seconds = 0.0
        self.is_ours = consumer is WallConsumer
        self._app: Any = consumer.as_asgi()
        self._layer: Any = get_channel_layer(consumer.channel_layer_alias)
        self._arrivals: list[float] = []
        self._all_arrived = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []
        self._inboxes: list[asyncio.Queue[dict[str, Any]]] = []

    async def open(self) -> None:
        """Connect the screens, and wait until each has had its first answer."""
        while len(self._tasks) < self.screens:
            ready = [asyncio.Event() for _ in range(AT_ONCE)]
            self._tasks += [asyncio.create_task(self._screen(one)) for one in ready]
            waiting = asyncio.gather(*(one.wait() for one in ready))
            await asyncio.wait_for(waiting, WITHIN)

    async def close(self) -> None:
        """End the screens."""
        while self._tasks:
            leaving, self._tasks = self._tasks[:AT_ONCE], self._tasks[AT_ONCE:]
            inboxes, self._inboxes = self._inboxes[:AT_ONCE], self._inboxes[AT_ONCE:]
            for inbox in inboxes:
                inbox.put_nowait({"type": "websocket.disconnect", "code": 1000})
            await asyncio.wait_for(asyncio.gather(*leaving), WITHIN)

    async def tell(self, row: LiveConnection, text: str, *, counted: bool) -> None:
        """Publish one connection, and wait until every screen was sent it."""
        self._arrivals = []
        self._all_arrived.clear()
        if self.is_ours:
            # What one connection costs: not how long it waits for company.
            await hub_here().rooms[NO_EVENT].audience.told()
        cpu, began = time.process_time(), time.perf_counter()
        if self.is_ours:
            publish_connection(row)
        else:
            event = {"type": "wall.news", "text": text}
            await self._layer.group_send(GROUP, event)
        await asyncio.wait_for(self._all_arrived.wait(), WITHIN)
        if counted:
            self.cpu_seconds += time.process_time() - cpu
            self.seconds += time.perf_counter() - began
            self.latencies += [at - began for at in self._arrivals]

    async def _screen(self, ready: asyncio.Event) -> None:
        inbox: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        inbox.put_nowait({"type": "websocket.connect"})
        self._inboxes.append(inbox)

        async def send(message: dict[str, Any]) -> None:
            text = message.get("text", "")
            if CONNECTION in text:
                self._arrivals.append(time.perf_counter())
                if len(self._arrivals) == self.screens:
                    self._all_arrived.set()
            elif message["type"] == "websocket.accept" and self.is_ours:
                inbox.put_nowait({"type": "websocket.receive", "text": SUBSCRIPTION})
            elif message["type"] == "websocket.accept" or SNAPSHOT in text:
                ready.set()

        scope = {"type": "websocket", "path": "/ws/wall/", "headers": []}
        await self._app(scope, inbox.get, send)


def two_faces() -> list[Face]:
    """Return two members as the wall shows them."""
    ids = [
        grant_membership(
            MembershipFacts(
                email=f"{name}@example.org", first_name=name, major="Maths"
            ),
            actor="benchmark",
            now=now_ms(),
        ).profile_id
        for name in ("amira", "dara")
    ]
    return list(wall_faces(ids).values())


@asynccontextmanager
async def opened(side: Side) -> AsyncIterator[Side]:
    """Open a side's screens, and close them afterwards."""
    await side.open()
    if side.is_ours:
        await asyncio.to_thread(wait_until_listed, side.screens)
    try:
        yield side
    finally:
        await side.close()


def wait_until_listed(screens: int) -> None:
    """Wait until the list of screens, which is written beside, is complete."""
    while sum(1 for _ in WallSocket.read_all()) < screens:
        time.sleep(0.2)


async def measured(
    consumers: dict[str, type[AsyncWebsocketConsumer]], screens: int, rounds: int
) -> dict[str, Side]:
    """Tell all sides of the same connections in turn."""
    one, other = await asyncio.to_thread(two_faces)
    async with AsyncExitStack() as hall:
        sides = {
            name: await hall.enter_async_context(opened(Side(consumer, screens)))
            for name, consumer in consumers.items()
        }
        # No side pays for looking through what all of them keep.
        gc.collect()
        gc.freeze()
        for number in range(WARM_UP + rounds):
            row = new_entry(NO_EVENT, one=one, other=other, at=now_ms())
            entry = entry_of(row)
            if entry is None:
                raise RuntimeError("The wall cannot read what it wrote.")
            text = frames.connection(Meeting(entry=entry, one=one, other=other))
            for side in sides.values():
                await side.tell(row, text, counted=number >= WARM_UP)
    return sides


def report(sides: dict[str, Side], screens: int) -> None:
    """Print a table of what was measured."""
    print(f"{screens} screens")
    print(f"  {'':<18}{'deliveries/s':>14}{'p50 ms':>9}{'p99 ms':>9}{'CPU us':>9}")
    rates, costs = {}, {}
    for name, side in sides.items():
        sent = len(side.latencies)
        rates[name] = sent / side.seconds
        costs[name] = side.cpu_seconds / sent
        p50 = statistics.median(side.latencies) * 1000
        p99 = statistics.quantiles(side.latencies, n=100)[-1] * 1000
        cpu = costs[name] * 1_000_000
        print(f"  {name:<18}{rates[name]:>14,.0f}{p50:>9.2f}{p99:>9.2f}{cpu:>9.1f}")
    for name in [name for name in sides if name != "ours"]:
        rate, cost = rates["ours"] / rates[name], costs["ours"] / costs[name]
        print(f"  ours / {name}: {rate:.2f} deliveries/s, {cost:.3f} CPU")


@contextmanager
def redis() -> Iterator[str | None]:
    """Run a Redis in memory, None without one on this machine."""
    if REDIS is None:
        print("no redis-server on this machine: measured without that peer")
        yield None
        return
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    process = subprocess.Popen(
        [REDIS, "--port", str(port), "--bind", "127.0.0.1", "--save", ""],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if process.stdout is not None:
            any("Ready to accept" in line for line in process.stdout)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        process.terminate()
        process.wait(timeout=10)


def main() -> None:
    """Measure all sides in turn, for halls of three sizes."""
    consumers: dict[str, type[AsyncWebsocketConsumer]] = {
        "ours": WallConsumer,
        "InMemory": InMemory,
    }
    layers: dict[str, Any] = {
        "memory": {"BACKEND": "channels.layers.InMemoryChannelLayer"}
    }
    with redis() as address:
        if address:
            consumers["channels_redis"] = OverRedis
            layers["redis"] = {
                "BACKEND": "channels_redis.core.RedisChannelLayer",
                "CONFIG": {"hosts": [{"address": address, "socket_timeout": None}]},
            }
        settings.CHANNEL_LAYERS = layers
        for screens, rounds in HALLS:
            engine = start_engine(None)
            settings.DYNAMODB_ENDPOINT = engine.endpoint
            try:
                create_tables(tables())
                report(asyncio.run(measured(consumers, screens, rounds)), screens)
            finally:
                engine.stop()


if __name__ == "__main__":
    main()
