"""``manage.py end_sessions``: signs somebody out, everywhere."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from core.clock import now_ms
from core.email import normalize_email
from core.errors import Refused
from core.identity.services import end_sessions_of


class Command(BaseCommand):
    """Ends every session of one person."""

    help = (
        "End every session of EMAIL at once, for a lost laptop or somebody"
        " who has left. It does not keep them from signing in again: that is the"
        " identity provider's part, so close the account there first."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument("email", help="Whose sessions.")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        """End the sessions and say how many there were."""
        try:
            ended = end_sessions_of(normalize_email(email), now=now_ms())
        except Refused as refused:
            raise CommandError(refused.message) from None
        self.stdout.write(f"Ended {ended} session{'' if ended == 1 else 's'}.")
