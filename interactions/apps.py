"""People meeting people."""

from django.apps import AppConfig
from django.conf import settings


class InteractionsConfig(AppConfig):
    """People meeting people."""

    name = "interactions"

    def ready(self) -> None:
        """Let other processes know what happens in this one, where Redis links them."""
        if settings.REDIS_URL:
            from interactions.wall import publish, relay

            publish.carry_with(relay.Sender().send)
