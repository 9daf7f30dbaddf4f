"""What all people show to members, kept by the process for its recommendations.

It is read in the background, when somebody asks and it is missing or old. In between it
follows the writes that it is told of: the next one who asks has those rows read again.
"""

import logging
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from itertools import islice
from threading import Event, Lock, Thread

from companion.recommendations.overlap import Overlap, Trait, traits_of
from core.batches import in_batches
from core.dynamo.base import Entity, Key
from profiles.models import PROFILE, Profile, profile_id_of
from profiles.policy import Audience, visible
from profiles.queries import all_profiles
from profiles.services import COMPANY

logger = logging.getLogger("companion.recommendations")

# Some 110 MB of people who write as much as is looked at.
_MOST = 10_000
# A call's rows, while somebody waits or in the background; in between it rests, so that
# requests have the processor first.
_BATCH = 100
_REST = 0.01
# What other services wrote, which tell nobody, is seen after so many seconds.
_MAY_BE_OLD = 600.0
# More writes than that are not followed one by one: all is read anew.
_MOST_UNREAD = 1000
# After a failure nobody tries again for so long.
_RESTING = 5.0


@dataclass(frozen=True)
class Near:
    """Who may have most in common with somebody, and what each trait counts."""

    profile_ids: list[str] = field(default_factory=list)
    weights: dict[Trait, float] = field(default_factory=dict)


class KeptOverlap:
    """One for the process; what is found in it is to be read again before it is shown.

    A reading takes in only what was read consistently since it began, and what was
    written meanwhile is read again after it: nothing from before a write comes back.
    """

    def __init__(
        self, *, most: int = _MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._most = most
        self._clock = clock
        # Held for moments.
        self._guard = Lock()
        # Held while rows are read again and put in, and while somebody looks.
        self._using = Lock()
        self._overlap: Overlap | None = None
        self._due_at = float("-inf")
        self._reading: Event | None = None
        self._unread: set[str] = set()

    def hear(self, _: type[Entity], key: Key) -> None:
        """Remember whose profile was written (``core.dynamo.signals``)."""
        partition, sort_key = key
        if sort_key != PROFILE:
            return
        with self._guard:
            if self._overlap is None and self._reading is None:
                return
            if len(self._unread) <= _MOST_UNREAD:
                self._unread.add(profile_id_of(partition))

    def near(
        self, traits: Iterable[Trait], *, without: Collection[str], most: int
    ) -> Near:
        """Return who is near, nobody until the first reading is there.

        A batch of reads at most, of what was written since the last one asked.
        """
        if self._is_due():
            self.begin()
        with self._using:
            if self._overlap is None:
                return Near()
            self._catch_up(self._overlap)
            weights = self._overlap.weights(traits)
            found = self._overlap.nearest(weights, without=without, most=most)
            return Near(found, weights)

    def begin(self) -> Event:
        """Read everybody anew in the background; return what tells that it ended."""
        with self._guard:
            if self._reading is None:
                self._reading = Event()
                if len(self._unread) > _MOST_UNREAD:
                    self._unread.clear()
                Thread(
                    target=self._read, args=[self._reading], name="overlap", daemon=True
                ).start()
            return self._reading

    def forget(self) -> None:
        """Forget everybody, and see out a reading that is on its way."""
        with self._guard:
            reading = self._reading
        if reading:
            reading.wait()
        with self._using, self._guard:
            self._overlap, self._due_at = None, float("-inf")
            self._unread.clear()

    def _is_due(self) -> bool:
        with self._guard:
            is_behind = len(self._unread) > _MOST_UNREAD
            return self._reading is None and (
                is_behind or self._clock() >= self._due_at
            )

    def _read(self, reading: Event) -> None:
        began = self._clock()
        try:
            overlap = self._everybody()
        except Exception as failure:  # noqa: BLE001 - who asks is shown what there is
            logger.warning("overlap.unread error=%s", type(failure).__name__)
            with self._guard:
                self._reading, self._due_at = None, self._clock() + _RESTING
        else:
            with self._using, self._guard:
                self._reading, self._overlap = None, overlap
                self._due_at = began + _MAY_BE_OLD
        reading.set()

    def _everybody(self) -> Overlap:
        overlap = Overlap(most=self._most)
        ids = (
            each.profile_id for each in all_profiles() if each.profile_type != COMPANY
        )
        for some in in_batches(islice(ids, self._most), _BATCH):
            _put(overlap, some)
            time.sleep(_REST)
        return overlap

    def _catch_up(self, overlap: Overlap) -> None:
        with self._guard:
            # What is written during a reading is for the one that comes of it.
            some = [] if self._reading else list(islice(self._unread, _BATCH))
            self._unread.difference_update(some)
        try:
            _put(overlap, some)
        except Exception:
            with self._guard:
                self._unread.update(some)
            raise


def _put(overlap: Overlap, profile_ids: Collection[str]) -> None:
    if not profile_ids:
        return
    # Consistently: what was written before this began is seen.
    rows = Profile.find_many(map(Profile.key, profile_ids))
    for profile_id in profile_ids:
        row = rows.get(Profile.key(profile_id))
        is_person = row is not None and row.profile_type != COMPANY
        shown = visible(row.plain(), Audience.MEMBER) if row and is_person else {}
        overlap.put(profile_id, traits_of(shown))


# This process's.
kept_overlap = KeptOverlap()
