"""What the directory keeps of each row: a few values, so that all rows fit in memory.

Read from whole tables, and from single rows again once they were written.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any, NamedTuple, Self, TypeVar

from accounts.models import User
from core.dynamo.base import Entity, Key
from memberships.models import Member
from profiles.models import PROFILE, Profile, profile_id_of
from profiles.queries import all_profiles

# The entity, and the e-mail address or the profile id.
Place = tuple[type[User] | type[Member] | type[Profile], str]

# Told how many rows of which kind have been read.
Advance = Callable[[str, int], None]

# A count is told each so many rows.
_TOLD_EACH = 500


class UserRow(NamedTuple):
    """A user row, as far as lists and problems go."""

    name: str
    faculty: str
    year: str
    is_member: bool
    admin: bool
    kept_profile_id: str
    student_number: str = ""

    @classmethod
    def of(cls, user: User) -> Self:
        """Return what the directory keeps of a user."""
        return cls(
            name=user.name,
            faculty=user.faculty or "",
            year=str(user.year or ""),
            is_member=bool(user.is_member),
            admin=bool(user.admin),
            kept_profile_id=user.kept_profile_id or "",
            student_number=str(user.student_id or ""),
        )


class MemberRow(NamedTuple):
    """A member row, as far as lists and problems go."""

    name: str
    faculty: str
    year: str
    cards: int
    profile_id: str
    created_at: int
    student_number: str = ""

    @classmethod
    def of(cls, member: Member) -> Self:
        """Return what the directory keeps of a member."""
        return cls(
            name=member.name,
            faculty=member.faculty or "",
            year=str(member.year or ""),
            cards=int(member.card_count or 0),
            profile_id=member.profile_id or "",
            created_at=int(member.created_at or 0),
            student_number=member.student_number or "",
        )


class ProfileRow(NamedTuple):
    """A profile row, as far as the index of all profiles knows it."""

    name: str
    profile_type: str
    is_hidden: bool
    is_replaced: bool
    created_at: int | None

    @classmethod
    def of(cls, profile: Profile) -> Self:
        """Return what the directory keeps of a profile."""
        return cls(
            name=profile.name,
            profile_type=profile.profile_type or "",
            is_hidden=bool(profile.hidden_at),
            is_replaced=bool(profile.replaced_at),
            created_at=int(profile.created_at) if profile.created_at else None,
        )


AnyRow = UserRow | MemberRow | ProfileRow
R = TypeVar("R", UserRow, MemberRow, ProfileRow)

_OF_USERS = (
    "fname",
    "lname",
    "faculty",
    "year",
    "isMember",
    "admin",
    "keptProfileID",
    "studentId",
)
_OF_MEMBERS = (
    "firstName",
    "lastName",
    "faculty",
    "year",
    "cardCount",
    "profileID",
    "createdAt",
    "studentNumber",
)


class Tables(NamedTuple):
    """All rows: users and members by e-mail address, profiles by id."""

    users: dict[str, UserRow]
    members: dict[str, MemberRow]
    profiles: dict[str, ProfileRow]


def read_tables(advance: Advance, *, segments: int = 4) -> Tables:
    """Read the three whole tables; of each text one copy is kept."""
    users = User.scan_in_segments(attributes=_OF_USERS, segments=segments)
    members = Member.scan_in_segments(attributes=_OF_MEMBERS, segments=segments)
    copies: dict[str, str] = {}

    def kept(rows: Iterable[tuple[str, R]], name: str) -> dict[str, R]:
        found: dict[str, R] = {}
        for key, row in rows:
            shared = (
                copies.setdefault(value, value) if type(value) is str else value
                for value in row
            )
            make: Any = row._make
            found[copies.setdefault(key, key)] = make(shared)
            if len(found) % _TOLD_EACH == 0:
                advance(name, len(found))
        advance(name, len(found))
        return found

    return Tables(
        kept(((user.id, UserRow.of(user)) for user in users), "users"),
        kept(((member.id, MemberRow.of(member)) for member in members), "members"),
        kept(
            ((each.profile_id, ProfileRow.of(each)) for each in all_profiles()),
            "profiles",
        ),
    )


def read_rows(places: Collection[Place]) -> dict[Place, AnyRow | None]:
    """Read single rows again, as they are now; None for those that are gone."""
    wanted: dict[Any, list[str]] = {User: [], Member: [], Profile: []}
    for entity, name in places:
        wanted[entity].append(name)
    users = User.find_many(map(User.key, wanted[User]))
    members = Member.find_many(map(Member.key, wanted[Member]))
    profiles = Profile.find_many(map(Profile.key, wanted[Profile]))
    found: dict[Place, AnyRow] = {
        **{(User, each.id): UserRow.of(each) for each in users.values()},
        **{(Member, each.id): MemberRow.of(each) for each in members.values()},
        **{
            (Profile, each.profile_id): ProfileRow.of(each)
            for each in profiles.values()
        },
    }
    return {place: found.get(place) for place in places}


def place_of(entity: type[Entity], key: Key) -> Place | None:
    """Return which row a written one is, None when the directory keeps none such."""
    for kind in (User, Member):
        if _same_table(entity, kind):
            return kind, key[0]
    if _same_table(entity, Profile) and key[1] == PROFILE:
        return Profile, profile_id_of(key[0])
    return None


def _same_table(one: type[Entity], other: type[Entity]) -> bool:
    # Of the members' tables this year's alone.
    return one.base_name() == other.base_name() and (
        one.Meta.table_name == other.Meta.table_name
    )
