"""The directory of people: everybody at a glance, read once and kept for all requests.

The three whole tables are read in the background, when somebody asks and the last
reading is older than ``DIRECTORY_SECONDS``. In between it follows the writes that it is
told of: the next one who asks has those rows read again first. What nobody told of,
such as another service's writes, is seen with the next reading.
"""

import logging
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
from typing import Any

from django.conf import settings

from core.clock import now_ms
from core.dynamo.base import Key
from memberships.directory.entries import Listed, Records
from memberships.directory.rows import Place, place_of, read_rows, read_tables
from memberships.models import Member

logger = logging.getLogger("memberships.directory")

# How long who asks waits for a reading before being told how far it is, in seconds.
PATIENCE = 1.5
# A reading that takes no longer is waited for whenever it is overdue.
QUICK = 0.5

# Reads that are not consistent may miss what was written so long before them.
_SETTLING = 10.0
# Between some milliseconds' work and the next, of a renewal behind pages.
_REST = 0.01
# After a failure nobody tries again for so long.
_RESTING = 5.0
# More rows than that are not read again while somebody waits: all are, behind.
_MOST_REREAD = 1000


class StillReading(Exception):
    """The first reading is not done; ``counts`` says how many rows of what it has."""

    def __init__(self, counts: Mapping[str, int]) -> None:
        super().__init__("The records are being read.")
        self.counts = counts


@dataclass(frozen=True, kw_only=True)
class Reading:
    """Everybody, how old that is in seconds, and whether it is being renewed."""

    listed: Listed
    age: float
    is_renewed: bool


@dataclass(eq=False)
class _Renewal:
    began: float
    # The members' table of a year.
    of: str
    # Somebody waits for it, rather than looking at an older reading.
    is_first: bool
    counts: dict[str, int] = field(default_factory=dict)
    done: Event = field(default_factory=Event)
    failure: Exception | None = None


