"""People who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "accounts"

    def ready(self) -> None:
        """Register how acts and fields read, and what can be exported."""
        from accounts import wording  # noqa: F401 - registers by import
        from accounts.exports import USERS
        from core.exports.kinds import register_export

        register_export(USERS)
