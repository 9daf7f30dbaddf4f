"""``manage.py revoke_membership EMAIL --reason TEXT``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import actor, refusals_as_errors, sentences
from core.email import normalize_email
from memberships.services import Revoked, plan_revoke, revoke_membership


class Command(BaseCommand):
    """Takes a membership away; harmless for a person who has none."""

    help = (
        "Take a membership away: the user stays, the member record goes, the profile"
        " goes or is kept out of sight. Everything can be undone for 30 days."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address and the reason."""
        parser.add_argument("email", metavar="EMAIL")
        parser.add_argument("--reason", required=True, metavar="TEXT")
        parser.add_argument(
            "--keep-profile",
            action="store_true",
            help="keep the profile, shown to nobody, for a later membership",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Revoke, or tell what a revocation would do."""
        keep_profile, dry_run = options["keep_profile"], options["dry_run"]
        with refusals_as_errors():
            email = normalize_email(options["email"])
            if dry_run:
                revoked = plan_revoke(email, keep_profile=keep_profile, now=now_ms())
            else:
                revoked = revoke_membership(
                    email,
                    reason=options["reason"],
                    keep_profile=keep_profile,
                    actor=actor(),
                    now=now_ms(),
                )
        for sentence in sentences(revoked.changes, dry_run=dry_run):
            self.stdout.write(sentence)
        if revoked.connections:
            said = "Would remove" if dry_run else "Removed"
            people = "person" if revoked.connections == 1 else "people"
            self.stdout.write(
                f"{said} the connections with {revoked.connections} {people}"
            )
        if revoked.keeps_dashboard_rights:
            self.stdout.write("Dashboard rights stay: they come from the address.")
        if revoked.act:
            self.stdout.write(f"To undo: manage.py undo {email} {revoked.act.act_id}")
        self.stdout.write(_summary(revoked, dry_run=dry_run))


def _summary(revoked: Revoked, *, dry_run: bool) -> str:
    if not revoked.changes:
        return f"{revoked.email} is not a member, nothing to do."
    if dry_run:
        return f"Would revoke the membership of {revoked.email}."
    return f"Revoked the membership of {revoked.email}."
