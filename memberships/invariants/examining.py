"""How users, members and the profiles that they lead to are looked at.

Of each row a few values are remembered, so that everybody fits in memory; whoever
seems to have a problem is read again before it is told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any, TypeVar

from accounts.models import User
from core.batches import in_batches
from core.doctor.examining import Examination, Watch
from core.doctor.invariants import Finding
from memberships.directory.problems import is_stray, problems_of
from memberships.directory.rows import MemberRow, ProfileRow, UserRow
from memberships.models import Member
from memberships.people import Person, people
from memberships.queries import members_of_profile
from profiles.models import PROFILE, Profile

_AT_ONCE = 100
_HOMELESS = "member-without-profile"
_OF_USERS = ("isMember", "admin", "keptProfileID", "year")
_OF_MEMBERS = (
    "profileID",
    "topics",
    "international",
    "prevMember",
    "admin",
    "year",
    "cardNumber",
)
_OF_PROFILES = ("profileType", "hiddenAt", "replacedAt", "createdAt")
FLAGS = ("isMember", "admin", "international", "prevMember")

# Who is found to be no member is perhaps just becoming one.
_SETTLING = 60_000

T = TypeVar("T")


class PeopleExamined(Examination):
    """Looks at what the three records of everybody say of each other."""

    def __init__(self, *, now: int) -> None:
        super().__init__(now=now)
        self._users: dict[str, UserRow] = {}
        self._members: dict[str, MemberRow] = {}
        self._profiles: dict[str, ProfileRow] = {}
        # Whom a profile is of.
        self._leading: dict[str, list[str]] = {}
        self._cards: dict[str, list[str]] = {}
        # Which profile that is nobody's bears the name of a member without one.
        self._homes: dict[str, str] = {}
        # Of equal texts and rows one is kept.
        self._kept: dict[Any, Any] = {}

    def watches(self) -> Sequence[Watch]:
        """Return what tells of people."""
        return (
            Watch(entity=User, attributes=_OF_USERS, look=self._look_at_user),
            Watch(entity=Member, attributes=_OF_MEMBERS, look=self._look_at_member),
            Watch(entity=Profile, attributes=_OF_PROFILES, look=self._look_at_profile),
        )

    def owner_of(self, subject: str) -> str | None:
        """Return the one person to whom a profile belongs."""
        leading = self._leading.get(subject, ())
        return leading[0] if len(leading) == 1 else None

    def conclude(self) -> Iterable[Finding]:
        """Yield who has not what they should have, or what others have."""
        self._find_leading()
        yield from self._stray()
        yield from self._contradicting()
        yield from self._shared()
        yield from self._twice()

    def _look_at_user(self, user: User) -> Iterator[Finding]:
        row = UserRow(
            name="",
            faculty="",
            year="",
            is_member=bool(user.is_member),
            admin=bool(user.admin),
            kept_profile_id=self._one(user.kept_profile_id or ""),
        )
        self._users[self._one(user.id)] = self._one(row)
        yield from wrong_types(user.id, user.plain())

    def _look_at_member(self, member: Member) -> Iterator[Finding]:
        email = self._one(member.id)
        self._members[email] = MemberRow(
            name="",
            faculty="",
            year="",
            cards=0,
            profile_id=self._one(member.profile_id or ""),
            created_at=0,
        )
        if member.card_number:
            self._cards.setdefault(str(member.card_number), []).append(email)
        yield from wrong_types(email, member.plain())

    def _look_at_profile(self, profile: Profile) -> Iterator[Finding]:
        if profile.type == PROFILE:
            row = ProfileRow(
                name="",
                profile_type=profile.profile_type or "",
                is_hidden=bool(profile.hidden_at),
                is_replaced=bool(profile.replaced_at),
                created_at=None,
            )
            self._profiles[self._one(profile.profile_id)] = self._one(row)
        yield from ()

    def _one(self, value: T) -> T:
        one: T = self._kept.setdefault(value, value)
        return one

    def _everybody(self) -> Iterator[str]:
        others = (email for email in self._members if email not in self._users)
        yield from chain(self._users, others)

    def _link_of(self, email: str) -> str:
        if member := self._members.get(email):
            return member.profile_id
        return self._users[email].kept_profile_id

    def _find_leading(self) -> None:
        for email in self._everybody():
            if link := self._link_of(email):
                self._leading.setdefault(link, []).append(email)

    def _contradicting(self) -> Iterator[Finding]:
        wrong = (email for email in self._everybody() if self._is_suspect(email))
        for emails in in_batches(wrong, _AT_ONCE):
            for person in people(emails):
                for problem in person.problems:
                    code, email = problem.code, person.email
                    home = self._homes.get(email, "") if code == _HOMELESS else ""
                    yield Finding(code, email, problem.sentence, at=home)

    def _is_suspect(self, email: str) -> bool:
        user, member = self._users.get(email), self._members.get(email)
        profile = self._profiles.get(self._link_of(email))
        # Who may renew is known once they are read again.
        found = problems_of(email, user, member, profile, owners=1, may_renew=False)
        return any(found)

    def _shared(self) -> Iterator[Finding]:
        for profile_id, emails in self._leading.items():
            if len(emails) > 1:
                yield from _sharing(profile_id, emails)

    def _stray(self) -> Iterator[Finding]:
        nobodys = (
            profile_id
            for profile_id, row in self._profiles.items()
            if is_stray(row) and profile_id not in self._leading
        )
        without = [email for email in self._members if not self._link_of(email)]
        seekers = _by_name(people(without))
        for ids in in_batches(nobodys, _AT_ONCE):
            for profile in Profile.find_many(map(Profile.key, ids)).values():
                yield from self._nobodys(profile, seekers)

    def _nobodys(
        self, profile: Profile, seekers: dict[str, list[str]]
    ) -> Iterator[Finding]:
        profile_id, now = profile.profile_id, self.now
        if not is_stray(ProfileRow.of(profile.wire)):
            return
        if int(profile.created_at or 0) > now - _SETTLING:
            return
        if members_of_profile(profile_id):
            return
        match seekers.get(profile.name, []):
            case [email] if email not in self._homes:
                self._homes[email] = profile_id
                yield Finding(
                    "profile-without-member",
                    email,
                    f"The profile {profile_id} belongs to nobody. It bears the name of"
                    " this member, who has none.",
                    at=profile_id,
                )
            case _:
                yield Finding(
                    "profile-without-member",
                    profile_id,
                    f"The profile {profile_id} belongs to no member.",
                    at=profile_id,
                )

    def _twice(self) -> Iterator[Finding]:
        for number, emails in self._cards.items():
            for email in emails if len(emails) > 1 else ():
                yield Finding(
                    "card-number-twice",
                    email,
                    f"The card number {number} is written in {len(emails)} member"
                    " records.",
                    at=number,
                )


def wrong_types(email: str, row: dict[str, Any]) -> Iterator[Finding]:
    """Yield what of a user or member row is stored as something else than usual."""
    if isinstance(row.get("topics"), str) and row["topics"]:
        yield Finding(
            "topics-as-text", email, "The topics are one text instead of a list."
        )
    for name in FLAGS:
        if isinstance(row.get(name), str):
            yield Finding(
                "flag-as-text",
                email,
                f"{name} is the text '{row[name]}' instead of yes or no.",
                at=name,
            )
    if isinstance(row.get("year"), int | float):
        yield Finding(
            "year-as-number",
            email,
            f"The level of study is the number {row['year']} instead of a text.",
        )


def _sharing(profile_id: str, emails: list[str]) -> Iterator[Finding]:
    """Yield whom a profile is not of; everybody where nothing tells whose it is."""
    sharing = [
        person
        for person in people(emails)
        if person.member and person.member.profile_id == profile_id
    ]
    named = [
        person
        for person in sharing
        if person.profile
        and person.member
        and person.member.name == person.profile.name
    ]
    owner = named[0].email if len(named) == 1 else ""
    for person in sharing if len(sharing) > 1 else ():
        if person.email != owner:
            told = f", which bears the name of {owner}" if owner else ""
            yield Finding(
                "profile-shared",
                person.email,
                f"Another member is linked to the same profile {profile_id}{told}.",
                at=owner and profile_id,
            )


def _by_name(persons: Iterable[Person]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for person in persons:
        if person.member and not person.member.profile_id and person.member.name:
            found[person.member.name].append(person.email)
    return found
