"""``manage.py grant_membership EMAIL``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import actor, refusals_as_errors, sentences
from core.email import normalize_email
from memberships.facts import FACTS, Kind, MembershipFacts
from memberships.services import grant_membership, plan_grant


class Command(BaseCommand):
    """Makes a person a member; harmless for one who is."""

    help = (
        "Make a person a member: user, member record and profile, in one transaction."
        " For somebody who pays in cash, or whom the dashboard cannot reach."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and any fact of the membership form."""
        parser.add_argument("email", metavar="EMAIL")
        for name, fact in FACTS.items():
            option = f"--{name.replace('_', '-')}"
            if fact.kind is Kind.FLAG:
                parser.add_argument(
                    option, action="store_true", default=None, help=fact.label
                )
            else:
                parser.add_argument(option, metavar="TEXT", help=fact.label)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, or tell what a grant would do."""
        known = {name: options[name] for name in FACTS}
        with refusals_as_errors():
            facts = MembershipFacts(email=normalize_email(options["email"]), **known)
            if options["dry_run"]:
                granted = plan_grant(facts, now=now_ms())
            else:
                granted = grant_membership(facts, actor=actor(), now=now_ms())
        for sentence in sentences(granted.changes, dry_run=options["dry_run"]):
            self.stdout.write(sentence)
        self.stdout.write(_summary(granted.email, bool(granted.changes), options))


def _summary(email: str, changed: bool, options: dict[str, Any]) -> str:
    if not changed:
        return f"{email} is a member already, nothing to do."
    if options["dry_run"]:
        return f"Would grant a membership to {email}."
    return f"Granted a membership to {email}."
