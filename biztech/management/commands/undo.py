"""``manage.py undo EMAIL ACT_ID``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.audit.reversal import undo
from core.clock import now_ms
from core.command_line import actor, refusals_as_errors
from core.email import normalize_email


class Command(BaseCommand):
    """Takes one act on a person back."""

    help = (
        "Take one act on a person back: every record as it was before, for 30 days."
        " The act's id is in the person's history and in what revoke_membership says."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the person and the act."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("act_id", metavar="ACT_ID")
        parser.add_argument(
            "--keep-later-edits",
            action="store_true",
            help="undo the rest where something was edited since",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Undo the act, or say what has changed since."""
        with refusals_as_errors():
            act = undo(
                normalize_email(options["email"]),
                options["act_id"],
                actor=actor(),
                now=now_ms(),
                keep_later_edits=options["keep_later_edits"],
            )
        self.stdout.write(f"Undone: {options['act_id']}, recorded as {act.act_id}.")
