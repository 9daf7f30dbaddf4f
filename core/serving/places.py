"""A limited number of places, in all and for each address."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager


class Full(Exception):
    """There is no place left for this caller."""


class Places:
    """Counts who is inside; the loop's thread alone asks."""

    def __init__(self, *, each: int | None, most: int) -> None:
        self._each = each
        self._most = most
        self._inside: Counter[str] = Counter()
        self._all = 0

    def enter(self, address: str) -> None:
        """Take a place, or raise ``Full``."""
        mine = self._inside.get(address, 0)
        if self._all >= self._most or (self._each is not None and mine >= self._each):
            raise Full
        self._inside[address] += 1
        self._all += 1

    def leave(self, address: str) -> None:
        """Give a place back."""
        self._all -= 1
        self._inside[address] -= 1
        if not self._inside[address]:
            del self._inside[address]

    @contextmanager
    def one(self, address: str) -> Iterator[None]:
        """Hold a place for as long as the block lasts, or raise ``Full``."""
        self.enter(address)
        try:
            yield
        finally:
            self.leave(address)
