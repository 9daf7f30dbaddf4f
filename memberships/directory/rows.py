"""What the directory keeps of each row: a few values, so that all rows fit in memory.

Read from whole tables, and from single rows again once they were written.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple, Self, TypeVar

from accounts.models import User
from core.dynamo.attributes import flag_of, number_of, text_of
from core.dynamo.base import Entity, Key
from core.dynamo.wire import Item, from_wire
from memberships.models import Member
from memberships.queries import forgiven_year
from profiles.models import PROFILE, Profile, profile_id_of
from profiles.queries import all_profile_items

# The entity, and the e-mail address or the profile id.
Place = tuple[type[User] | type[Member] | type[Profile], str]

# Told how many rows of which kind have been read.
Advance = Callable[[str, int], None]

# A count is told each so many rows.
_TOLD_EACH = 500

_ABSENT: Mapping[str, Any] = MappingProxyType({})


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
    def of(cls, item: Item) -> Self:
        """Return what the directory keeps of a user."""
        read = item.get
        return cls(
            name=_name(item, "fname", "lname"),
            faculty=text_of(read("faculty", _ABSENT)),
            year=_as_text(read("year", _ABSENT)),
            is_member=flag_of(read("isMember", _ABSENT)),
            admin=flag_of(read("admin", _ABSENT)),
            kept_profile_id=text_of(read("keptProfileID", _ABSENT)),
            student_number=_as_text(read("studentId", _ABSENT)),
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
    def of(cls, item: Item) -> Self:
        """Return what the directory keeps of a member."""
        read = item.get
        return cls(
            name=_name(item, "firstName", "lastName"),
            faculty=text_of(read("faculty", _ABSENT)),
            year=_as_text(read("year", _ABSENT)),
            cards=int(number_of(read("cardCount", _ABSENT))),
            profile_id=text_of(read("profileID", _ABSENT)),
            created_at=int(number_of(read("createdAt", _ABSENT))),
            student_number=text_of(read("studentNumber", _ABSENT)),
        )


class ProfileRow(NamedTuple):
    """A profile row, as far as the index of all profiles knows it."""

    name: str
    profile_type: str
    is_hidden: bool
    is_replaced: bool
    created_at: int | None

    @classmethod
    def of(cls, item: Item) -> Self:
        """Return what the directory keeps of a profile."""
        read = item.get
        return cls(
            name=_name(item, "fname", "lname"),
            profile_type=text_of(read("profileType", _ABSENT)),
            is_hidden=number_of(read("hiddenAt", _ABSENT)) != 0,
            is_replaced=number_of(read("replacedAt", _ABSENT)) != 0,
            created_at=int(number_of(read("createdAt", _ABSENT))) or None,
        )


def _name(item: Item, *parts: str) -> str:
    texts = [text_of(item.get(part, _ABSENT)) for part in parts]
    return " ".join([text for text in texts if text])


def _as_text(value: Mapping[str, Any]) -> str:
    """Return what a row holds as a text or a number, or rarely as something else."""
    if "S" in value or not value:
        return text_of(value)
    return str(from_wire(dict(value)) or "")


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
    """All rows: users and members by e-mail address, profiles by id.

    ``renewing`` are those of last year's members, while they may still renew.
    """

    users: dict[str, UserRow]
    members: dict[str, MemberRow]
    profiles: dict[str, ProfileRow]
    renewing: frozenset[str]


def read_tables(advance: Advance, *, now: int, segments: int = 4) -> Tables:
    """Read the three whole tables; of each text one copy is kept.

    While last year's members may renew, also who they are.
    """
    users = User.items_in_segments(attributes=_OF_USERS, segments=segments)
    members = Member.items_in_segments(attributes=_OF_MEMBERS, segments=segments)
    copies: dict[str, str] = {}

    def kept(
        items: Iterable[tuple[str, Item]], kind: type[R], name: str
    ) -> dict[str, R]:
        found: dict[str, R] = {}
        make: Any = kind._make
        for key, item in items:
            found[copies.setdefault(key, key)] = make(
                [
                    copies.setdefault(value, value) if type(value) is str else value
                    for value in kind.of(item)
                ]
            )
            if len(found) % _TOLD_EACH == 0:
                advance(name, len(found))
        advance(name, len(found))
        return found

    before = forgiven_year(now=now)
    former = (
        before.items_in_segments(attributes=[], segments=segments) if before else ()
    )
    return Tables(
        kept(((item["id"]["S"], item) for item in users), UserRow, "users"),
        kept(((item["id"]["S"], item) for item in members), MemberRow, "members"),
        kept(all_profile_items(), ProfileRow, "profiles"),
        frozenset(copies.get(key, key) for key in (item["id"]["S"] for item in former)),
    )


def read_rows(places: Collection[Place]) -> dict[Place, AnyRow | None]:
    """Read rows again, as they are now, and the profiles that people's rows lead to.

    None are those that are gone.
    """
    wanted: dict[Any, list[str]] = {User: [], Member: [], Profile: []}
    for entity, name in places:
        wanted[entity].append(name)
    users = User.find_many(map(User.key, wanted[User])).values()
    members = Member.find_many(map(Member.key, wanted[Member])).values()
    rows: dict[Place, AnyRow] = {
        **{(User, each.id): UserRow.of(each.wire) for each in users},
        **{(Member, each.id): MemberRow.of(each.wire) for each in members},
    }
    links = {each.kept_profile_id for each in users}
    links |= {each.profile_id for each in members}
    wanted[Profile] += {link for link in links if link}.difference(wanted[Profile])
    for each in Profile.find_many(map(Profile.key, wanted[Profile])).values():
        rows[Profile, each.profile_id] = ProfileRow.of(each.wire)
    asked = [(entity, name) for entity, names in wanted.items() for name in names]
    return {place: rows.get(place) for place in asked}


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
