"""People meeting people."""

from functools import partial

from django.apps import AppConfig
from django.conf import settings


class InteractionsConfig(AppConfig):
    """People meeting people."""

    name = "interactions"

    def ready(self) -> None:
        """Follow acts, and keep all walls up with what is written."""
        from core.audit.consequences import do_after_undo, follow_acts, refuse_undo
        from core.doctor.examining import register_examination
        from core.doctor.invariants import register_invariants
        from core.dynamo.signals import tell_of_writes
        from core.exports.kinds import register_export
        from core.relay import relay
        from interactions import holdings, wording  # noqa: F401 - register by import
        from interactions.exports import MET
        from interactions.invariants.examining import ConnectionsExamined
        from interactions.invariants.told import INVARIANTS
        from interactions.services import consequences
        from interactions.wall import kept, publish
        from profiles.models import Profile

        register_export(MET)
        consequences.register_connection_work()
        follow_acts(consequences.follow)
        refuse_undo(consequences.obstacles)
        do_after_undo(consequences.publish_walls)
        tell_of_writes(publish.publish_row, Profile, elsewhere=True)
        publish.carry_with(kept.hear)
        relay.listen("wall", publish.hear)
        if settings.REDIS_URL:
            publish.send_with(partial(relay.send, "wall"))
        register_invariants(*INVARIANTS)
        register_examination(ConnectionsExamined)
