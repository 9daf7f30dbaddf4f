"""What memberships hold of people, of this year and of those before."""

import json
from collections.abc import Iterator

from accounts.models import User
from core.audit.models import Act
from core.privacy.errors import SharedProfile
from core.privacy.holdings import Holding, hold_nothing, register_holdings
from core.privacy.subjects import (
    DataSubject,
    register_address_finder,
    register_finder,
)
from memberships.acts import MembershipAct
from memberships.models import DifferentPeople, DiscordAccount, Member, YearSwitch
from memberships.queries import members_of_profile
from memberships.years import memberships_of


def _other_addresses(whom: DataSubject) -> Iterator[str]:
    """Yield the addresses that became one with a person's; reads the whole trail."""
    for act in Act.scan((Act.act == MembershipAct.MERGE) & Act.notes.exists()):
        merged = {str(act.subject), str(json.loads(act.notes).get("from") or "")}
        if not act.undone_at and merged.intersection(whom.emails):
            yield from merged - {""}


def _profile_ids(whom: DataSubject) -> Iterator[str]:
    """Yield the profiles of a person's memberships, and the one that is kept for them.

    Raises ``SharedProfile`` where one is somebody else's too.
    """
    users = User.find_many(map(User.key, whom.emails))
    linked = {user.kept_profile_id for user in users.values()}
    linked |= {member.profile_id for member in _memberships(whom)}
    for profile_id in filter(None, linked):
        if any(owner.id not in whom.emails for owner in members_of_profile(profile_id)):
            raise SharedProfile(profile_id)
        yield profile_id


def _memberships(whom: DataSubject) -> Iterator[Member]:
    for email in whom.emails:
        yield from (member for _, member in memberships_of(email))


def _discord_accounts(whom: DataSubject) -> Iterator[DiscordAccount]:
    linked = {str(member.discord_id or "") for member in _memberships(whom)}
    for row in DiscordAccount.find_many(map(DiscordAccount.key, linked)).values():
        if row.email in whom.emails:
            yield row


register_address_finder(_other_addresses)
register_finder(_profile_ids)
register_holdings(
    Holding(
        entity=Member,
        words="Memberships",
        find=_memberships,
    ),
    Holding(
        entity=DiscordAccount,
        words="That a Discord account is theirs",
        find=_discord_accounts,
    ),
)
hold_nothing("Which membership year it is.", YearSwitch)
hold_nothing("A digest of two addresses, which names neither.", DifferentPeople)
