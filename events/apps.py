"""What the other apps need to know of events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """What the other apps need to know of events."""

    name = "events"

    def ready(self) -> None:
        """Register how fields read."""
        from events import wording  # noqa: F401 - registers by import
