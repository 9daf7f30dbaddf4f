"""Whether teams list those whose registrations name them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from companion.teams.services.following import MEMBERS, NAMES
from core.audit.changes import RowChange
from core.doctor.examining import Examination, Watch
from core.doctor.invariants import About, Finding, Invariant, Severity
from core.dynamo.base import Key
from events.models import Registration, Team


class TeamsExamined(Examination):
    """Compares what teams say of people with what people's registrations say."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._listed: dict[Key, set[str]] = {}
        self._naming: dict[Key, set[str]] = defaultdict(set)

    def watches(self) -> Sequence[Watch]:
        """Return what tells of teams."""
        named = (Registration.team.attr_name,)
        return (
            Watch(entity=Team, attributes=(MEMBERS,), look=self._look_at_team),
            Watch(entity=Registration, attributes=named, look=self._look),
        )

    def conclude(self) -> Iterable[Finding]:
        """Yield the teams of which both sides say different things."""
        for key, listed in self._listed.items():
            naming = self._naming.get(key, set())
            if listed != naming and _differs(key, listed | naming):
                yield Finding(
                    "team-one-sided",
                    str(key[1]),
                    f"The team {key[0]} does not list those whose registrations for"
                    f" {key[1]} name it.",
                    at=key[0],
                )

    def _look_at_team(self, team: Team) -> Iterator[Finding]:
        self._listed[team.key_of()] = set(team.members)
        yield from ()

    def _look(self, row: Registration) -> Iterator[Finding]:
        if row.team:
            self._naming[row.team, str(row.event)].add(str(row.id))
        yield from ()


def _differs(key: Key, people: Iterable[str]) -> bool:
    """Look again at what was not read at one moment."""
    team = Team.find(*key, consistent=True)
    return team is not None and set(team.members) != set(_who_name(team, people))


def _who_name(team: Team, people: Iterable[str]) -> list[str]:
    """Return who of some people are in a team as their registrations say."""
    wanted = list(dict.fromkeys(people))
    rows = Registration.find_many((email, str(team.event)) for email in wanted)
    there = {str(row.id) for row in rows.values() if row.team == team.id}
    return [email for email in wanted if email in there]


def _list_anew(
    findings: Sequence[Finding], now: int
) -> Iterator[tuple[str, list[RowChange]]]:
    by_event: dict[str, list[str]] = defaultdict(list)
    for finding in findings:
        by_event[finding.subject].append(finding.at)
    for event, team_ids in by_event.items():
        naming = defaultdict(list)
        for row in Registration.by_event.query(event):
            naming[row.team].append(str(row.id))
        teams = Team.find_many((team_id, event) for team_id in team_ids)
        yield (
            event,
            [
                RowChange.edited(
                    "team",
                    team,
                    {
                        MEMBERS: _who_name(
                            team, [*team.members, *naming[str(team.id)]]
                        ),
                        NAMES: None,
                    },
                )
                for team in teams.values()
            ],
        )


INVARIANT = Invariant(
    code="team-one-sided",
    severity=Severity.ERROR,
    title="A team that lists others than say they are in it",
    meaning="Somebody is in a team and not listed there, or listed and not in it.",
    cause="Another service wrote a team and its registrations one after the other.",
    mending="The team lists those whose registrations name it.",
    about=About.EVENT,
    repair=_list_anew,
)
