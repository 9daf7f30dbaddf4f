"""The records of two addresses that are to be one person's, as they are now."""

from collections.abc import Iterator
from dataclasses import dataclass

from accounts.models import User
from core.dynamo.transactions import read_together
from core.email import normalize_email
from core.errors import InvalidEmail
from core.membership_year import membership_year
from core.readdressing import FROM, INTO, Choices
from memberships.errors import InvalidMerge, NobodyThere
from memberships.models import Member
from memberships.queries import members_of_profile
from memberships.years import memberships_of
from profiles.models import Profile

# The choice of the profile, and so of the card, that stays.
PROFILE = "profile"


@dataclass(frozen=True, kw_only=True)
class Pair:
    """The records of two addresses as they are, and the profiles they lead to.

    Of ``profiles`` the first one is the one that stays unless somebody chooses.
    """

    sender: str
    into: str
    users: tuple[User | None, User | None]
    members: tuple[Member | None, Member | None]
    profiles: tuple[Profile, ...]
    # Of other years in which the one who goes was a member: theirs is the second.
    former: tuple[tuple[int, Member | None, Member], ...]
    # Profile ids in the records that lead nowhere.
    lost: frozenset[str]
    # Whose the first profile is.
    first_of: str

    def profile_of(self, whose: str) -> Profile | None:
        """Return the profile that one of the two has to offer."""
        first, second = (*self.profiles, None, None)[:2]
        return first if whose == self.first_of else second

    def ordered(self, choices: Choices) -> tuple[Profile, ...]:
        """Return the profile that stays, then the one that leads on to it, if any."""
        chosen = choices.get(PROFILE, self.first_of)
        return self.profiles if chosen == self.first_of else self.profiles[::-1]


def pair_of(sender: str, into: str) -> Pair:
    """Read the records of two addresses, as they were written by somebody.

    ``sender`` may be a key in another spelling under which there are records. Raises
    ``InvalidMerge``, ``NobodyThere``.
    """
    to = _address(into, "into")
    key = _stored_key(sender)
    if key == to:
        raise InvalidMerge("'from' and 'into' are the same address.")
    user_to, user, member_to, member = read_together(
        (User, User.key(to)),
        (User, User.key(key)),
        (Member, Member.key(to)),
        (Member, Member.key(key)),
    )
    if user is None and member is None:
        raise NobodyThere
    # A member's profile is in use; one that was kept waits for a renewal.
    rows = ((member_to, INTO), (member, FROM), (user_to, INTO), (user, FROM))
    whose: dict[str, str] = {}
    for row, owner in rows:
        if link := _link_of(row):
            whose.setdefault(link, owner)
    found = Profile.find_many(map(Profile.key, whose))
    profiles = tuple(
        found[key]
        for key in map(Profile.key, whose)
        if key in found and not found[key].replaced_at
    )
    _refuse_others(profiles, {key, to})
    return Pair(
        sender=key,
        into=to,
        users=(user_to, user),
        members=(member_to, member),
        profiles=profiles,
        former=tuple(_former(key, to)),
        lost=frozenset(whose) - {profile.profile_id for profile in profiles},
        first_of=whose[profiles[0].profile_id] if profiles else INTO,
    )


def _address(text: str, name: str) -> str:
    try:
        return normalize_email(text)
    except InvalidEmail:
        raise InvalidMerge(f"'{name}' is not an e-mail address.") from None


def _stored_key(text: str) -> str:
    """Return the address, or the text itself where there are records under that."""
    email = _address(text, "from")
    if text != email and any(
        table.find(*table.key(text), consistent=True) for table in (User, Member)
    ):
        return text
    return email


def _link_of(row: User | Member | None) -> str:
    match row:
        case Member():
            return str(row.profile_id or "")
        case User():
            return str(row.kept_profile_id or "")
    return ""


def _former(sender: str, into: str) -> Iterator[tuple[int, Member | None, Member]]:
    there = dict(memberships_of(into))
    for year, row in memberships_of(sender):
        if year != membership_year():
            yield year, there.get(year), row


def _refuse_others(profiles: tuple[Profile, ...], emails: set[str]) -> None:
    """Refuse where one profile could not become the other one's."""
    if profiles[2:]:
        told = ", ".join(profile.profile_id for profile in profiles)
        raise InvalidMerge(
            f"They have more than two profiles ({told}). Remove those that are nobody's"
            " first."
        )
    for profile in profiles if profiles[1:] else ():
        owners = {owner.id for owner in members_of_profile(profile.profile_id)}
        if owners - emails:
            raise InvalidMerge(
                f"The profile {profile.profile_id} is another member's as well. Decide"
                " first whose it is: the page Problems lists it."
            )
