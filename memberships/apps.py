"""Who is a member."""

from django.apps import AppConfig


class MembershipsConfig(AppConfig):
    """Who is a member."""

    name = "memberships"

    def ready(self) -> None:
        """Register how acts and fields read."""
        from memberships import wording  # noqa: F401 - registers by import