class Directory:
    """Everybody at a glance; one for the process.

    * A row that was written in this process is never shown as it was before.
    * A reading never brings back what a row was before a write that was told of.
    * Nobody waits for a renewal longer than asked for; an older reading is shown.
    """

    def __init__(self, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        # Held for moments.
        self._guard = Lock()
        # Held while rows are read again and put in: the later reading comes later.
        self._putting = Lock()
        self._records: Records | None = None
        self._of = ""
        self._read_at = 0.0
        self._took = 0.0
        self._failed_at = float("-inf")
        self._renewal: _Renewal | None = None
        # Rows written since they were read, and when each row was last written.
        self._unread: dict[Place, None] = {}
        self._written: OrderedDict[Place, float] = OrderedDict()

    def hear(self, entity: Any, key: Key) -> None:
        """Remember that a row was written (``core.dynamo.signals``)."""
        place = place_of(entity, key)
        if place is not None:
            self.look_again(place)

    def reading(self, *, patience: float = PATIENCE) -> Reading:
        """Return everybody, with the writes that were told of until now.

        Raises ``StillReading`` where there is no reading yet and it takes longer than
        ``patience``, or what it failed of.
        """
        self._leave_other_year()
        renewal = self._renewed_if_due()
        is_quick = self._took < QUICK or not settings.DIRECTORY_SECONDS
        if renewal and (self._records is None or is_quick):
            renewal.done.wait(patience)
        with self._putting:
            if self._records is None:
                raise self._why_not(renewal)
            self._catch_up(self._records)
            return Reading(
                listed=self._records.listed(),
                age=self._clock() - self._read_at,
                is_renewed=self._renewal is not None,
            )

    def renew(self, *, patience: float = PATIENCE) -> bool:
        """Read everything anew; tell whether that was done within ``patience``."""
        renewal = self._renewal or self._begin()
        return renewal.done.wait(patience) and renewal.failure is None

    def look_again(self, *places: Place) -> None:
        """Have these rows read again before anybody is shown them."""
        with self._guard:
            for place in places:
                self._unread.pop(place, None)
                self._unread[place] = None
                self._note(place)
            self._forget_settled()

    def forget(self) -> None:
        """Forget everything, and see out a reading that is on its way."""
        with self._putting, self._guard:
            renewal, self._renewal, self._records = self._renewal, None, None
            self._failed_at = float("-inf")
            self._unread.clear()
            self._written.clear()
        if renewal:
            renewal.done.wait()

    def _leave_other_year(self) -> None:
        present = _members_table()
        with self._putting, self._guard:
            if self._records and self._of != present:
                self._records = None

    def _renewed_if_due(self) -> _Renewal | None:
        """Return the renewal that is on its way, after starting one that is due."""
        if self._renewal:
            return self._renewal
        now = self._clock()
        is_overdue = (
            now - self._read_at >= self._may_be_old()
            or len(self._unread) > _MOST_REREAD
        )
        if self._records is None or (is_overdue and now - self._failed_at >= _RESTING):
            return self._begin()
        return None

    def _may_be_old(self) -> float:
        limit: float = settings.DIRECTORY_SECONDS
        # What takes long is done less often.
        return limit and max(limit, 10 * self._took)

    def _begin(self) -> _Renewal:
        of = _members_table()
        with self._guard:
            if self._renewal is None:
                self._renewal = _Renewal(
                    began=self._clock(), of=of, is_first=self._records is None
                )
                Thread(
                    target=self._read, args=[self._renewal], name="people", daemon=True
                ).start()
            return self._renewal

    def _read(self, renewal: _Renewal) -> None:
        try:
            records = self._records_of(renewal)
        except Exception as failure:  # noqa: BLE001 - told to whoever waits for it
            logger.warning("directory.unread error=%s", type(failure).__name__)
            renewal.failure = failure
            self._end(renewal)
        else:
            with self._putting:
                self._end(renewal, records)
        renewal.done.set()

    def _records_of(self, renewal: _Renewal) -> Records:
        def rest() -> None:
            # Pages are shown meanwhile; they have the processor first.
            if not renewal.is_first:
                time.sleep(_REST)

        def advance(name: str, count: int) -> None:
            renewal.counts[name] = count
            rest()

        segments = 4 if renewal.is_first else 1
        tables = read_tables(advance, now=now_ms(), segments=segments)
        return Records(tables, rest)

    def _end(self, renewal: _Renewal, records: Records | None = None) -> None:
        with self._guard:
            # Forgotten meanwhile.
            if self._renewal is not renewal:
                return
            self._renewal, now = None, self._clock()
            if records is None:
                self._failed_at = now
                return
            self._records, self._of = records, renewal.of
            self._read_at = renewal.began
            self._took = now - renewal.began
            # Perhaps read as they were before.
            self._unread = {
                place: None
                for place, at in self._written.items()
                if at >= renewal.began - _SETTLING
            }
            self._forget_settled()

    def _catch_up(self, records: Records) -> None:
        with self._guard:
            places = list(self._unread)[-_MOST_REREAD:]
            for place in places:
                del self._unread[place]
        try:
            rows = read_rows(places) if places else {}
        except Exception:
            self.look_again(*places)
            raise
        with self._guard:
            for place in rows:
                self._note(place)
        for place, row in rows.items():
            records.put(place, row)

    def _note(self, place: Place) -> None:
        self._written[place] = self._clock()
        self._written.move_to_end(place)

    def _forget_settled(self) -> None:
        since = self._renewal.began if self._renewal else self._clock()
        while self._written:
            place, at = next(iter(self._written.items()))
            if at >= since - _SETTLING:
                return
            del self._written[place]

    def _why_not(self, renewal: _Renewal | None) -> Exception:
        counts = dict(renewal.counts) if renewal else {}
        return (renewal and renewal.failure) or StillReading(counts)


def _members_table() -> str:
    name: str = Member.Meta.table_name
    return name


directory = Directory()
