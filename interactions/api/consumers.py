"""A screen's end of the live wall."""

import asyncio
import json
import logging
import secrets
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from channels.generic.websocket import AsyncWebsocketConsumer

from core.clock import now_ms
from core.serving.callers import caller_in
from core.serving.frames import frame_writer
from core.serving.places import Full
from interactions.wall import frames, limits, names, screens
from interactions.wall.hub import Hub, Subscription
from interactions.wall.live import hub_here, in_thread
from interactions.wall.viewer import Burst, Viewer

logger = logging.getLogger("interactions.wall")

UNREADABLE = Burst(
    frames.error("unreadable", "Send a JSON object with an action: subscribe or ping.")
)
UNAVAILABLE = Burst(
    frames.error(
        "unavailable", "The wall cannot be read at the moment. Subscribe again shortly."
    )
)
PONG = Burst(frames.pong())


class WallConsumer(AsyncWebsocketConsumer):
    """Shows one screen the wall that it asks for; takes nothing else from it."""

    # The hub hears for all screens; each of them on the layer would not scale.
    channel_layer_alias = "none"

    def __init__(self, *args: Any, takes_snapshots: bool = True, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection_id = secrets.token_hex(16)
        self.hub: Hub | None = None
        self.viewer = Viewer(
            on_overflow=self._fell_behind, takes_snapshots=takes_snapshots
        )
        self.event = ""
        self._pace = limits.Pace()
        self._listed = False
        self._address: str | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Give the screen's place back, however its connection ends."""
        try:
            # A server that ends cuts off what takes too long, and would log a traceback
            # for each screen; what it leaves in the list of screens expires.
            with suppress(asyncio.CancelledError):
                await super().__call__(scope, receive, send)
        finally:
            if self._address is not None:
                limits.SCREENS.leave(self._address)

    async def connect(self) -> None:
        """Let the screen in unless there are too many."""
        hub = hub_here()
        await self.accept()
        address = caller_in(self.scope)
        try:
            limits.SCREENS.enter(address)
        except Full:
            await self.close(limits.TRY_AGAIN, "full")
            return
        self._address = address
        self.hub = hub
        self.viewer.write = frame_writer(self.scope)
        hub.enter(self.viewer)
        self._start(self._write)

    async def receive(
        self, text_data: str | None = None, bytes_data: bytes | None = None
    ) -> None:
        """Answer a message, or close the socket of who sends too much."""
        if len(text_data or bytes_data or "") > limits.LONGEST_MESSAGE:
            await self.close(limits.TOO_BIG, "message too big")
        elif not self._pace.allows_one_more():
            await self.close(limits.TOO_MANY, "too many messages")
        elif self.hub is not None:
            await self._answer(self.hub, _object_in(text_data))

    async def disconnect(self, code: int) -> None:
        """Forget the screen."""
        for task in self._tasks:
            task.cancel()
        if self.hub is not None:
            self.hub.leave(self.viewer)
        if self._listed:
            await _as_far_as_possible(screens.take_down, self.connection_id)

    async def _answer(self, hub: Hub, message: dict[str, Any]) -> None:
        match message:
            case {"action": "ping"}:
                self.viewer.put(PONG)
            case {"action": "subscribe"}:
                await self._subscribe(hub, message)
            case _:
                self.viewer.put(UNREADABLE)

    async def _subscribe(self, hub: Hub, message: dict[str, Any]) -> None:
        name = message.get("eventId") or ""
        try:
            event = await in_thread(
                _known_event, name if isinstance(name, str) else "?"
            )
            if event is None:
                self.viewer.put(Burst(_unknown(name)))
                return
            await hub.subscribe(self.viewer, _subscription(event, message))
        except Exception as failure:  # noqa: BLE001 - the screen is told to come back
            logger.warning("wall.unread error=%s", type(failure).__name__)
            self.viewer.put(UNAVAILABLE)
            return
        self.event = event
        await self._list(str(message.get("screen")))

    async def _list(self, kind: str) -> None:
        """Note which screen is up, once it has its answer."""
        now = now_ms()
        if self._listed:
            await _as_far_as_possible(
                screens.renew, self.connection_id, event=self.event, now=now
            )
            return
        self._listed = True
        screen = kind if kind in screens.KINDS else screens.CLIENT
        await _as_far_as_possible(
            screens.put_up,
            self.connection_id,
            event=self.event,
            screen=screen,
            now=now,
        )
        self._start(self._stay_listed)

    async def _stay_listed(self) -> None:
        while True:
            await asyncio.sleep(screens.RENEWED_EVERY / 1000)
            await _as_far_as_possible(
                screens.renew, self.connection_id, event=self.event, now=now_ms()
            )

    async def _write(self) -> None:
        # A socket that breaks in the middle is reported by its disconnect.
        with suppress(OSError, RuntimeError):
            await self.viewer.send_queued(self.send)

    def _fell_behind(self) -> None:
        # Never a silent gap: the screen comes back and asks for what it missed.
        for task in self._tasks:
            task.cancel()
        self._start(self._ask_to_resync)

    async def _ask_to_resync(self) -> None:
        with suppress(OSError, RuntimeError):
            await self.close(limits.TRY_AGAIN, "resync")

    def _start(self, work: Callable[[], Any]) -> None:
        task = asyncio.create_task(work())
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _known_event(name: str) -> str | None:
    now = now_ms()
    event = names.canonical(name, now=now)
    return event if names.is_known(event, now=now) else None


def _unknown(name: Any) -> str:
    shown = str(name)[: names.LONGEST_NAME]
    return frames.error("unknown_event", f"There is no event '{shown}' to show.")


def _object_in(text: str | None) -> dict[str, Any]:
    try:
        read = json.loads(text or "")
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}


def _subscription(event: str, message: dict[str, Any]) -> Subscription:
    since, seen, epoch = (message.get(name) for name in ("since", "seen", "epoch"))
    return Subscription(
        event=event,
        follows=message.get("eventId") in (None, "", names.NO_EVENT),
        since=since if isinstance(since, str) else "",
        seen={one for one in seen if isinstance(one, str)}
        if isinstance(seen, list)
        else (),
        epoch=epoch if isinstance(epoch, int) else None,
    )


async def _as_far_as_possible(
    act: Callable[..., object], *args: Any, **kw: Any
) -> None:
    """Do something that the screen itself does not depend on."""
    try:
        await in_thread(act, *args, **kw)
    except Exception as failure:  # noqa: BLE001 - the list of screens is a courtesy
        logger.warning("wall.unlisted error=%s", type(failure).__name__)
