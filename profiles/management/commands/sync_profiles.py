"""``manage.py sync_profiles [--apply]``."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import actor, refusals_as_errors, write_table
from core.email import one_spelling
from core.long_runs import progress, stoppable
from profiles.services.drift import Drift, drifted, follow_member


class Command(BaseCommand):
    """Brings profiles up to what their member records say."""

    help = (
        "Find profiles whose names, pronouns, major or year no longer say what the"
        " member record says, and show the differences. Changes nothing without"
        " --apply. Each profile is one act of its member's history and can be undone"
        " for 30 days; running it again goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take what to do, where to begin and how many."""
        parser.add_argument("--apply", action="store_true", help="change the profiles")
        parser.add_argument(
            "--resume-from",
            default="",
            metavar="EMAIL",
            help="leave out members before this one",
        )
        parser.add_argument(
            "--limit", type=int, metavar="N", help="at most so many profiles"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Work through the members in alphabetical order; then tell of each."""
        drifts, begin = drifted(), one_spelling(options["resume_from"])
        found = [drift for drift in drifts.found if drift.email >= begin]
        chosen = found[: options["limit"]]
        looked: list[Drift] = []
        changed: list[Drift] = []
        try:
            if options["apply"]:
                with refusals_as_errors():
                    self._follow(chosen, looked, changed)
            else:
                looked = changed = chosen
        finally:
            # Also after a fault: what is done is done, and has to be known.
            self._tell(changed, drifts.shared)
            if rest := found[len(looked) :]:
                self.stdout.write(
                    f"{len(rest)} left; go on with --resume-from {rest[0].email}"
                )
            self.stdout.write(_summary(len(changed), apply=options["apply"]))

    def _follow(
        self, drifts: list[Drift], looked: list[Drift], changed: list[Drift]
    ) -> None:
        who = actor()
        with (
            stoppable() as stop,
            progress(self.stderr, "Changing", total=len(drifts)) as advance,
        ):
            for drift in drifts:
                if stop:
                    return
                if done := follow_member(drift, actor=who, now=now_ms()):
                    changed.append(done)
                looked.append(drift)
                advance(f"--resume-from {drift.email}")

    def _tell(self, drifts: list[Drift], shared: tuple[str, ...]) -> None:
        write_table(
            self.stdout,
            ("Member", "Profile", "Field", "Profile says", "Member record says"),
            (
                (drift.email, drift.profile_id, name, _told(shown), _told(recorded))
                for drift in drifts
                for name, (shown, recorded) in drift.fields.items()
            ),
        )
        write_table(
            self.stdout,
            ("Skipped", "Why"),
            ((each, "Several member records hold this profile.") for each in shared),
        )


def _told(value: Any) -> str:
    return "-" if value in (None, "") else str(value)


def _summary(profiles: int, *, apply: bool) -> str:
    named = "1 profile" if profiles == 1 else f"{profiles} profiles"
    return f"Changed {named}." if apply else f"Would change {named}."
