"""Mail as Django sees it."""

from django.apps import AppConfig


class MailConfig(AppConfig):
    """Mails that are decided on with a change, and sent after it."""

    name = "core.mail"
    label = "mail"

    def ready(self) -> None:
        """Register how what is done to mails reads, and what goes along."""
        from core.mail import wording  # noqa: F401 - registers by import
        from core.mail.outbox import readdressed_mails
        from core.readdressing import readdress_with

        readdress_with(readdressed_mails)
