"""What two registrations of one person for one event come to, as apps say.

Whoever keeps account of something in a registration knows what is the same twice, what
adds up, and what outlives a registration that is deleted.
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
# One that was deleted says nothing but what is kept of it.
Uniting = Callable[[Registration, Registration], Mapping[str, Any]]
# Given an address and an event; returns what is kept of a registration that was
# deleted, by stored names.
Keeping = Callable[[str, str], Mapping[str, Any]]

_keepings: list[Keeping] = []
_unitings: list[Uniting] = []


def unite_registrations_with(uniting: Uniting) -> None:
    """Ask ``uniting`` whenever two registrations become one person's."""
    _unitings.append(uniting)


def keep_of_registrations_with(keeping: Keeping) -> None:
    """Ask ``keeping`` of whoever becomes one with somebody who is registered."""
    _keepings.append(keeping)


def kept_of(email: str, event: str) -> dict[str, Any]:
    """Return what is kept of somebody's registration that was deleted."""
    return {k: v for keeping in _keepings for k, v in keeping(email, event).items()}


def united_attributes(goes: Registration, stays: Registration) -> dict[str, Any]:
    """Return what of two registrations is not simply as one of them says."""
    return {k: v for uniting in _unitings for k, v in uniting(goes, stays).items()}
