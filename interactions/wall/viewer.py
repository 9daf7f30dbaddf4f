"""One screen, as far as the hub knows it: a bounded queue of texts."""

import asyncio
from collections.abc import Callable

# A screen that is so many texts behind does not catch up by being sent more.
LONGEST_QUEUE = 200


class Viewer:
    """A screen that is connected; ``on_overflow`` is called once if it falls behind.

    The club's web client breaks on a snapshot: it has ``takes_snapshots`` off.
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
        self._on_overflow = on_overflow
        self._texts: asyncio.Queue[str] = asyncio.Queue(longest)

    def put(self, text: str) -> bool:
        """Queue a text; False for a screen that has fallen behind, which gets none."""
        if self.overflowed:
            return False
        try:
            self._texts.put_nowait(text)
        except asyncio.QueueFull:
            self.overflowed = True
            self._on_overflow()
        return not self.overflowed

    async def next(self) -> str:
        """Return the next text once there is one."""
        return await self._texts.get()
