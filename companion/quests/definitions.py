"""What a quest is: something to count, and how many of it to reach.

Source: contract section 4.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

# How clients know the quest that counts companies.
COMPANIES = "unique_companies_talked_to"


class Counts(StrEnum):
    """What a quest counts."""

    CONNECTIONS = "connections"
    RECOMMENDED = "recommended"
    COMPANIES = "companies"


@dataclass(frozen=True)
class Quest:
    """One quest of an event."""

    counts: Counts
    target: int
    description: str = ""

    @property
    def id(self) -> str:
        """How clients know it."""
        match self.counts:
            case Counts.CONNECTIONS:
                return f"new_connections_{self.target}"
            case Counts.RECOMMENDED:
                return "recommended_connections"
            case Counts.COMPANIES:
                return COMPANIES

    @property
    def words(self) -> str:
        """What it asks for: the exec's words, or the usual ones."""
        if self.description:
            return self.description
        several = self.target > 1
        match self.counts:
            case Counts.CONNECTIONS:
                return f"Make {self.target} new connection{'s' if several else ''}"
            case Counts.RECOMMENDED:
                whom = "people" if several else "person"
                return f"Connect with {self.target} {whom} recommended to you"
            case Counts.COMPANIES:
                which = "different companies" if several else "company"
                return f"Talk to {self.target} {which}"

    @property
    def completed(self) -> str:
        """What is said of somebody who completed it, after their name."""
        if self.description:
            return self.description
        match self.counts:
            case Counts.CONNECTIONS:
                one, many = "connection", "connections"
            case Counts.RECOMMENDED:
                one, many = "recommended connection", "recommended connections"
            case Counts.COMPANIES:
                one, many = "company", "companies"
        return f"first {one}" if self.target == 1 else f"first {self.target} {many}"

    def stored(self) -> dict[str, Any]:
        """Return the quest as a row holds it."""
        return {
            "counts": str(self.counts),
            "target": self.target,
            "description": self.description,
        }


# Of events for which nobody chose others.
USUAL = tuple(Quest(Counts.CONNECTIONS, target) for target in (5, 10, 20))

# Where an event's row holds its quests.
ATTRIBUTE = "quests"
MOST = 10
LARGEST_TARGET = 1000
LONGEST_DESCRIPTION = 200


def quests_in(row: Mapping[str, Any]) -> tuple[Quest, ...]:
    """Return the quests in an event's row; what is none is passed over."""
    stored = row.get(ATTRIBUTE)
    if not isinstance(stored, list):
        return USUAL
    return tuple({quest.id: quest for quest in _read(stored)}.values())


def _read(stored: list[Any]) -> Iterator[Quest]:
    for each in stored:
        match each:
            case {"counts": str(counts), "target": int(target), **others}:
                if counts in set(Counts) and 0 < target <= LARGEST_TARGET:
                    text = str(others.get("description") or "")
                    yield Quest(Counts(counts), target, text)
