"""Mail as Django sees it."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mails that are decided on with a change, and sent after it."""

    name = "core.mail"
    label = "mail"

    def ready(self) -> None:
        """Register how what is done to mails reads."""
        from core.mail import wording  # noqa: F401 - registers by import
