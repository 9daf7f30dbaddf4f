"""Who is a member."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    """Who is a member."""

    name = "memberships"

    def ready(self) -> None:
        """Register words, plans and the year; let the directory follow writes."""
        from accounts.models import User
        from core import membership_year
        from core.audit.consequences import follow_acts, refuse_undo
        from core.doctor.examining import register_examination
        from core.doctor.invariants import register_invariants
        from core.dynamo.signals import tell_of_writes
        from core.exports.kinds import register_export
        from core.plans.kinds import register_kind
        from memberships import holdings, wording  # noqa: F401 - register by import
        from memberships.directory.keeping import directory
        from memberships.exports import MEMBERS
        from memberships.importing.planning import KIND as IMPORT
        from memberships.invariants.told import EXAMINATIONS, INVARIANTS
        from memberships.merging.planning import KIND as MERGE
        from memberships.models import Member, YearSwitch
        from memberships.queries import named_year
        from memberships.services import discord
        from memberships.services.rollover import KINDS
        from profiles.models import Profile

        register_export(MEMBERS)
        for kind in (IMPORT, MERGE, *KINDS):
            register_kind(kind)
        follow_acts(discord.follow)
        refuse_undo(discord.obstacles)
        membership_year.read_with(named_year)
        tell_of_writes(
            lambda _, key: key == YearSwitch.KEY and membership_year.forget(),
            YearSwitch,
            elsewhere=True,
        )
        tell_of_writes(directory.hear, User, Member, Profile, elsewhere=True)
        register_invariants(*INVARIANTS)
        for examination in EXAMINATIONS:
            register_examination(examination)
