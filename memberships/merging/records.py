"""The records of two addresses made those of one: user, member and profile."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from accounts.models import User
from core.audit.changes import RowChange
from core.dynamo.base import Entity, of_year
from core.dynamo.wire import Item, to_wire
from core.email import is_exec_email
from core.readdressing import FROM, INTO, Choices, Contradiction
from memberships.merging.contradictions import (
    FOLLOWS,
    chosen,
    of_facts,
    of_profiles,
)
from memberships.merging.pairs import Pair
from memberships.models import Member
from memberships.services.joining import Difference, joined
from profiles.models import Profile
from profiles.services import ATTENDEE, EXEC, replaced

_STAMP = "updatedAt"


@dataclass(frozen=True, kw_only=True)
class United:
    """What becomes of the records, and what they contradict each other in.

    ``kept`` and ``replaced`` are profiles; empty where there is none.
    """

    rows: list[RowChange]
    contradictions: list[Contradiction]
    kept: str
    replaced: str


def united(pair: Pair, choices: Choices, *, now: int) -> United:
    """Return what making the two one person does to their records.

    Missing facts are filled in; of two that differ the kept address' stays, unless a
    choice says otherwise.
    """
    kept, gone = (*pair.ordered(choices), None, None)[:2]
    parts = [
        _record(User, "user", pair, pair.users, choices, now=now),
        _record(Member, "member", pair, pair.members, choices, now=now),
    ]
    if kept:
        parts.append(_profile(pair, kept, gone, choices, now=now))
    rows = [row for changes, _ in parts for row in changes]
    for year, own, other in pair.former:
        model, label = of_year(Member, year), f"{year} member"
        changes, _ = _record(model, label, pair, (own, other), choices, now=now)
        rows.extend(changes)
    differences = [each for _, found in parts for each in found]
    return United(
        rows=rows,
        contradictions=[*of_profiles(pair), *of_facts(differences, choices)],
        kept=kept.profile_id if kept else "",
        replaced=gone.profile_id if gone else "",
    )


def _record(
    model: type[User | Member],
    label: str,
    pair: Pair,
    rows: tuple[User | Member | None, User | Member | None],
    choices: Choices,
    *,
    now: int,
) -> tuple[list[RowChange], list[Difference]]:
    """Return the record under the kept address, and that the other one is gone."""
    own, other = rows
    known: list[Entity] = [row for row in rows if row]
    if not known:
        keys = (model.key(pair.into), model.key(pair.sender))
        return [RowChange.absent(label, model, key) for key in keys], []
    key = {"id": pair.into}
    if any("email" in row.wire for row in known):
        key["email"] = pair.into
    row, differences = joined(
        label,
        key,
        known,
        lost=set(pair.lost),
        now=now,
        yields=lambda name: chosen(name, choices) == FROM,
    )
    after = _without_nothing({**row.wire, **_follows(pair, row, known, choices)})
    return [
        RowChange.becoming(label, own, after)
        if own
        else RowChange.created(label, model.of_item(after)),
        RowChange.removed(label, other)
        if other
        else RowChange.absent(label, model, model.key(pair.sender)),
    ], differences


def _follows(pair: Pair, row: Entity, known: list[Any], choices: Choices) -> Item:
    """Return what follows from the address, the profile and the records together."""
    kept = next((profile.profile_id for profile in pair.ordered(choices)), None)
    is_member = any(pair.members)
    values: dict[str, Any] = {}
    if "admin" in row.wire:
        values["admin"] = is_exec_email(pair.into)
    if began := [int(each.created_at) for each in known if each.created_at]:
        values["createdAt"] = min(began)
    if not isinstance(row, Member):
        if is_member:
            values["isMember"] = True
        if "keptProfileID" in row.wire:
            values["keptProfileID"] = None if is_member else kept
        return {name: to_wire(value) for name, value in values.items()}
    if kept:
        values["profileID"] = kept
    # Both cards lead to the person.
    if cards := [int(each.card_count) for each in known if each.card_count]:
        values["cardCount"] = sum(cards)
    return {name: to_wire(value) for name, value in values.items()}


def _without_nothing(item: Item) -> Item:
    if item.get("keptProfileID") == to_wire(None):
        return {name: each for name, each in item.items() if name != "keptProfileID"}
    return item


def _profile(
    pair: Pair, kept: Profile, gone: Profile | None, choices: Choices, *, now: int
) -> tuple[list[RowChange], list[Difference]]:
    """Return the profile with what the other one adds, and what is left of that."""
    after = dict(kept.wire)
    differences: list[Difference] = []
    if gone:
        after, differences = _filled(pair, kept, gone, choices, now=now)
    if any(pair.members):
        after.pop("hiddenAt", None)
    if kept.profile_type in (EXEC, ATTENDEE):
        after["profileType"] = to_wire(EXEC if is_exec_email(pair.into) else ATTENDEE)
    rows = []
    if after != kept.wire:
        after[_STAMP] = to_wire(now)
        rows.append(RowChange.becoming("profile", kept, after))
    if gone:
        rows.append(replaced(gone, by=kept.profile_id, now=now, leads_on=True))
    return rows, differences


def _filled(
    pair: Pair, kept: Profile, gone: Profile, choices: Choices, *, now: int
) -> tuple[Item, list[Difference]]:
    """Return the profile with the other one's facts, each shown to whom it was."""
    partition, sort_key = kept.key_of()
    stays = INTO if kept is pair.profile_of(INTO) else FROM
    row, differences = joined(
        "profile",
        {"compositeID": partition, "type": sort_key, "profileID": kept.profile_id},
        [kept, gone],
        lost=set(),
        now=now,
        yields=lambda name: name not in FOLLOWS and chosen(name, choices) != stays,
    )
    follows = {name: kept.wire[name] for name in FOLLOWS & kept.wire.keys()}
    after = {n: v for n, v in row.wire.items() if n not in FOLLOWS} | follows
    after["profileID"] = to_wire(kept.profile_id)
    came = {
        name
        for name, value in after.items()
        if value != kept.wire.get(name) and value == gone.wire.get(name)
    }
    toggles = dict(_toggles(gone, came))
    if toggles and "M" in after.get("viewableMap", {}):
        after["viewableMap"] = {"M": {**after["viewableMap"]["M"], **toggles}}
    return after, differences


def _toggles(profile: Profile, names: set[str]) -> Iterator[tuple[str, Item]]:
    """Yield whether others see these facts; what no toggle shows is hidden."""
    on = profile.wire.get("viewableMap", {}).get("M", {})
    for name in names:
        yield name, on.get(name, {"BOOL": False})
