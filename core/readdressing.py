"""What is kept under somebody's e-mail address, and where it goes with a new one.

Each app registers at start what it keeps, so that whoever gives a person another
address, or makes two people one, names none of them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from core.audit.changes import RowChange

# Whose word counts: that of the address that goes, or of the one that stays.
FROM, INTO = "from", "into"

# By the name of a contradiction.
Choices = Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Contradiction:
    """What the two say differently of one fact, by the name of its choice.

    ``stays`` is whose word counts where nobody chooses.
    """

    name: str
    label: str
    sender: tuple[str, ...]
    into: tuple[str, ...]
    stays: str = INTO

    def told(self, whose: str) -> str:
        """Return what one of the two says."""
        return " / ".join(self.sender if whose == FROM else self.into)


@dataclass(frozen=True, kw_only=True)
class Readdressed:
    """The rows of one address that go to another, and what a person should know.

    ``contradictions`` are what a person has to choose; the changes heed what was.
    """

    changes: list[RowChange] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)


# Given the old address, the new one and the moment; reads, and writes nothing.
Readdressing = Callable[[str, str, int], Readdressed]
# Given what was chosen, too.
ChoosingReaddressing = Callable[[str, str, int, Choices], Readdressed]

_choosing: list[ChoosingReaddressing] = []
_readdressings: list[Readdressing] = []


def readdress_by_choice_with(readdressing: ChoosingReaddressing) -> None:
    """Have these rows go along, before all others, as a person chooses."""
    _choosing.append(readdressing)


def readdress_with(readdressing: Readdressing) -> None:
    """Have these rows go along when somebody's address changes."""
    _readdressings.append(readdressing)


def readdressed(old: str, new: str, choices: Choices, *, now: int) -> Readdressed:
    """Return all that goes from one address to another, as apps registered it."""
    found = [
        *(readdress(old, new, now, choices) for readdress in _choosing),
        *(readdress(old, new, now) for readdress in _readdressings),
    ]
    return Readdressed(
        changes=[change for each in found for change in each.changes],
        remarks=[remark for each in found for remark in each.remarks],
        contradictions=[one for each in found for one in each.contradictions],
    )
