"""People meeting people."""

from django.apps import AppConfig


class InteractionsConfig(AppConfig):
    """People meeting people."""

    name = "interactions"
