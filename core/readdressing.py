"""What is kept under somebody's e-mail address, and where it goes with a new one.

Each app registers at start what it keeps, so that whoever gives a person another
address, or makes two people one, names none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from core.audit.changes import RowChange


@dataclass(frozen=True, kw_only=True)
class Readdressed:
    """The rows of one address that go to another, and what a person should know."""

    changes: list[RowChange] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


# Given the old address, the new one and the moment; reads, and writes nothing.
Readdressing = Callable[[str, str, int], Readdressed]

_readdressings: list[Readdressing] = []


def readdress_with(readdressing: Readdressing) -> None:
    """Have these rows go along when somebody's address changes."""
    _readdressings.append(readdressing)


def readdressed(old: str, new: str, *, now: int) -> Readdressed:
    """Return all that goes from one address to another, as apps registered it."""
    found = [readdress(old, new, now) for readdress in _readdressings]
    return Readdressed(
        changes=[change for each in found for change in each.changes],
        remarks=[remark for each in found for remark in each.remarks],
    )
