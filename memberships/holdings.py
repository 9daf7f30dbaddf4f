"""What memberships hold of people, of this year and of those before."""

from collections.abc import Iterator

from accounts.models import User
from core.privacy.errors import SharedProfile
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import register_finder
from memberships.models import DifferentPeople, Member, YearSwitch
from memberships.queries import members_of_profile
from memberships.years import memberships_of


def _profile_ids(email: str, _: frozenset[str]) -> Iterator[str]:
    """Yield the profiles of a person's memberships, and the one that is kept for them.

    Raises ``SharedProfile`` where one is somebody else's too.
    """
    user = User.find(*User.key(email))
    linked = {user.kept_profile_id} if user else set()
    linked |= {member.profile_id for _, member in memberships_of(email)}
    for profile_id in filter(None, linked):
        if any(owner.id != email for owner in members_of_profile(profile_id)):
            raise SharedProfile(profile_id)
        yield profile_id


register_finder(_profile_ids)
register_holdings(
    Holding(
        entity=Member,
        words="Memberships",
        find=lambda whom: [member for _, member in memberships_of(whom.email)],
    )
)
hold_nothing("Which membership year it is.", YearSwitch)
hold_nothing("A digest of two addresses, which names neither.", DifferentPeople)
