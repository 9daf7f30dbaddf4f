"""``manage.py reconcile_payments --since 7d [--apply]``."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localtime, make_aware

from core.clock import DAY, moment, now_ms
from core.command_line import actor, refusals_as_errors, write_table
from core.long_runs import progress, stoppable
from memberships.models import Member
from payments.prices import dollars
from payments.services.reconciliation import (
    Looked,
    heal,
    look,
    sessions_since,
    unexplained_members,
)

_AGO = re.compile(r"([1-9][0-9]{0,3})([dh])")
_HOURS = {"d": 24, "h": 1}


class Command(BaseCommand):
    """Compares what Stripe was paid with the ledger and the members."""

    help = (
        "Compare Stripe's checkouts with the ledger and the members, and name what is"
        " amiss: paid but no member, a member who neither paid nor was granted it,"
        " refunded, a wrong amount, unclear whose. Changes nothing without --apply,"
        " which does what a lost webhook would have done; what only a person can"
        " decide stays for the dashboard. Run it from time to time; twice is harmless."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take how far back, what to do, where to go on and how many."""
        parser.add_argument(
            "--since",
            default="7d",
            metavar="WHEN",
            help="checkouts opened since: 7d, 36h, or a day as 2026-11-01",
        )
        parser.add_argument("--apply", action="store_true", help="heal what can be")
        parser.add_argument(
            "--resume-from",
            default="",
            metavar="ID",
            help="go on behind the checkout of this id",
        )
        parser.add_argument(
            "--limit", type=int, metavar="N", help="at most so many checkouts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at the checkouts, the newest first, and tell of what is amiss."""
        now = now_ms()
        since = _since(options["since"], now=now)
        if options["limit"] is not None and options["limit"] < 1:
            raise CommandError("--limit is at least 1.")
        looked: list[Looked] = []
        members: list[Member] = []
        finished = False
        sessions = sessions_since(since, after=options["resume_from"].strip())
        try:
            with refusals_as_errors():
                finished = self._work(sessions, looked, options)
                if finished:
                    members = unexplained_members(since=since)
        finally:
            # Also after a fault: what is done is done, and has to be known.
            self._tell(looked, members)
            if looked and not finished:
                last = looked[-1].session_id
                self.stdout.write(f"More are left; go on with --resume-from {last}")
            self.stdout.write(_summary(looked, apply=options["apply"]))

    def _work(
        self,
        sessions: Iterator[dict[str, Any]],
        looked: list[Looked],
        options: dict[str, Any],
    ) -> bool:
        """Work through the checkouts; tell whether none is left."""
        doing = "Healing" if options["apply"] else "Looking"
        who = actor()
        with stoppable() as stop, progress(self.stderr, doing) as advance:
            for session in sessions:
                if stop or len(looked) == options["limit"]:
                    return False
                now = now_ms()
                looked.append(
                    heal(session, actor=who, now=now)
                    if options["apply"]
                    else look(session, now=now)
                )
                advance(f"--resume-from {looked[-1].session_id}")
        return True

    def _tell(self, looked: list[Looked], members: list[Member]) -> None:
        write_table(
            self.stdout,
            ("Checkout", "Person", "For", "Paid", "What", "State"),
            (_row(one) for one in looked if one.findings),
        )
        write_table(
            self.stdout,
            ("Member", "Since", "What"),
            (
                (
                    member.id,
                    f"{localtime(moment(int(member.created_at))):%Y-%m-%d}",
                    "member-not-paid-nor-granted",
                )
                for member in members
            ),
        )


def _since(text: str, *, now: int) -> int:
    """Return the moment that ``--since`` names."""
    if ago := _AGO.fullmatch(text.strip().lower()):
        return now - int(ago[1]) * _HOURS[ago[2]] * DAY // 24
    try:
        day = date.fromisoformat(text.strip())
    except ValueError:
        raise CommandError(
            "--since is a time ago, as 7d or 36h, or a day, as 2026-11-01."
        ) from None
    return int(make_aware(datetime.combine(day, time.min)).timestamp()) * 1000


def _row(one: Looked) -> tuple[str, ...]:
    payment = one.payment
    paid = payment.paid if payment else None
    return (
        one.session_id,
        (payment.email if payment else None) or "-",
        (payment.payment_type if payment else None) or "-",
        "-" if paid is None or not payment else dollars(int(paid), payment.currency),
        ", ".join(one.findings),
        one.verdict,
    )


def _summary(looked: list[Looked], *, apply: bool) -> str:
    verdicts = Counter[str](one.verdict for one in looked)
    done = "healed" if apply else "to heal"
    healed, order = verdicts[done], verdicts["in order"]
    asking = len(looked) - healed - order
    return (
        f"Looked at {len(looked)} sessions: {healed} {done},"
        f" {asking} need a decision, {order} in order."
    )
