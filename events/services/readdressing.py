"""Registrations under another e-mail address, which is a part of their key."""

from collections.abc import Mapping
from types import MappingProxyType

from core.audit.changes import RowChange
from core.dynamo.wire import Item, to_item
from core.readdressing import Readdressed
from events.models import Registration
from events.queries import registrations_by
from events.services.seats import REGISTRATION
from events.statuses import Status, status_of

# Of two registrations for one event the one that is further.
_BEST_FIRST = (
    Status.CHECKED_IN,
    Status.ACCEPTED_COMPLETE,
    Status.REGISTERED,
    Status.ACCEPTED_PENDING,
    Status.ACCEPTED,
    Status.INCOMPLETE,
    Status.WAITLIST,
    Status.CANCELLED,
    Status.REJECTED,
)
_RANKS: Mapping[Status | None, int] = MappingProxyType(
    {status: rank for rank, status in enumerate(_BEST_FIRST)}
)

# What says where somebody stands, and belongs to its status.
_STANDING = frozenset(
    {
        "registrationStatus",
        "applicationStatus",
        "checkoutLink",
        "isPartner",
        "holdUntil",
        "waitingSince",
        "checkedInAt",
        "limitedChoices",
    }
)


def readdressed_registrations(old: str, new: str, now: int) -> Readdressed:
    """Return how registrations go to another address, with their seats and places.

    Where both are registered for one event, the better status stays, and what its
    registration does not say is taken from the other one.
    """
    found = Readdressed()
    there = {row.event: row for row in registrations_by(new)}
    for row in registrations_by(old):
        found.changes.append(RowChange.removed(REGISTRATION, row))
        other = there.get(row.event)
        if other is None:
            item = {**row.wire, **to_item({"id": new, "updatedAt": now})}
            created = RowChange.created(REGISTRATION, Registration.of_item(item))
            found.changes.append(created)
            continue
        better, worse = sorted((other, row), key=_rank)
        item = {**_united(better, worse), **to_item({"id": new, "updatedAt": now})}
        found.changes.append(RowChange.becoming(REGISTRATION, other, item))
        found.remarks.append(
            f"Both are registered for {row.event}: {better.status} stays, the other"
            f" one ({worse.status}) goes."
        )
    return found


def _rank(row: Registration) -> int:
    return _RANKS.get(status_of(row.status), len(_RANKS))


def _united(better: Registration, worse: Registration) -> Item:
    facts = {n: v for n, v in worse.wire.items() if n not in _STANDING}
    return {**facts, **better.wire}
