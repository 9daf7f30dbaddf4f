"""Registrations under another e-mail address, which is a part of their key."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from core.audit.changes import RowChange
from core.audit.wording import field_labels
from core.dynamo.wire import Item, to_item, to_wire
from core.readdressing import FROM, INTO, Choices, Contradiction, Readdressed
from events.models import Registration
from events.queries import event_title, registrations_by
from events.services.seats import REGISTRATION
from events.services.uniting import Undecided, kept_of, united_attributes
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


# What nobody asks about: keys, stamps, and what the status tells.
_UNTOLD = frozenset(
    {"id", "eventID;year", "createdAt", "updatedAt", *_STANDING} - {"isPartner"}
)
_NOTHING = (to_wire(""), to_wire(None))
# Of an answer; all of them are with the registration.
_LONGEST_TOLD = 120


@dataclass(frozen=True, kw_only=True)
class _Side:
    """What somebody has of an event, and their registration if there is one.

    Of one that was deleted apps may have kept something, which is said as well.
    """

    said: Registration
    row: Registration | None


def readdressed_registrations(
    old: str, new: str, now: int, choices: Choices
) -> Readdressed:
    """Return how registrations go to another address, with their seats and places.

    Where both are registered for one event, the better status stays, and what its
    registration does not say is taken from the other one. What apps keep account of,
    also of a registration that was deleted, adds up as they say, or is to be chosen;
    whatever differs is remarked.
    """
    found = Readdressed()
    theirs, own = _registrations_of(old), _registrations_of(new)
    for event in {**theirs, **own}:
        goes = _side(old, event, theirs.get(event))
        stays = _side(new, event, own.get(event))
        if goes is None:
            continue
        if goes.row:
            found.changes.append(RowChange.removed(REGISTRATION, goes.row))
        item = _unite(goes, stays, choices, found) if stays else goes.said.wire
        item = {**item, **to_item({"id": new, "updatedAt": now})}
        found.changes.append(
            RowChange.becoming(REGISTRATION, stays.row, item)
            if stays and stays.row
            else RowChange.created(REGISTRATION, Registration.of_item(item))
        )
    return found


def _registrations_of(email: str) -> dict[str, Registration]:
    return {str(row.event): row for row in registrations_by(email)}


def _side(email: str, event: str, row: Registration | None) -> _Side | None:
    """Return what somebody has of an event; None where that is nothing."""
    said = row
    if kept := kept_of(email, event):
        said = Registration.of({"id": email, "eventID;year": event, **kept})
        if row:
            said = Registration.of_item(_filled(row, said))
    return _Side(said=said, row=row) if said else None


def _unite(goes: _Side, stays: _Side, choices: Choices, found: Readdressed) -> Item:
    """Return what two sides come to, and add to what was found how they do."""
    better, worse = sorted((stays, goes), key=_rank)
    one, other = goes.said, stays.said
    title = event_title(str(one.event))
    found.remarks.append(
        f"Both are registered for {title}: {better.said.status} stays, the other one"
        f" ({worse.said.status}) goes."
        if worse.row
        else f"The registration of {worse.said.id} for {title} was deleted before; what"
        " is kept of it counts too."
    )
    item, asked = _filled(better.said, worse.said), set()
    for name, value in united_attributes(one, other).items():
        if isinstance(value, Undecided):
            conflict = Contradiction(
                name=f"{name} {one.event}",
                label=f"{_label(name)} at {title}",
                sender=(value.goes,),
                into=(value.stays,),
                stays=INTO if better is stays else FROM,
            )
            found.contradictions.append(conflict)
            asked.add(name)
            chosen = choices.get(conflict.name, conflict.stays)
            item[name] = (one if chosen == FROM else other).wire[name]
        else:
            item[name] = to_wire(value)
    told = _told(worse.said) if worse.row is None else {**_told(other), **_told(one)}
    united = Registration.of_item(item)
    found.remarks.extend(
        f"{_label(name)} at {title}: {difference}"
        for name, difference in _differences(one, other, united)
        if name in told and name not in asked
    )
    return item


def _rank(side: _Side) -> tuple[bool, int]:
    """Return how far somebody is: the further the less, without a row last."""
    return side.row is None, _RANKS.get(status_of(side.said.status), len(_RANKS))


def _filled(better: Registration, worse: Registration) -> Item:
    facts = {n: v for n, v in worse.wire.items() if n not in _STANDING}
    said = {n: v for n, v in better.wire.items() if v not in _NOTHING or n not in facts}
    return {**facts, **said}


def _differences(
    goes: Registration, stays: Registration, united: Registration
) -> Iterator[tuple[str, str]]:
    """Yield what comes of what the two say, by its name, where it differs."""
    one, other, result = (_told(row) for row in (goes, stays, united))
    for name in dict.fromkeys([*other, *one]):
        if not one.get(name) == other.get(name) == result.get(name):
            had, has = _short(one.get(name)), _short(other.get(name))
            becomes = _short(result.get(name))
            yield name, f"{had} of {goes.id} and {has} of {stays.id} become {becomes}."


def _told(row: Registration) -> dict[str, str]:
    """Return what a registration says in words, each answer by itself."""
    told: dict[str, str] = {}
    for name, value in row.plain().items():
        for each, said in (value if isinstance(value, dict) else {name: value}).items():
            if said not in ("", None) and name not in _UNTOLD:
                told[each] = str(said)
    return told


def _short(said: str | None) -> str:
    if said is None:
        return "nothing"
    return said if len(said) <= _LONGEST_TOLD else f"{said[:_LONGEST_TOLD]} ..."


def _label(name: str) -> str:
    return field_labels().get(name, name)
