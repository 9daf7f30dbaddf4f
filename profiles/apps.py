"""How a person shows themselves."""

from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    """How a person shows themselves."""

    name = "profiles"

    def ready(self) -> None:
        """Register how acts and fields read, and that undo gives pictures back."""
        from core.audit.consequences import do_after_undo
        from profiles import wording  # noqa: F401 - registers by import
        from profiles.services.pictures.removal import put_back_pictures

        do_after_undo(put_back_pictures)
