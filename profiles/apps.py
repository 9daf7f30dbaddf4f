"""How a person shows themselves."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """How a person shows themselves."""

    name = "profiles"

    def ready(self) -> None:
        """Register how acts and fields read."""
        from profiles import wording  # noqa: F401 - registers by import
