"""What two registrations of one person for one event come to, as apps say.

Whoever keeps account of something in a registration knows what is the same twice and
what adds up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from events.models import Registration


@dataclass(frozen=True, kw_only=True)
class Undecided:
    """Two values of which a person has to choose one, as they are told to them."""

    goes: str
    stays: str


# Given the registration that goes and the one that stays; returns attributes by their
# stored names, of which some may be ``Undecided``. Others are as one of the two says.
Uniting = Callable[[Registration, Registration], Mapping[str, Any]]

_unitings: list[Uniting] = []


def unite_registrations_with(uniting: Uniting) -> None:
    """Ask ``uniting`` whenever two registrations become one person's."""
    _unitings.append(uniting)


def united_attributes(goes: Registration, stays: Registration) -> dict[str, Any]:
    """Return what of two registrations is not simply as one of them says."""
    return {k: v for uniting in _unitings for k, v in uniting(goes, stays).items()}
