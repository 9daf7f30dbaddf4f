"""``manage.py normalize_emails [--apply]``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from accounts.models import User
from core.clock import now_ms
from core.command_line import actor, refusals_as_errors, write_table
from core.email import one_spelling
from core.long_runs import progress, stoppable
from memberships.models import Member
from memberships.services import Misspelt, Respelt, misspelt, plan_respelling, respell


class Command(BaseCommand):
    """Brings user and member records to the one spelling of their address."""

    help = (
        "Find user and member records whose key has capitals or blanks, which signing"
        " in never finds, and show what would move or merge. Changes nothing without"
        " --apply. Each address is one transaction and can be undone for 30 days;"
        " running it again goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, where to begin and how many."""
        parser.add_argument("--apply", action="store_true", help="do it")
        parser.add_argument(
            "--resume-from",
            default="",
            metavar="KEY",
            help="leave out addresses before this one",
        )
        parser.add_argument(
            "--limit", type=int, metavar="N", help="at most so many addresses"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work through the addresses in alphabetical order; then tell of each."""
        found, begin = misspelt(), one_spelling(options["resume_from"])
        addresses = [email for email in found.spellings if email >= begin]
        chosen = addresses[: options["limit"]]
        outcomes: list[Respelt] = []
        try:
            with refusals_as_errors():
                self._work(found, chosen, outcomes, apply=options["apply"])
        finally:
            # Also after a fault: what is done is done, and has to be known.
            self._tell(found, outcomes, apply=options["apply"])
            if rest := addresses[len(outcomes) :]:
                self.stdout.write(
                    f"{len(rest)} left; go on with --resume-from {rest[0]}"
                )
            self.stdout.write(_summary(found, outcomes, apply=options["apply"]))

    def _work(
        self,
        found: Misspelt,
        addresses: list[str],
        outcomes: list[Respelt],
        *,
        apply: bool,
    ) -> None:
        doing = "Moving" if apply else "Looking"
        with (
            stoppable() as stop,
            progress(self.stderr, doing, total=len(addresses)) as advance,
        ):
            for email in addresses:
                if stop:
                    return
                spellings, now = found.spellings[email], now_ms()
                outcomes.append(
                    respell(email, spellings, actor=actor(), now=now)
                    if apply
                    else plan_respelling(email, spellings, now=now)
                )
                advance(f"--resume-from {email}")

    def _tell(self, found: Misspelt, outcomes: list[Respelt], *, apply: bool) -> None:
        done = [one for one in outcomes if one.rows]
        write_table(
            self.stdout,
            ("Address", "Stored as", "User", "Member"),
            (
                (
                    one.email,
                    ", ".join(repr(key) for key in one.spellings),
                    _does(one.records(User), apply=apply),
                    _does(one.records(Member), apply=apply),
                )
                for one in done
            ),
        )
        write_table(
            self.stdout,
            ("Address", "Record", "Conflict in", "Stays", "Goes"),
            (
                (one.email, each.label, each.name, repr(each.stays), repr(each.goes))
                for one in done
                for each in one.differences
            ),
        )
        obstacles = [(one.email, one.obstacle) for one in outcomes if one.obstacle]
        invalid = [(repr(key), "This is no e-mail address.") for key in found.invalid]
        write_table(self.stdout, ("Skipped", "Why"), [*obstacles, *invalid])


def _does(records: int, *, apply: bool) -> str:
    match records:
        case 0:
            return "-"
        case 1:
            return "moved" if apply else "moves"
    return f"{records} {'merged' if apply else 'merge'}"


def _summary(found: Misspelt, outcomes: list[Respelt], *, apply: bool) -> str:
    merged = sum(one.merges for one in outcomes)
    moved = sum(bool(one.rows) for one in outcomes) - merged
    skipped = sum(bool(one.obstacle) for one in outcomes) + len(found.invalid)
    conflicts = sum(len(one.differences) for one in outcomes)
    if apply:
        said = f"Moved {moved}, merged {merged}, skipped {skipped}"
    else:
        said = f"Would move {moved}, merge {merged}, skip {skipped}"
    return f"{said}, conflicts {conflicts}."
