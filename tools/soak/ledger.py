"""What the product promised: writes that it acknowledged, and every answer it gave."""

import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from random import Random


@dataclass(eq=False)
class Person:
    """Somebody as whoever acts for them knows them to be."""

    email: str
    is_member: bool = False
    profile_id: str = ""
    # Their profile is removed and made anew: earlier connections belong to an earlier
    # life. Counts up before the removal is asked for.
    life: int = 0
    # What else was seen of them that no wall shows any more.
    former_ids: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Tap:
    """Two people who were told that they are connected, and in which of their lives."""

    one: Person
    one_life: int
    other: Person
    other_life: int

    @property
    def holds(self) -> bool:
        """Whether both are still who they were."""
        return (self.one_life, self.other_life) == (self.one.life, self.other.life)


@dataclass(frozen=True, kw_only=True)
class Call:
    """One request and how it was answered; status 0 means that it was not."""

    kind: str
    server: str
    began: float
    ended: float
    status: int
    # Whether the answer says when to come back, as refusals for lack of room do.
    comes_back: bool = False

    @property
    def seconds(self) -> float:
        """How long the answer took."""
        return self.ended - self.began


class Ledger:
    """Everything that actors note; each list only grows."""

    def __init__(self) -> None:
        self.opened = time.monotonic()
        self.people: list[Person] = []
        self.taps: list[Tap] = []
        self.calls: list[Call] = []
        # Checkout sessions whose payment was acknowledged, and who paid.
        self.payments: dict[str, Person] = {}
        # How often a card of somebody was replaced; twice at once counts once.
        self.replacements: Counter[str] = Counter()
        # What each wall viewer has been shown, by the viewer's name.
        self.shown: dict[str, set[str]] = {}
        # Actors that stopped by a fault of their own, which proves nothing.
        self.faults: list[str] = []
        self._lock = threading.Lock()

    def welcome(self, person: Person) -> None:
        """Let others meet this person from now on."""
        with self._lock:
            self.people.append(person)

    def members(self, rng: Random, count: int) -> list[Person]:
        """Draw members who have a profile, as far as is known."""
        with self._lock:
            known = [one for one in self.people if one.is_member and one.profile_id]
        return rng.sample(known, count)
