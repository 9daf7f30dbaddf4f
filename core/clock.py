"""Time as the tables store it: epoch milliseconds."""

import time
from datetime import UTC, datetime

from django.utils import timezone

MINUTE = 60 * 1000
HOUR = 60 * MINUTE
DAY = 24 * HOUR


def now_ms() -> int:
    """Return the present moment; called at the edges only and passed inwards."""
    return time.time_ns() // 1_000_000


def moment(ms: int) -> datetime:
    """Return the aware moment of a stored time."""
    return datetime.fromtimestamp(ms / 1000, tz=UTC)


def iso_text(ms: int) -> str:
    """Return a stored time as ISO text in UTC, "2026-11-20T12:00:00.000Z"."""
    return moment(ms).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def moment_in(text: str | None) -> int | None:
    """Return the moment of an ISO text in ms, None when it is none.

    A text without a zone means the club's own.
    """
    try:
        read = datetime.fromisoformat((text or "").strip())
    except ValueError:
        return None
    aware = timezone.make_aware(read) if timezone.is_naive(read) else read
    return round(aware.timestamp() * 1000)
