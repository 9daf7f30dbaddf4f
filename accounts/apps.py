"""People who sign in."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """People who sign in."""

    name = "accounts"

    def ready(self) -> None:
        """Register how acts and fields read, what can be exported and is held."""
        from accounts import holdings, wording  # noqa: F401 - register by import
        from accounts.exports import USERS
        from core.exports.kinds import register_export

        register_export(USERS)
