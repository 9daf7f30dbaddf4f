"""What teams hold of people.

Who is in a team goes from its list with their registration, which names it.
"""

from collections.abc import Iterator
from functools import reduce
from operator import or_

from companion.teams.services.following import MEMBERS, NAMES
from core.audit.changes import RowChange
from core.dynamo.base import attribute
from core.privacy.holdings import Holding, Told, register_holdings
from core.privacy.subjects import DataSubject
from events.models import Registration, Team

_FORGOTTEN = frozenset({MEMBERS, NAMES})


def _teams(whom: DataSubject) -> Iterator[Team]:
    """Yield the teams that list somebody whose registrations do not name them."""
    listed = (attribute(MEMBERS).contains(each) for each in whom.emails)
    for team in Team.scan(reduce(or_, listed)):
        keys = [(each, str(team.event)) for each in _of(whom, team)]
        rows = Registration.find_many(keys).values()
        if len(rows) < len(keys) or any(row.team != team.id for row in rows):
            yield team


def _of(whom: DataSubject, team: Team) -> list[str]:
    return [each for each in team.members if each in whom.emails]


def _told(whom: DataSubject, row: Team) -> Told:
    """Return a team without the others in it."""
    stored = row.plain()
    return {
        **{name: value for name, value in stored.items() if name not in _FORGOTTEN},
        MEMBERS: _of(whom, row),
    }


def _without(whom: DataSubject, row: Team) -> Iterator[RowChange]:
    left = [each for each in row.members if each not in whom.emails]
    yield RowChange.edited("team", row, {MEMBERS: left, NAMES: None})


register_holdings(
    Holding(
        entity=Team,
        words="Teams that list them by mistake",
        find=_teams,
        told=_told,
        erase=_without,
        forgotten=_FORGOTTEN,
        keeps=Team.declared() - _FORGOTTEN,
        kept="Teams stay, without them: others are in them, too.",
    )
)
