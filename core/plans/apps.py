"""Plans as Django sees them."""

from django.apps import AppConfig


class PlansConfig(AppConfig):
    """Bulk work that is planned, shown, applied and undone."""

    name = "core.plans"
    label = "plans"

    def ready(self) -> None:
        """Have the table of plans known."""
        from core.plans import models  # noqa: F401 - binds its entities
