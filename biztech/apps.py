"""The ground that all apps share: its commands and its checks."""

import logging

from django.apps import AppConfig


class BiztechConfig(AppConfig):
    """The ground that all apps share."""

    name = "biztech"

    def ready(self) -> None:
        """Register the project's own system checks, and log what libraries warn of."""
        from biztech import checks  # noqa: F401 - registers by import

        logging.captureWarnings(capture=True)
