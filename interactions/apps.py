"""People meeting people."""

from django.apps import AppConfig
from django.conf import settings


class InteractionsConfig(AppConfig):
    """People meeting people."""

    name = "interactions"

    def ready(self) -> None:
        """Keep the walls of this process, and of others, up with what is written."""
        from core.dynamo.signals import tell_of_writes
        from interactions import wording  # noqa: F401 - registers by import
        from interactions.wall import kept, publish, relay

        tell_of_writes(publish.publish_row)
        publish.carry_with(kept.hear)
        if settings.REDIS_URL:
            publish.carry_with(relay.Sender().send)
