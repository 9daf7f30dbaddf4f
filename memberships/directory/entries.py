"""What lists show of everybody, joined from the rows and kept joined as they change."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Any, NamedTuple

from accounts.models import User
from core.shelf import Shelf
from memberships.directory.problems import Problem, is_stray, problems_of, stray
from memberships.directory.rows import (
    AnyRow,
    MemberRow,
    Place,
    ProfileRow,
    Tables,
    UserRow,
)
from memberships.models import Member
from profiles.models import Profile
from profiles.services import COMPANY, PARTNER, REPLACED

# So many are joined before a rest: some milliseconds' worth.
_AT_A_STRETCH = 500


class Entry(NamedTuple):
    """A person, as lists and counts need it."""

    email: str
    name: str
    member: bool
    faculty: str
    year: str
    profile_type: str
    profile_id: str
    cards: int
    # When the member record was made, in ms; 0 for others.
    member_since: int
    student_number: str
    problems: tuple[Problem, ...]
    # What a search looks through.
    search_text: str


class State(StrEnum):
    """What can be said of a profile at a glance."""

    MEMBER = "member"
    OUTSIDE = "outside"
    ORPHAN = "orphan"
    HIDDEN = "hidden"
    REPLACED = "replaced"


class ProfileEntry(NamedTuple):
    """A profile, as lists need it."""

    profile_id: str
    name: str
    profile_type: str
    state: State
    created_at: int | None
    # Nobody leads to it, and somebody should.
    stray: bool
    # What a search looks through.
    search_text: str


def state_of(profile: ProfileRow, *, has_member: bool) -> State:
    """Return the state of a profile; a hidden one is hidden whosever it is."""
    if profile.profile_type == REPLACED or profile.is_replaced:
        return State.REPLACED
    if profile.is_hidden:
        return State.HIDDEN
    if has_member:
        return State.MEMBER
    if profile.profile_type in (PARTNER, COMPANY):
        return State.OUTSIDE
    return State.ORPHAN


@dataclass(frozen=True, kw_only=True)
class Listed:
    """Everybody and every profile at one moment, in no order."""

    people: Shelf[Entry]
    profiles: Shelf[ProfileEntry]

    def problems(self) -> Sequence[Problem]:
        """Return every problem by address, then of profiles that are nobody's."""
        return self._problems

    @cached_property
    def _problems(self) -> Sequence[Problem]:
        found = [problem for one in self.people for problem in one.problems]
        lost = [stray(one.profile_id) for one in self.profiles if one.stray]
        return [
            *sorted(found, key=lambda problem: problem.email or ""),
            *sorted(lost, key=lambda problem: problem.profile_id or ""),
        ]


