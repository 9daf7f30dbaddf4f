"""The people of these tests and what their records look like."""

from typing import Any

from accounts.models import User
from core.clock import now_ms
from core.dynamo.base import Entity
from core.dynamo.rows import store_rows
from core.dynamo.wire import Item
from interactions.models import Connection
from memberships.directory.entries import Listed, Records
from memberships.directory.rows import read_tables
from memberships.facts import MembershipFacts
from memberships.models import Member
from memberships.services import grant_membership
from profiles.models import Profile

AMIRA = "amira@student.ubc.ca"
BEN = "ben@ubcbiztech.com"

AMIRAS_FACTS = MembershipFacts(
    email=AMIRA,
    first_name="Amira",
    last_name="Kay",
    student_number="12345678",
    education="UBC",
    pronouns="She/Her/Hers",
    year="3rd Year",
    faculty="Science",
    major="Statistics",
    diet="Vegan",
    heard_from="Friends",
    topics=["AI", "Design"],
    international=True,
    previous_member=False,
)


def store(model: type[Entity], **values: Any) -> None:
    """Put a row as some other service would have, with whatever attributes."""
    store_rows(model.of(values))


def meet(one: str, other: str, *, at: int = 5) -> None:
    """Store a connection between two profiles, one row on each side."""
    for owner, partner in ((one, other), (other, one)):
        partition, sort_key = Connection.key(owner, partner)
        store(
            Connection,
            compositeID=partition,
            type=sort_key,
            connectionID=partner,
            fname="Someone",
            createdAt=at,
            mood="glad",
        )


def make_member(email: str, *, now: int = 1) -> str:
    """Grant a membership with nothing but an address; return the profile id."""
    facts = MembershipFacts(email=email)
    return grant_membership(facts, actor=BEN, now=now).profile_id


def rows_of(email: str, profile_id: str) -> list[Item | None]:
    """Return the three records of a person, as stored."""
    rows = (
        User.find(*User.key(email)),
        Member.find(*Member.key(email)),
        Profile.find(*Profile.key(profile_id)),
    )
    return [row.wire if row else None for row in rows]


def listed() -> Listed:
    """Return everybody at a glance, read from the tables as they are now."""
    return Records(read_tables(lambda *_: None, now=now_ms())).listed()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Return all people's rows of all tables, as plain values in a fixed order."""
    return {
        model.__name__: [
            row.plain()
            for row in sorted(model.read_all(), key=lambda row: row.key_of())
        ]
        for model in (User, Member, Connection)
    }
