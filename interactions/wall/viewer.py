"""One screen, as far as the hub knows it: a bounded queue of texts."""

import asyncio
from collections.abc import Awaitable, Callable
from functools import cached_property

from core.serving.frames import WriteFrames, text_frame

# A screen that is so many texts behind does not catch up by being sent more.
LONGEST_QUEUE = 200


class Burst:
    """Texts that screens are sent one after another; the bytes are those of all."""

    def __init__(self, *texts: str) -> None:
        self.texts = texts

    @cached_property
    def wire(self) -> bytes:
        """The texts as frames of a websocket."""
        return b"".join(map(text_frame, self.texts))


class Viewer:
    """A screen that is connected; ``on_overflow`` is called once if it falls behind.

    ``write`` is how it is sent frames while it keeps up: no work but the socket's own.

    The club's web client breaks on a snapshot and takes connections one by one: it has
    ``takes_snapshots`` off.
    """

    def __init__(
        self,
        *,
        on_overflow: Callable[[], None],
        takes_snapshots: bool = True,
        longest: int = LONGEST_QUEUE,
    ) -> None:
        self.takes_snapshots = takes_snapshots
        self.overflowed = False
        self.write: WriteFrames | None = None
        self._on_overflow = on_overflow
        self._texts: asyncio.Queue[str] = asyncio.Queue(longest)
        self._unsent = 0

    def put(self, burst: Burst) -> bool:
        """Send or queue texts; False for a screen that fell behind, which gets none."""
        if self.overflowed:
            return False
        # What waits, or is being sent, comes first.
        if self.write and not self._unsent and self.write(burst.wire):
            return True
        try:
            for text in burst.texts:
                self._texts.put_nowait(text)
                self._unsent += 1
        except asyncio.QueueFull:
            self.overflowed = True
            self._on_overflow()
        return not self.overflowed

    async def send_queued(self, send: Callable[[str], Awaitable[None]]) -> None:
        """Send what is queued, one text after another, for as long as it works."""
        while True:
            await send(await self._texts.get())
            self._unsent -= 1
