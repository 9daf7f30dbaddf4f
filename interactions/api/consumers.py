"""A screen's end of the live wall."""

import asyncio
import logging
import secrets
from collections.abc import Callable
from typing import Any

from core.clock import now_ms
from interactions.api.sockets import HubConsumer
from interactions.wall import frames, names, screens
from interactions.wall.hub import Hub, Subscription
from interactions.wall.live import in_thread
from interactions.wall.viewer import Burst

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


class WallConsumer(HubConsumer):
    """Shows one screen the wall that it asks for; takes nothing else from it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.connection_id = secrets.token_hex(16)
        self.event = ""
        self._listed = False

    async def disconnect(self, code: int) -> None:
        """Forget the screen."""
        await super().disconnect(code)
        if self._listed:
            await _as_far_as_possible(screens.take_down, self.connection_id)

    async def answer(self, hub: Hub, message: dict[str, Any]) -> None:
        """Answer a ping, or show the wall that is asked for."""
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
        self.start(self._stay_listed)

    async def _stay_listed(self) -> None:
        while True:
            await asyncio.sleep(screens.RENEWED_EVERY / 1000)
            await _as_far_as_possible(
                screens.renew, self.connection_id, event=self.event, now=now_ms()
            )


def _known_event(name: str) -> str | None:
    now = now_ms()
    event = names.canonical(name, now=now)
    return event if names.is_known(event, now=now) else None


def _unknown(name: Any) -> str:
    shown = str(name)[: names.LONGEST_NAME]
    return frames.error("unknown_event", f"There is no event '{shown}' to show.")


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