class Records:
    """The rows of everybody, joined; for one thread at a time."""

    def __init__(self, tables: Tables, rest: Callable[[], None] = lambda: None) -> None:
        """Join the rows; ``rest`` is called now and then meanwhile."""
        self._tables = tables
        self._people: dict[str, Entry] = {}
        self._profiles: dict[str, ProfileEntry] = {}
        # How many members have a profile, by its id.
        self._owners = Counter(each.profile_id for each in tables.members.values())
        # None once anything changed.
        self._listed: Listed | None = None
        everybody = tables.users.keys() | tables.members.keys()
        leading: dict[str, list[str]] = defaultdict(list)
        for email in everybody:
            if link := self._link_of(email):
                leading[link].append(email)
        # Whom a profile is of: e-mail addresses by profile id.
        self._leading = {link: tuple(emails) for link, emails in leading.items()}
        self._join(_resting(everybody, rest), _resting(tables.profiles, rest))

    def listed(self) -> Listed:
        """Return everybody as they are here now; the same until something changes."""
        if self._listed is None:
            self._listed = Listed(
                people=Shelf(tuple(self._people.values())),
                profiles=Shelf(tuple(self._profiles.values())),
            )
        return self._listed

    def profile_id_of(self, email: str) -> str:
        """Return the profile that a person's records lead to, or empty."""
        return self._link_of(email)

    def put(self, place: Place, row: AnyRow | None) -> None:
        """Take in a row as it is now, None for one that is gone."""
        entity, name = place
        tables = self._tables
        kept: dict[Any, dict[str, Any]] = {
            User: tables.users,
            Member: tables.members,
            Profile: tables.profiles,
        }
        rows = kept[entity]
        if rows.get(name) == row:
            return
        if entity is Profile:
            _set(rows, name, row)
            self._join(self._leading.get(name, ()), [name])
            return
        before = self._link_of(name)
        if entity is Member:
            self._own(rows.get(name), -1)
            self._own(row, 1)
        _set(rows, name, row)
        after = self._link_of(name)
        if before != after:
            self._mislead(name, before)
            self._lead(name, after)
        # Who has a profile says of others whether they share it.
        beside = {*self._leading.get(before, ()), *self._leading.get(after, ())}
        self._join({name, *beside}, {before, after} & tables.profiles.keys())

    def _link_of(self, email: str) -> str:
        if member := self._tables.members.get(email):
            return member.profile_id
        user = self._tables.users.get(email)
        return user.kept_profile_id if user else ""

    def _lead(self, email: str, profile_id: str) -> None:
        if profile_id:
            self._leading[profile_id] = (*self._leading.get(profile_id, ()), email)

    def _mislead(self, email: str, profile_id: str) -> None:
        left = tuple(one for one in self._leading.get(profile_id, ()) if one != email)
        _set(self._leading, profile_id, left or None)

    def _own(self, member: Any, more: int) -> None:
        if member:
            self._owners[member.profile_id] += more

    def _join(self, emails: Iterable[str], profile_ids: Iterable[str]) -> None:
        for email in emails:
            self._show(self._people, email, self._entry(email))
        for profile_id in profile_ids:
            row = self._tables.profiles.get(profile_id)
            entry = self._profile_entry(profile_id, row) if row else None
            self._show(self._profiles, profile_id, entry)

    def _show(self, shown: dict[str, Any], key: str, entry: Any) -> None:
        if shown.get(key) != entry:
            _set(shown, key, entry)
            self._listed = None

    def _entry(self, email: str) -> Entry | None:
        user, member = self._tables.users.get(email), self._tables.members.get(email)
        if user is None and member is None:
            return None
        profile_id = self._link_of(email)
        profile = self._tables.profiles.get(profile_id)
        owners = self._owners[profile_id]
        name = _first_known("name", user, member, profile)
        return Entry(
            email=email,
            name=name,
            member=member is not None,
            faculty=_first_known("faculty", member, user),
            year=_first_known("year", member, user),
            profile_type=profile.profile_type if profile else "",
            profile_id=profile_id,
            cards=member.cards if member else 0,
            member_since=member.created_at if member else 0,
            student_number=_first_known("student_number", member, user),
            problems=tuple(
                problems_of(
                    email,
                    user,
                    member,
                    profile,
                    owners=owners,
                    may_renew=email in self._tables.renewing,
                )
            ),
            search_text=_search_text(email, name, profile_id),
        )

    def _profile_entry(self, profile_id: str, row: ProfileRow) -> ProfileEntry:
        return ProfileEntry(
            profile_id=profile_id,
            name=row.name,
            profile_type=row.profile_type,
            state=state_of(row, has_member=self._owners[profile_id] > 0),
            created_at=row.created_at,
            stray=profile_id not in self._leading and is_stray(row),
            search_text=_search_text(profile_id, row.name),
        )


def _first_known(name: str, *rows: UserRow | MemberRow | ProfileRow | None) -> str:
    return next((value for row in rows if row and (value := getattr(row, name))), "")


def _resting(names: Iterable[str], rest: Callable[[], None]) -> Iterator[str]:
    for number, name in enumerate(names, 1):
        yield name
        if number % _AT_A_STRETCH == 0:
            rest()


def _search_text(*parts: str) -> str:
    # What one searches for has no ends of lines: it is never found across two parts.
    return "\n".join(parts).lower()


def _set(kept: dict[str, Any], key: str, value: Any) -> None:
    if value is None:
        kept.pop(key, None)
    else:
        kept[key] = value
