"""Privacy as Django sees it."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What people may ask about what is held of them."""

    name = "core.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Register what the ground itself holds, and how these acts read."""
        from core.privacy import ground, wording  # noqa: F401 - register by import
