"""What the other apps need to know of events."""

from django.apps import AppConfig


class EventsConfig(AppConfig):
    """What the other apps need to know of events."""

    name = "events"
