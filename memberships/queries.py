"""Reads of memberships."""

from collections.abc import Collection

from pynamodb.exceptions import GetError

from core.dynamo.base import of_year
from core.errors import NotFound
from memberships.models import Member, YearSwitch


def find_member(email: str) -> Member | None:
    """Return the member of a normalized address, or None."""
    return Member.find(*Member.key(email))


def members_of_profile(profile_id: str) -> list[Member]:
    """Return every member that is linked to that profile; more than one is a fault."""
    return list(Member.by_profile.query(profile_id))


def all_members() -> list[Member]:
    """Return every member of the year; for exec lists and commands."""
    return list(Member.read_all())


def email_of_profile(profile_id: str) -> str:
    """Return the address of the member whose profile that is, or refuse."""
    for member in Member.by_profile.query(profile_id, limit=1):
        email: str = member.id
        return email
    raise NotFound.of("member", profile_id)


def last_switch() -> YearSwitch | None:
    """Return which year came after which, and until when it forgives, or None."""
    return YearSwitch.find(*YearSwitch.KEY, consistent=True)


def forgiven_year(*, now: int) -> type[Member] | None:
    """Return the year before, while whoever was a member then may still renew."""
    switch = last_switch()
    if switch and switch.before and int(switch.grace_until or 0) > now:
        return of_year(Member, int(switch.before))
    return None


def who_may_renew(emails: Collection[str], *, now: int) -> set[str]:
    """Return who of them was a member last year, while that is forgiven."""
    before = forgiven_year(now=now) if emails else None
    there = before.find_many(map(before.key, emails)) if before else ()
    return {key[0] for key in there}


def named_year() -> int | None:
    """Return the membership year that the club's rows name, or None."""
    try:
        switch = last_switch()
    except GetError:
        # Whoever makes the tables comes here before there are any.
        if YearSwitch.has_table():
            raise
        return None
    return int(switch.year) if switch and switch.year else None
