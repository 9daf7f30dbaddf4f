"""How connections are looked at.

There are many more of them than people. Profile ids are numbered, and a connection is
remembered as one number, only until its other side comes by.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from core.doctor.examining import Examination, Watch
from core.doctor.invariants import Finding
from interactions.models import Connection
from interactions.queries import connections_of
from profiles.models import CONNECTIONS, PROFILE, Profile, profile_id_of
from profiles.services import REPLACED

_AT_ONCE = 100
# More ids than there are combinations of words.
_SHIFT = 32


class ConnectionsExamined(Examination):
    """Looks whether everybody who met somebody was met by them."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._numbers: dict[str, int] = {}
        self._profiles: set[int] = set()
        self._lost: set[int] = set()
        # Whose connections there are, and sides of which the other was not seen.
        self._owners: set[int] = set()
        self._open: set[int] = set()
        # Rows whose key names another than they do: owner, key's, theirs.
        self._astray: list[tuple[str, str, str]] = []

    def watches(self) -> Sequence[Watch]:
        """Return what tells of connections."""
        attributes = ("profileType", "connectionID")
        return (Watch(entity=Profile, attributes=attributes, look=self._look),)

    def conclude(self) -> Iterable[Finding]:
        """Yield which connections lack a side, lead nowhere, or are there twice."""
        ids = list(self._numbers)
        yield from self._twice()
        yield from self._leading_nowhere(ids)
        yield from self._one_sided(ids)
        for number in self._owners & self._lost:
            yield Finding(
                "connection-on-lost-card",
                ids[number],
                "Connections are left on a card that was lost.",
                at=ids[number],
            )

    def _look(self, row: Profile) -> Iterator[Finding]:
        owner_id = profile_id_of(row.composite_id)
        owner = self._number(owner_id)
        if row.type == PROFILE:
            self._profiles.add(owner)
            if row.profile_type == REPLACED:
                self._lost.add(owner)
        elif row.type.startswith(CONNECTIONS):
            self._owners.add(owner)
            other_id = row.type.removeprefix(CONNECTIONS)
            named = row.plain().get("connectionID", other_id)
            if named != other_id:
                self._astray.append((owner_id, other_id, str(named)))
            other = self._number(other_id)
            mirror = _pair(other, owner)
            if mirror in self._open:
                self._open.remove(mirror)
            else:
                self._open.add(_pair(owner, other))
        yield from ()

    def _number(self, profile_id: str) -> int:
        return self._numbers.setdefault(profile_id, len(self._numbers))

    def _twice(self) -> Iterator[Finding]:
        rows = Connection.find_many(
            Connection.key(owner, named) for owner, _, named in self._astray
        )
        for owner, other, named in self._astray:
            if Connection.key(owner, named) in rows:
                self._open.discard(_pair(self._number(owner), self._number(other)))
                yield Finding(
                    "connection-doubled",
                    owner,
                    f"That they met {named} is recorded twice, under {other} too.",
                    at=_both(owner, other),
                )

    def _leading_nowhere(self, ids: list[str]) -> Iterator[Finding]:
        met = {number & (1 << _SHIFT) - 1 for number in self._open} | self._owners
        suspects = [ids[number] for number in met - self._profiles]
        there = Profile.find_many(map(Profile.key, suspects))
        gone = {one for one in suspects if Profile.key(one) not in there}
        whose: dict[tuple[str, str], None] = {}
        for one in sorted(gone):
            # Of a profile that is gone its own rows tell who has the other side.
            whose |= {(row.other_id, one): None for row in connections_of(one)}
        for number in self._open:
            owner, other = _ids(number, ids)
            if other in gone:
                whose[owner, other] = None
        for owner, other in whose:
            yield Finding(
                "connection-without-profile",
                owner,
                f"{owner} met {other}, whose profile does not exist.",
                at=_both(owner, other),
            )
        self._open = {
            number for number in self._open if gone.isdisjoint(_ids(number, ids))
        }

    def _one_sided(self, ids: list[str]) -> Iterator[Finding]:
        left = iter(self._open)
        while pairs := [_ids(number, ids) for number in islice(left, _AT_ONCE // 2)]:
            sides = Connection.find_many(
                key
                for owner, other in pairs
                for key in (Connection.key(owner, other), Connection.key(other, owner))
            )
            for owner, other in pairs:
                mine = Connection.key(owner, other) in sides
                if mine and Connection.key(other, owner) not in sides:
                    yield Finding(
                        "connection-one-sided",
                        owner,
                        f"{owner} met {other}, who has no such connection.",
                        at=_both(owner, other),
                    )


def sides_in(at: str) -> tuple[str, str]:
    """Return whose connection with whom a finding is about."""
    owner, _, other = at.partition(" ")
    return owner, other


def _both(owner: str, other: str) -> str:
    return f"{owner} {other}"


def _pair(owner: int, other: int) -> int:
    return owner << _SHIFT | other


def _ids(number: int, ids: list[str]) -> tuple[str, str]:
    return ids[number >> _SHIFT], ids[number & (1 << _SHIFT) - 1]
