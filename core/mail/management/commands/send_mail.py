"""``manage.py send_mail``."""

from argparse import ArgumentParser
from collections import Counter
from itertools import islice
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.clock import now_ms
from core.command_line import actor, refusals_as_errors
from core.long_runs import progress, stoppable
from core.mail.delivery import Outcome, deliver_due
from core.mail.outbox import due_mails, given_up_mails, send_again


class Command(BaseCommand):
    """Sends the mails that are due."""

    help = (
        "Send the mails that are due; the server does so by itself every"
        " WORKER_SECONDS. What fails is tried again later, by whoever comes first."
        " With --retry-given-up also those that were given up."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the options."""
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what is due, and send nothing."
        )
        parser.add_argument("--limit", type=int, help="Send at most so many.")
        parser.add_argument(
            "--retry-given-up",
            action="store_true",
            help="Begin anew with the mails that were given up.",
        )

    def handle(
        self,
        *args: Any,
        dry_run: bool,
        limit: int | None,
        retry_given_up: bool,
        **options: Any,
    ) -> None:
        """Send, or say what would be sent."""
        if dry_run:
            due = sum(1 for _ in islice(due_mails(now=now_ms()), limit))
            again = sum(1 for _ in given_up_mails()) if retry_given_up else 0
            self.stdout.write(f"Would send {due + again} mails.")
            return
        if not settings.MAIL_IS_ON:
            raise CommandError("Mail is off. Set MAIL_BACKEND, see docs/operations.md.")
        if retry_given_up:
            self._retry()
        self._send(limit)

    def _retry(self) -> None:
        for row in list(given_up_mails()):
            with refusals_as_errors():
                send_again(row.id, actor=actor(), now=now_ms())

    def _send(self, limit: int | None) -> None:
        counts: Counter[Outcome] = Counter()
        with stoppable() as stop, progress(self.stderr, "Mails") as advance:
            for row, outcome in islice(deliver_due(), limit):
                counts[outcome] += 1
                advance(row.id)
                if stop:
                    break
        self.stdout.write(
            f"Sent {counts[Outcome.SENT]} mails, failed {counts[Outcome.FAILED]},"
            f" held back {counts[Outcome.HELD]}, gave up {counts[Outcome.GIVEN_UP]},"
            f" suppressed {counts[Outcome.SUPPRESSED]}."
        )
