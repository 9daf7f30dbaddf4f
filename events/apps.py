"""Events, who comes to them, and what they thought."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """Events, who comes to them, and what they thought."""

    name = "events"

    def ready(self) -> None:
        """Register how acts and fields read, and count the seats that acts take."""
        from core.audit.consequences import follow_acts, refuse_undo
        from events import wording  # noqa: F401 - registers by import
        from events.services import seats

        follow_acts(seats.follow)
        refuse_undo(seats.obstacles)
