"""Time as the tables store it: epoch milliseconds."""

import time
from datetime import UTC, datetime

DAY = 24 * 60 * 60 * 1000


def now_ms() -> int:
    """Return the present moment; called at the edges only and passed inwards."""
    return time.time_ns() // 1_000_000


def moment(ms: int) -> datetime:
    """Return the aware moment of a stored time."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC)
