"""Who may join the live wall, under which names, and how much one may ask.

The wall hangs in a public room: whoever can see the page may watch, and nobody can
change anything through it. The limits are there for the machine.
"""

import time
from collections import deque
from collections.abc import Callable

from django.conf import settings

from core.serving.places import Places

# Screens of one process. A hall has one address, and so has whoever wants all places.
SCREENS = Places(each=settings.SCREENS_PER_ADDRESS, most=5000)

# What a screen may send: so many characters at once, so many messages in so many
# seconds.
LONGEST_MESSAGE = 4096
MOST_MESSAGES = 20
WITHIN = 10.0

# Close codes: RFC 6455's own, and one of the private range.
UNREADABLE = 1003
TOO_BIG = 1009
TRY_AGAIN = 1013
TOO_MANY = 4429


class Pace:
    """Counts the messages of one screen."""

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._times: deque[float] = deque(maxlen=MOST_MESSAGES + 1)

    def allows_one_more(self) -> bool:
        """Count a message, and tell whether it is within the limit."""
        now = self._clock()
        self._times.append(now)
        return len(self._times) <= MOST_MESSAGES or self._times[0] <= now - WITHIN
