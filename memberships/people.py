"""A person: the three records side by side, as they are now, and what is wrong."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from accounts.models import User
from core.clock import now_ms
from core.dynamo.transactions import read_together
from core.email import is_exec_email
from memberships.directory.problems import Problem, problems_of
from memberships.directory.rows import MemberRow, ProfileRow, UserRow
from memberships.models import Member
from memberships.queries import members_of_profile, who_may_renew
from profiles.models import Profile
from profiles.queries import find_profile


@dataclass(frozen=True, kw_only=True)
class Person:
    """The records under one e-mail address; any of them may be missing."""

    email: str
    user: User | None = None
    member: Member | None = None
    profile: Profile | None = None
    problems: tuple[Problem, ...] = field(default=())

    @property
    def name(self) -> str:
        """The name, from whichever record knows it."""
        records = (self.user, self.member, self.profile)
        return next((row.name for row in records if row and row.name), "")

    @property
    def is_member(self) -> bool:
        """Whether there is a member record of this year."""
        return self.member is not None

    @property
    def is_exec(self) -> bool:
        """Whether the address is of the club's own domain."""
        return is_exec_email(self.email)

    @property
    def cards(self) -> int:
        """How many cards were written for this member."""
        return int(self.member.card_count or 0) if self.member else 0


def person(email: str) -> Person:
    """Return one person and their problems.

    Three calls at most; two more where somebody is flagged who is no member.
    """
    user, member = read_together((User, User.key(email)), (Member, Member.key(email)))
    linked = _link(user, member)
    profile = find_profile(linked) if linked else None
    owners = members_of_profile(linked) if member and linked else []
    renewing = who_may_renew(_flagged({email: (user, member)}), now=now_ms())
    return _joined(
        email,
        user,
        member,
        profile,
        owners=len(owners),
        may_renew=email in renewing,
    )


def people(emails: Collection[str]) -> list[Person]:
    """Return several people, three calls for each hundred, in the order asked.

    Two more where some are flagged who are no members.
    Leaves out who has no record, and whether others share a profile.
    """
    users = User.find_many(map(User.key, emails))
    members = Member.find_many(map(Member.key, emails))
    pairs = {
        email: (users.get(User.key(email)), members.get(Member.key(email)))
        for email in emails
    }
    links = {email: _link(*pair) for email, pair in pairs.items()}
    profiles = Profile.find_many(Profile.key(link) for link in links.values() if link)
    renewing = who_may_renew(_flagged(pairs), now=now_ms())
    return [
        _joined(
            email,
            *pair,
            profiles.get(Profile.key(links[email])),
            owners=1,
            may_renew=email in renewing,
        )
        for email, pair in pairs.items()
        if any(pair)
    ]


def _link(user: User | None, member: Member | None) -> str:
    if member:
        return member.profile_id or ""
    return (user.kept_profile_id or "") if user else ""


def _flagged(pairs: Mapping[str, tuple[User | None, Member | None]]) -> list[str]:
    """Return who is said to be a member and has no record of this year."""
    return [
        email
        for email, (user, member) in pairs.items()
        if user and user.is_member and not member
    ]


def _joined(
    email: str,
    user: User | None,
    member: Member | None,
    profile: Profile | None,
    *,
    owners: int,
    may_renew: bool,
) -> Person:
    found = problems_of(
        email,
        UserRow.of(user.wire) if user else None,
        MemberRow.of(member.wire) if member else None,
        ProfileRow.of(profile.wire) if profile else None,
        owners=owners,
        may_renew=may_renew,
    )
    return Person(
        email=email, user=user, member=member, profile=profile, problems=tuple(found)
    )
