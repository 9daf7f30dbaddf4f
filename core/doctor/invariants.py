"""What has to be true of records: each app registers its own points at start."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from core.audit.changes import RowChange
from core.doctor.errors import CodeUnknown


class Severity(StrEnum):
    """How much it matters, the worst first."""

    # Somebody is refused, or shown, what they should not be.
    ERROR = "error"
    # Nobody notices yet.
    WARNING = "warning"
    # To be known; perhaps all is well.
    NOTE = "note"


class About(StrEnum):
    """What the subject of a finding is where it is no e-mail address."""

    PROFILE = "profile"
    EVENT = "event"
    TABLE = "table"


class Finding(NamedTuple):
    """Something that is not as it has to be; ``subject`` is whom or what it is about.

    ``at`` is the row that is meant where the subject does not say it.
    """

    code: str
    subject: str
    sentence: str
    at: str = ""


# Returns, for findings of its invariants, what repairs each: (subject, row changes).
Repair = Callable[[Sequence[Finding], int], Iterable[tuple[str, list[RowChange]]]]


@dataclass(frozen=True, kw_only=True)
class Invariant:
    """A point that has to be true, under a name that stays.

    ``meaning``, ``cause`` and ``mending`` are what ``explain`` tells. Without a
    ``repair`` a person decides. What it finds of a subject explains findings of the
    codes in ``explains``, which are not told then. ``about`` says what a subject is
    that is no e-mail address.
    """

    code: str
    severity: Severity
    title: str
    meaning: str
    cause: str
    mending: str
    about: About = About.PROFILE
    repair: Repair | None = None
    explains: tuple[str, ...] = ()

    @property
    def is_mended(self) -> bool:
        """Whether a plan repairs it; else a person decides."""
        return self.repair is not None


_invariants: dict[str, Invariant] = {}


def register_invariants(*invariants: Invariant) -> None:
    """Have these points looked at from now on."""
    _invariants.update({each.code: each for each in invariants})


def invariants() -> list[Invariant]:
    """Return all points, the worst first, then in the order of registration."""
    order = list(Severity)
    return sorted(_invariants.values(), key=lambda each: order.index(each.severity))


def invariant_named(code: str) -> Invariant:
    """Return the point of a name, or raise ``CodeUnknown``."""
    if code not in _invariants:
        raise CodeUnknown(code)
    return _invariants[code]
