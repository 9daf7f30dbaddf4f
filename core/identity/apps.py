"""The identity app as Django sees it."""

from django.apps import AppConfig


class IdentityConfig(AppConfig):
    """Who is calling: tokens, sessions, sign-in."""

    name = "core.identity"
    label = "identity"

    def ready(self) -> None:
        """Register the system checks of identity."""
        from core.identity import checks  # noqa: F401 - registers by import
