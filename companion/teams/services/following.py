"""Who is in a team follows from the registrations that name it.

Whatever gives a registration another team, or takes it away with its team, passes here:
a join, a cancellation, a new address, an undo. The team's list changes in the same
transaction, so that both sides say the same.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pynamodb.expressions.update import Action

from companion.teams.acts import TeamAct
from companion.teams.errors import TeamFull
from companion.teams.queries import find_team, most_members
from core.audit.acts import CommonAct
from core.audit.changes import RowChange
from core.audit.models import Act
from core.dynamo.base import Key, attribute, equals
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes
from core.dynamo.wire import Item, to_wire
from events.models import Registration, Team

Changes = Sequence[RowChange]

MEMBERS = Team.member_ids.attr_name
NAMES = Team.member_names.attr_name


@dataclass(frozen=True)
class _Difference:
    """Who leaves a team and who comes to it."""

    gone: list[str] = field(default_factory=list)
    come: list[str] = field(default_factory=list)

    def applied_to(self, team: Team) -> list[str]:
        left = [each for each in team.members if each not in self.gone]
        return list(dict.fromkeys([*left, *self.come]))


def follow(writes: Writes, act: Act, changes: Changes) -> None:
    """Change the lists of teams as an act changes registrations.

    Raises ``TeamFull``.
    """
    said = {change.key for change in changes if change.model is Team}
    for key, difference in _differences(changes).items():
        if key not in said:
            _change(writes, act, key, difference)


def obstacles(act: Act, changes: Changes) -> Iterator[str]:
    """Yield what teams have against undoing an act that took people out of them."""
    said = {change.key for change in changes if change.model is Team}
    for key, difference in _differences(changes).items():
        if key in said or not difference.gone:
            continue
        team = find_team(key[0], str(key[1]))
        if team is None:
            if act.act != CommonAct.REPAIR:
                yield "The team is gone since."
            continue
        back = _Difference(gone=difference.come, come=difference.gone)
        if _is_too_many(team, back.applied_to(team)):
            yield "The team is full since."


def _change(writes: Writes, act: Act, key: Key, difference: _Difference) -> None:
    team = find_team(key[0], str(key[1]))
    if team is None:
        if difference.come and _needs_team(act):
            raise Stale
        return
    members = difference.applied_to(team)
    if most := _is_too_many(team, members):
        raise TeamFull(most)
    actions: list[Action] = [attribute(MEMBERS).set(to_wire(members))]
    if NAMES in team.wire:
        actions.append(attribute(NAMES).remove())
    writes.update(
        Team, key, actions, condition=equals(team.wire, [MEMBERS]), otherwise=Stale()
    )


def _needs_team(act: Act) -> bool:
    """Tell whether nobody may come to name a team that is gone.

    A registration that does so goes along with its person, and a repair of it is
    undone as it was.
    """
    if act.act != CommonAct.UNDO:
        return act.act in {*TeamAct}
    return bool(json.loads(act.notes or "{}").get("undid") != CommonAct.REPAIR)


def _is_too_many(team: Team, members: Sequence[str]) -> int:
    """Return how many there may be where these are more, and more than there were."""
    if len(members) <= len(team.members):
        return 0
    most = most_members(str(team.event))
    return most if most is not None and len(members) > most else 0


def _differences(changes: Changes) -> dict[Key, _Difference]:
    found: dict[Key, _Difference] = defaultdict(_Difference)
    for change in changes:
        if change.model is not Registration:
            continue
        before, after = _team_in(change.before), _team_in(change.after)
        if before == after:
            continue
        email, event = change.key
        if before:
            found[before, event].gone.append(email)
        if after:
            found[after, event].come.append(email)
    return found


def _team_in(item: Item | None) -> str:
    return "" if item is None else str(Registration.of_item(item).team or "")
