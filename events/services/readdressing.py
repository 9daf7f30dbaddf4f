"""Registrations under another e-mail address, which is a part of their key."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from core.audit.changes import RowChange
from core.audit.wording import field_labels
from core.dynamo.wire import Item, to_item, to_wire
from core.readdressing import FROM, INTO, Choices, Contradiction, Readdressed
from events.models import Registration
from events.queries import registrations_by
from events.services.seats import REGISTRATION
from events.services.uniting import Undecided, united_attributes
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


def readdressed_registrations(
    old: str, new: str, now: int, choices: Choices
) -> Readdressed:
    """Return how registrations go to another address, with their seats and places.

    Where both are registered for one event, the better status stays, and what its
    registration does not say is taken from the other one. What apps keep account of
    adds up as they say, or is to be chosen; whatever differs is remarked.
    """
    found = Readdressed()
    there = {row.event: row for row in registrations_by(new)}
    for row in registrations_by(old):
        found.changes.append(RowChange.removed(REGISTRATION, row))
        if other := there.get(row.event):
            _unite(row, other, choices, found, now=now)
        else:
            item = {**row.wire, **to_item({"id": new, "updatedAt": now})}
            created = RowChange.created(REGISTRATION, Registration.of_item(item))
            found.changes.append(created)
    return found


def _unite(
    goes: Registration,
    stays: Registration,
    choices: Choices,
    found: Readdressed,
    *,
    now: int,
) -> None:
    """Add to what was found how two registrations become the second one."""
    better, worse = sorted((stays, goes), key=_rank)
    item = {**_filled(better, worse), **to_item({"id": stays.id, "updatedAt": now})}
    found.remarks.append(
        f"Both are registered for {goes.event}: {better.status} stays, the other one"
        f" ({worse.status}) goes."
    )
    for name, value in united_attributes(goes, stays).items():
        if isinstance(value, Undecided):
            conflict = Contradiction(
                name=_choice(name, goes),
                label=f"{_label(name)} at {goes.event}",
                sender=(value.goes,),
                into=(value.stays,),
                stays=INTO if better is stays else FROM,
            )
            found.contradictions.append(conflict)
            chosen = choices.get(conflict.name, conflict.stays)
            item[name] = (goes if chosen == FROM else stays).wire[name]
        else:
            item[name] = to_wire(value)
    found.changes.append(RowChange.becoming(REGISTRATION, stays, item))
    asked = {each.name for each in found.contradictions}
    united = Registration.of_item(item)
    found.remarks.extend(_differences(goes, stays, united, but=asked))


def _rank(row: Registration) -> int:
    return _RANKS.get(status_of(row.status), len(_RANKS))


def _filled(better: Registration, worse: Registration) -> Item:
    facts = {n: v for n, v in worse.wire.items() if n not in _STANDING}
    said = {n: v for n, v in better.wire.items() if v not in _NOTHING or n not in facts}
    return {**facts, **said}


def _choice(name: str, row: Registration) -> str:
    return f"{name} {row.event}"


def _differences(
    goes: Registration, stays: Registration, united: Registration, *, but: set[str]
) -> Iterator[str]:
    """Yield what the two say differently, and what comes of it."""
    one, other, result = (_told(row) for row in (goes, stays, united))
    for name in dict.fromkeys([*other, *one]):
        if one.get(name) != other.get(name) and _choice(name, goes) not in but:
            yield (
                f"{_label(name)} at {goes.event}: {_short(one.get(name))} of {goes.id}"
                f" and {_short(other.get(name))} of {stays.id} become"
                f" {_short(result.get(name))}."
            )


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
