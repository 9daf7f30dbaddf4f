"""Which membership year it is: a fact of the club that its rows tell.

Until the club's rows name one it is the setting ``MEMBERSHIP_YEAR``. Every process
looks again after some seconds, so a change needs no restart.
"""

import logging
import time
from collections.abc import Callable
from threading import Lock

from django.conf import settings

logger = logging.getLogger("core.membership_year")

# Every process follows a change within so many seconds; a failed look is repeated soon.
LOOKED_AT_EVERY = 15.0
_AGAIN_AFTER = 1.0

# Returns the year that the rows name, or None.
Reader = Callable[[], int | None]


class _Remembered:
    """What the rows said when somebody last looked."""

    def __init__(self) -> None:
        self._reader: Reader | None = None
        self._looking = Lock()
        self._year: int | None = None
        self._until = 0.0

    def read_with(self, reader: Reader) -> None:
        self._reader = reader

    def forget(self) -> None:
        self._until = 0.0

    def pin(self, year: int | None) -> None:
        self._year, self._until = year, float("inf")

    def year(self) -> int | None:
        if time.monotonic() < self._until or self._reader is None:
            return self._year
        # Others go by what was known meanwhile, and so does the look itself.
        if self._looking.acquire(blocking=False):
            try:
                self._look(self._reader)
            finally:
                self._looking.release()
        return self._year

    def _look(self, reader: Reader) -> None:
        try:
            self._year = reader()
        except Exception as failure:  # noqa: BLE001 - what was known holds on
            logger.warning("year.unread error=%s", type(failure).__name__)
            self._until = time.monotonic() + _AGAIN_AFTER
        else:
            self._until = time.monotonic() + LOOKED_AT_EVERY


_remembered = _Remembered()

read_with = _remembered.read_with
forget = _remembered.forget
# For whoever must not ask the database: None is the setting.
pin = _remembered.pin


def membership_year() -> int:
    """Return the present membership year, 2026; asks the database now and then."""
    named = _remembered.year()
    return settings.MEMBERSHIP_YEAR if named is None else named
