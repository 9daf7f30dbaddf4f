"""How people show themselves to an audience, kept for faces that show many of them.

A process keeps what it made of a profile until it hears that the profile was written,
and for five seconds in any case. What is kept for one audience is shown to no other,
and what only owners and execs may see is not kept at all.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Lock
from typing import Any

from cachetools import TLRUCache

from core.dynamo.base import Entity, Key
from profiles.models import PROFILE, Profile, profile_id_of
from profiles.pictures.stores import thumbnail_address
from profiles.policy import Audience, face, is_hidden, visible

KEPT_FOR = 5.0
# Some 20 MB, of people who show all they have.
_MOST = 10_000

_TO_OTHERS = tuple(
    audience for audience in Audience if audience not in (Audience.SELF, Audience.EXEC)
)


@dataclass(frozen=True, slots=True)
class Face:
    """A profile as an audience sees it."""

    # None of one that is hidden.
    shown: Mapping[str, Any] | None
    # The profile that the one of a lost card became.
    replaced_by: str | None


Faces = dict[str, Face | None]


class KeptFaces:
    """What a process knows; None stands for ids that have no profile."""

    def __init__(
        self, *, most: int = _MOST, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._clock = clock
        self._guard = Lock()
        self._kept: TLRUCache[tuple[str, Audience], tuple[float, Face | None]]
        self._kept = TLRUCache(most, ttu=lambda _, kept, __: kept[0], timer=clock)
        # Of each reading under way: whose profiles nobody wrote since it began.
        self._readings: dict[object, set[str]] = {}

    def of(
        self, profile_ids: Iterable[str], audience: Audience, *, anew: bool = False
    ) -> dict[str, Face]:
        """Return how people show themselves, by id; absent are ids without a profile.

        ``anew`` reads what is known as well. A batch of reads at most.
        """
        wanted = set(profile_ids)
        if audience not in _TO_OTHERS:
            faces = _read(wanted, audience)
        else:
            faces = {} if anew else self._known(wanted, audience)
            if unknown := wanted - faces.keys():
                faces |= self._read_and_keep(unknown, audience)
        return {profile_id: face for profile_id, face in faces.items() if face}

    def forget(self, *profile_ids: str) -> None:
        """Forget these people, also as somebody may be reading them right now."""
        with self._guard:
            for reading in self._readings.values():
                reading.difference_update(profile_ids)
            for profile_id in profile_ids:
                for audience in _TO_OTHERS:
                    self._kept.pop((profile_id, audience), None)

    def forget_all(self) -> None:
        """Forget everybody."""
        with self._guard:
            for reading in self._readings.values():
                reading.clear()
            self._kept.clear()

    def _known(self, profile_ids: set[str], audience: Audience) -> Faces:
        with self._guard:
            kept = {one: self._kept.get((one, audience)) for one in profile_ids}
        return {one: found[1] for one, found in kept.items() if found}

    def _read_and_keep(self, profile_ids: set[str], audience: Audience) -> Faces:
        until = self._clock() + KEPT_FOR
        with self._reading(profile_ids) as unwritten:
            faces = _read(profile_ids, audience)
            with self._guard:
                for one in unwritten:
                    self._kept[one, audience] = until, faces[one]
        return faces

    @contextmanager
    def _reading(self, profile_ids: set[str]) -> Iterator[set[str]]:
        reading, unwritten = object(), set(profile_ids)
        with self._guard:
            self._readings[reading] = unwritten
        try:
            yield unwritten
        finally:
            with self._guard:
                del self._readings[reading]


# This process's.
kept_faces = KeptFaces()


def hear_write(_: type[Entity], key: Key) -> None:
    """Forget whose profile was written, in whichever process."""
    partition, sort_key = key
    if sort_key == PROFILE:
        kept_faces.forget(profile_id_of(partition))


def _read(profile_ids: set[str], audience: Audience) -> Faces:
    # Consistently: what was written before this began is seen.
    rows = Profile.find_many(Profile.key(profile_id) for profile_id in profile_ids)
    faces: Faces = dict.fromkeys(profile_ids)
    faces |= {row.profile_id: _face(row, audience) for row in rows.values()}
    return faces


def _face(profile: Profile, audience: Audience) -> Face:
    row = profile.plain()
    if audience is Audience.WALL:
        shown = face(profile.profile_id, row)
        if shown:
            shown["avatar"] = thumbnail_address(shown["avatar"])
    else:
        shown = None if is_hidden(row) else visible(row, audience)
    return Face(shown=shown, replaced_by=profile.replaced_by)
