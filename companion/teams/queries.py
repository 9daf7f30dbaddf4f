"""Reads of teams and of who is in them."""

from collections.abc import Iterable

from core.dynamo.transactions import read_together
from events.models import Event, Registration, Team, event_key
from events.queries import event_named
from events.services.uniting import Undecided


def teams_of(event_id: str, year: int) -> list[Team]:
    """Return the teams of an event by name; the index may be moments behind."""
    found = Team.by_event.query(event_key(event_id, year))
    return sorted(found, key=lambda team: ((team.name or "").casefold(), team.id))


def find_team(team_id: str, event: str) -> Team | None:
    """Return a team of an event, read consistently, or None."""
    return Team.find(team_id, event, consistent=True)


def team_of(email: str, event_id: str, year: int) -> Team | None:
    """Return the team that somebody is in, or None; two calls."""
    key = Registration.key(email, event_id, year)
    row = Registration.find(*key, consistent=True)
    if row is None or not row.team:
        return None
    return find_team(row.team, str(row.event))


def registrations_in(teams: Iterable[Team]) -> dict[str, Registration]:
    """Return the registrations of all members of an event's teams, by address."""
    keys = [(email, str(team.event)) for team in teams for email in team.members]
    rows = Registration.find_many(keys, consistent=False)
    return {str(row.id): row for row in rows.values()}


def names_in(team: Team, rows: dict[str, Registration]) -> list[str]:
    """Return what the members are called, in their order, as far as they said."""
    return [rows[each].full_name if each in rows else "" for each in team.members]


def situation(
    emails: list[str], team_id: str, event_id: str, year: int
) -> tuple[Event | None, Team | None, list[Registration | None]]:
    """Return an event, a team of it and registrations for it, at one moment."""
    wanted = [
        (Registration, Registration.key(email, event_id, year)) for email in emails
    ]
    event, team, *rows = read_together(
        (Event, Event.key(event_id, year)),
        (Team, (team_id, event_key(event_id, year))),
        *wanted,
    )
    return event, team, rows


def most_members(event: str) -> int | None:
    """Return how many people a team of an event has at most; None for no end."""
    row = event_named(event)
    return None if row is None or not row.team_size else int(row.team_size)


def united_team(goes: Registration, stays: Registration) -> dict[str, Undecided]:
    """Return that a person is to choose where one who is two is in two teams."""
    if not (goes.team and stays.team) or goes.team == stays.team:
        return {}
    told = Undecided(goes=_told(goes), stays=_told(stays))
    return {Registration.team.attr_name: told}


def _told(row: Registration) -> str:
    team = find_team(str(row.team), str(row.event))
    return str(team.name) if team and team.name else str(row.team)
