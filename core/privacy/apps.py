"""Privacy as Django sees it."""

from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    """What people may ask about what is held of them."""

    name = "core.privacy"
    label = "privacy"

    def ready(self) -> None:
        """Register what the ground itself holds, the plan, and how acts read."""
        from core.plans.kinds import register_kind
        from core.privacy import ground, wording  # noqa: F401 - register by import
        from core.privacy.erasing import KIND

        register_kind(KIND)
