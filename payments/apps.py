"""What people pay for, and what comes of it."""

from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    """What people pay for, and what comes of it."""

    name = "payments"

    def ready(self) -> None:
        """Register how acts and fields read."""
        from payments import wording  # noqa: F401 - registers by import
