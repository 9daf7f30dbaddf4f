"""``manage.py erase_person EMAIL [--apply]``."""

from collections.abc import Mapping
from typing import Any

from django.core.management.base import CommandError, CommandParser

from core.email import normalize_email
from core.plans.command_line import PlanCommand
from core.privacy.erasing import ERASE
from core.privacy.subjects import data_subject


class Command(PlanCommand):
    """Erases a person, and keeps a receipt."""

    kind = ERASE
    help = (
        "Erase everything that is held of a person: show what goes, what stays without"
        " their name, and what only others can erase. Changes nothing without --apply;"
        " what is applied cannot be undone. The receipt is kept under a pseudonym."
    )

    def add_choices(self, parser: CommandParser) -> None:
        """Take the person."""
        parser.add_argument("email", nargs="?", metavar="EMAIL")

    def asked(self, options: Mapping[str, Any]) -> tuple[dict[str, Any], bytes]:
        """Return whom the plan is about; the reason is kept, and must not name them."""
        if options["email"] is None:
            raise CommandError("Name the person: erase_person EMAIL.")
        email = normalize_email(options["email"])
        reason = options["reason"]
        if reason and data_subject(email).is_named_in(reason):
            raise CommandError("'reason' is kept: it must not name the person.")
        return {"email": email}, b""
