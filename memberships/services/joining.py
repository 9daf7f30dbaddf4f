"""Several records of one person as one, and what they contradict each other in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from core.dynamo.attributes import Flag
from core.dynamo.base import Entity
from core.dynamo.wire import Item, from_wire, to_item, to_wire

Wire = dict[str, Any]

# Where the records of a person say which profile is theirs.
LINKS = ("profileID", "keptProfileID")

_FLAG = "isMember"
_STAMP = "updatedAt"
_SETS = ("SS", "NS", "BS")
_EMPTY: tuple[Wire, ...] = ({"S": ""}, {"NULL": True})


@dataclass(frozen=True, kw_only=True)
class Difference:
    """A fact that two records of one person state differently."""

    label: str
    name: str
    stays: Any
    goes: Any


def joined(
    label: str,
    key: Mapping[str, Any],
    rows: Sequence[Entity],
    *,
    lost: set[str],
    now: int,
    yields: Callable[[str], bool] = lambda _: False,
) -> tuple[Entity, list[Difference]]:
    """Return what all rows know as one, under ``key``, and where they contradict.

    The first one's word counts before the others', but for facts of which ``yields``
    says so by their stored name. What is missing is filled in, sets are joined,
    ``isMember`` is true if any says so. ``lost`` are profile ids that lead nowhere.
    """
    first, *others = rows
    named = to_item(key)
    moved: Item = {**first.wire, **named}
    item, differences = dict(moved), []
    for other in others:
        for name, theirs in other.wire.items():
            if name in named or name == _STAMP:
                continue
            mine = item.get(name)
            item[name], contradicts = _settled(name, mine, theirs, lost=lost)
            if mine and contradicts:
                stays, goes = (theirs, mine) if yields(name) else (mine, theirs)
                item[name] = stays
                differences.append(
                    Difference(
                        label=label,
                        name=name,
                        stays=from_wire(stays),
                        goes=from_wire(goes),
                    )
                )
    if item != moved:
        item[_STAMP] = to_wire(now)
    return type(first).of_item(item), differences


def _settled(
    name: str, mine: Wire | None, theirs: Wire, *, lost: set[str]
) -> tuple[Wire, bool]:
    """Return the value that stays, and whether the other one says something else."""
    if name == _FLAG:
        return ({"BOOL": True} if _true(theirs) else mine or theirs), False
    if mine is None or _missing(name, mine, lost=lost):
        return theirs, False
    for kind in _SETS:
        if kind in mine and kind in theirs:
            more = [each for each in theirs[kind] if each not in mine[kind]]
            return ({kind: sorted([*mine[kind], *more])} if more else mine), False
    return mine, mine != theirs and not _missing(name, theirs, lost=lost)


def _missing(name: str, value: Wire, *, lost: set[str]) -> bool:
    return value in _EMPTY or (name in LINKS and str(from_wire(value)) in lost)


def _true(value: Wire) -> bool:
    return Flag().get_value(value) is True
