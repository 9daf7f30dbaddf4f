"""``manage.py grant_membership EMAIL``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import actor, refusals_as_errors, sentences
from core.email import normalise_email
from memberships.facts import MembershipFacts
from memberships.services import grant_membership, plan_grant

_TEXTS = (
    "first-name",
    "last-name",
    "student-number",
    "education",
    "pronouns",
    "year",
    "faculty",
    "major",
    "diet",
    "heard-from",
    "topics",
)
_FLAGS = ("international", "previous-member")


class Command(BaseCommand):
    """Makes a person a member; harmless for one who is."""

    help = (
        "Make a person a member: user, member record and profile, in one transaction."
        " For somebody who pays in cash, or whom the dashboard cannot reach."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the address, and any fact of the membership form."""
        parser.add_argument("email", metavar="EMAIL")
        for name in _TEXTS:
            parser.add_argument(f"--{name}", metavar="TEXT")
        for name in _FLAGS:
            parser.add_argument(f"--{name}", action="store_true", default=None)
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would change, and stop"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant, or tell what a grant would do."""
        names = (name.replace("-", "_") for name in (*_TEXTS, *_FLAGS))
        known = {name: options[name] for name in names}
        with refusals_as_errors():
            facts = MembershipFacts(email=normalise_email(options["email"]), **known)
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
