"""Reads of investments, and of the money at an event."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.conf import settings

from companion.investments.models import Investment, Remainder
from core.dynamo.transactions import read_together
from events.models import Registration, Team
from memberships.models import Member
from profiles.policy import Audience
from profiles.queries import seen_by

BALANCE = "balance"
FUNDING = Team.funding.attr_name
MEMBERS = Team.member_ids.attr_name


@dataclass(frozen=True, kw_only=True)
class Parties:
    """Who would invest, and in whom; None where there is no such row."""

    registration: Registration | None
    team: Team | None


def event_of_teams() -> str:
    """Return the event whose teams take investments."""
    return str(next(iter(settings.INVESTMENT_EVENTS)))


def parties(investor: str, team_id: str) -> Parties:
    """Return both sides as they are at one moment; the first registration counts."""
    events = list(settings.INVESTMENT_EVENTS)
    wanted: list[Any] = [(Registration, (investor, event)) for event in events]
    *rows, team = read_together(*wanted, (Team, (team_id, event_of_teams())))
    return Parties(registration=next(filter(None, rows), None), team=team)


def registration_of(investor: str) -> Registration | None:
    """Return the registration that holds somebody's money, or None."""
    events = list(settings.INVESTMENT_EVENTS)
    wanted: list[Any] = [(Registration, (investor, event)) for event in events]
    return next(filter(None, read_together(*wanted)), None)


def remainders_of(person: str) -> list[Remainder]:
    """Return what somebody had left at events that they are not registered for."""
    keys = [Remainder.key(person, event) for event in settings.INVESTMENT_EVENTS]
    return list(Remainder.find_many(keys).values())


def find_team(team_id: str) -> Team | None:
    """Return a team that takes investments, or None."""
    return Team.find(team_id, event_of_teams())


def investments_in(team_id: str) -> list[Investment]:
    """Return what was put into a team, newest first."""
    return _newest_first(list(Investment.by_team.query(team_id)))


def investments_by(investor: str) -> list[Investment]:
    """Return what somebody put into teams, newest first."""
    return _newest_first(list(Investment.by_investor.query(investor)))


def newest(limit: int | None) -> list[Investment]:
    """Return the newest investments, all of them without a limit."""
    found = Investment.by_event.query(
        event_of_teams(), scan_index_forward=False, limit=limit
    )
    return list(found)


def first_names(rows: Iterable[Investment]) -> dict[str, str]:
    """Return what investors are called, by address, as they show themselves now.

    Who has no profile is called what they said when they registered.
    """
    said = {str(row.investor): str(row.investor_name or "") for row in rows}
    members = Member.find_many(map(Member.key, said), consistent=False)
    ids = {str(row.id): row.profile_id for row in members.values() if row.profile_id}
    seen = seen_by(ids.values(), Audience.MEMBER)
    for investor, profile_id in ids.items():
        said[investor] = str((seen.get(profile_id) or {}).get("fname") or "")
    firsts = {investor: name.split(" ")[0] for investor, name in said.items()}
    return {investor: "" if "@" in name else name for investor, name in firsts.items()}


def total(rows: Iterable[Investment]) -> Decimal:
    """Return the sum of investments."""
    return sum((row.amount or Decimal(0) for row in rows), Decimal(0))


def _newest_first(found: list[Investment]) -> list[Investment]:
    return sorted(found, key=lambda each: -int(each.created_at or 0))
