"""People: the three records of everyone, side by side, and what is wrong with them."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from accounts.models import User
from accounts.queries import all_users
from core.dynamo.transactions import read_together
from core.email import is_exec_email, one_spelling
from memberships.models import Member
from memberships.queries import all_members, members_of_profile
from profiles.models import Profile
from profiles.queries import all_profiles, find_profile

# Profiles of these types belong to no member.
_WITHOUT_MEMBER = ("PARTNER", "COMPANY", "REPLACED")


@dataclass(frozen=True, kw_only=True)
class Problem:
    """A missing or contradicting piece, in a sentence, and where it is."""

    code: str
    sentence: str
    email: str | None = None
    profile_id: str | None = None


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
    def faculty(self) -> str:
        """The faculty, as the person gave it."""
        return self._known("faculty")

    @property
    def year(self) -> str:
        """The year of study, as the person gave it."""
        return self._known("year")

    @property
    def profile_type(self) -> str:
        """The type of the linked profile, or empty."""
        return (self.profile.profile_type or "") if self.profile else ""

    @property
    def cards(self) -> int:
        """How many cards were written for this member."""
        return int(self.member.card_count or 0) if self.member else 0

    @property
    def has_card(self) -> bool:
        """Whether a card was written for this member."""
        return self.cards > 0

    @property
    def created_at(self) -> int:
        """When the first of the records was made, in ms; 0 when none says so."""
        times = [int(row.created_at or 0) for row in (self.user, self.member) if row]
        return min((time for time in times if time), default=0)

    @property
    def member_since(self) -> int:
        """When the member record was made, in ms; 0 for others."""
        return int(self.member.created_at or 0) if self.member else 0

    def _known(self, name: str) -> str:
        values = [getattr(row, name) for row in (self.member, self.user) if row]
        return next((str(value) for value in values if value), "")


def person(email: str) -> Person:
    """Return one person and their problems; three calls at most."""
    user, member = read_together((User, User.key(email)), (Member, Member.key(email)))
    linked = member.profile_id if member else user.kept_profile_id if user else None
    profile = find_profile(linked) if linked else None
    owners = members_of_profile(linked) if member and linked else []
    found = [
        *_problems(email, user, member, profile),
        *_shared(email, member, Counter(owner.profile_id for owner in owners)),
    ]
    return Person(
        email=email, user=user, member=member, profile=profile, problems=tuple(found)
    )


def people() -> list[Person]:
    """Return everyone with a user or a member record; reads three whole tables."""
    return people_and_problems()[0]


def problems() -> list[Problem]:
    """Return every problem of everyone, also of profiles that belong to nobody."""
    return people_and_problems()[1]


def people_and_problems() -> tuple[list[Person], list[Problem]]:
    """Return everyone and every problem from one reading of the three tables."""
    everyone, stray = _joined(all_users(), all_members(), all_profiles())
    return everyone, [problem for one in everyone for problem in one.problems] + stray


def _stray_profiles(
    everyone: Iterable[Person], profiles: Iterable[Profile]
) -> list[Problem]:
    """Return the problems of profiles to which no person leads."""
    linked = {one.profile.profile_id for one in everyone if one.profile}
    return [
        Problem(
            code="profile-without-member",
            sentence=f"The profile {profile.profile_id} belongs to no member.",
            profile_id=profile.profile_id,
        )
        for profile in profiles
        if profile.profile_id not in linked
        and profile.profile_type not in _WITHOUT_MEMBER
    ]


def _joined(
    users: list[User], members: list[Member], profiles: list[Profile]
) -> tuple[list[Person], list[Problem]]:
    user_of = {user.id: user for user in users}
    member_of = {member.id: member for member in members}
    profile_of = {profile.profile_id: profile for profile in profiles}
    owners = Counter(member.profile_id for member in members if member.profile_id)
    everyone = []
    for email in sorted(user_of.keys() | member_of.keys()):
        user, member = user_of.get(email), member_of.get(email)
        linked = member.profile_id if member else user and user.kept_profile_id
        profile = profile_of.get(linked or "")
        found = [
            *_problems(email, user, member, profile),
            *_shared(email, member, owners),
        ]
        everyone.append(
            Person(
                email=email,
                user=user,
                member=member,
                profile=profile,
                problems=tuple(found),
            )
        )
    return everyone, _stray_profiles(everyone, profiles)


def _problems(
    email: str, user: User | None, member: Member | None, profile: Profile | None
) -> Iterator[Problem]:
    for code, wrong, sentence in (
        (
            "email-not-normalized",
            email != one_spelling(email),
            (
                "The address has capitals or blanks, so signing in does not find this"
                " record. The command normalize_emails moves it."
            ),
        ),
        (
            "member-without-user",
            member is not None and user is None,
            "There is a member record without a user record. Repairing adds it.",
        ),
        (
            "member-not-flagged",
            member is not None and user is not None and not user.is_member,
            ("The user record does not say that this is a member. Repairing sets it."),
        ),
        (
            "flag-without-member",
            member is None and user is not None and bool(user.is_member),
            (
                "The user record says member, but there is no member record. Grant to"
                " add it, or revoke to clear it."
            ),
        ),
        (
            "member-without-profile",
            member is not None and not member.profile_id,
            "The member has no profile. Repairing makes one.",
        ),
        (
            "profile-missing",
            member is not None and bool(member.profile_id) and profile is None,
            "The member's profile does not exist. Repairing makes a new one.",
        ),
        (
            "profile-hidden",
            member is not None and profile is not None and bool(profile.hidden_at),
            "The member's profile is hidden. Repairing shows it.",
        ),
        (
            "admin-flag-contradicts-domain",
            user is not None and bool(user.admin) != is_exec_email(email),
            (
                "The admin flag contradicts the address. It gives no rights; only a"
                " verified club address does."
            ),
        ),
    ):
        if wrong:
            yield Problem(code=code, sentence=sentence, email=email)


def _shared(
    email: str, member: Member | None, owners: Counter[str]
) -> Iterator[Problem]:
    profile_id = member.profile_id if member else None
    if profile_id and owners[profile_id] > 1:
        yield Problem(
            code="profile-shared",
            sentence=f"Another member is linked to the same profile {profile_id}.",
            email=email,
            profile_id=profile_id,
        )
