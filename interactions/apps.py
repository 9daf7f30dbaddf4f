"""People meeting people."""

from django.apps import AppConfig
from django.conf import settings


class InteractionsConfig(AppConfig):
    """People meeting people."""

    name = "interactions"

    def ready(self) -> None:
        """Follow acts, and keep all walls up with what is written."""
        from core.audit.consequences import do_after_undo, follow_acts, refuse_undo
        from core.dynamo.signals import tell_of_writes
        from interactions import wording  # noqa: F401 - registers by import
        from interactions.services import consequences
        from interactions.wall import kept, publish, relay

        consequences.register_connection_work()
        follow_acts(consequences.follow)
        refuse_undo(consequences.obstacles)
        do_after_undo(consequences.publish_walls)
        tell_of_writes(publish.publish_row)
        publish.carry_with(kept.hear)
        if settings.REDIS_URL:
            publish.carry_with(relay.Sender().send)
