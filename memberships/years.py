"""Memberships over the years: whose, how many, and how many stay for the next one."""

from dataclasses import dataclass, replace

from cachetools import TTLCache, cached

from core.dynamo.base import of_year
from core.dynamo.transactions import read_together
from core.membership_year import membership_year
from memberships.facts import FACTS, MembershipFacts
from memberships.models import Member

# DynamoDB is from that year, so no table is older.
_FIRST = 2012
# How many years are counted and compared.
_MOST_COUNTED = 8
# Tables of other years come once a year; counting a year reads all of it.
_REMEMBERED_FOR = 600.0

_known: TTLCache[int, tuple[int, ...]] = TTLCache(4, _REMEMBERED_FOR)
_counted: TTLCache[int, list["CountedYear"]] = TTLCache(4, _REMEMBERED_FOR)


@dataclass(frozen=True, kw_only=True)
class CountedYear:
    """How many members a year had, and how many of them had been members before."""

    year: int
    members: int
    # Of the members of the year before, those who are members of this one.
    stayed: int
    # The year before, if its records are there.
    of: int | None


def forget_years() -> None:
    """Look for the tables of other years anew."""
    _known.clear()
    _counted.clear()


@cached(_known, key=membership_year)
def years_known() -> tuple[int, ...]:
    """Return the years whose members are on record, the latest first."""
    present = membership_year()
    years = range(present + 1, _FIRST - 1, -1)
    return tuple(year for year in years if of_year(Member, year).has_table())


def memberships_of(email: str) -> list[tuple[int, Member]]:
    """Return the years in which somebody was a member, the latest first; one call."""
    years = years_known()
    rows = read_together(
        *((of_year(Member, year), Member.key(email)) for year in years)
    )
    return [(year, row) for year, row in zip(years, rows, strict=True) if row]


@cached(_counted, key=membership_year)
def counted_years() -> list[CountedYear]:
    """Return the latest years with their members; reads the keys of all of them."""
    counted, before, of = [], set[str](), None
    for year in reversed(years_known()[:_MOST_COUNTED]):
        ids = {row.id for row in of_year(Member, year).scan_in_segments(attributes=[])}
        counted.append(
            CountedYear(year=year, members=len(ids), stayed=len(ids & before), of=of)
        )
        before, of = ids, year
    return counted


def renewed_facts(last: Member) -> MembershipFacts:
    """Return what a renewal takes over from somebody's last membership."""
    stored = last.plain()
    known = {
        name: stored[fact.member]
        for name, fact in FACTS.items()
        if stored.get(fact.member) not in (None, "")
    }
    facts = MembershipFacts(email=last.id, **known)
    return replace(facts, previous_member=True)
