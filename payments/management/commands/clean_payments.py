"""``manage.py clean_payments [--apply]``."""

from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from core.clock import now_ms
from core.command_line import write_table
from core.long_runs import progress, stoppable
from payments.services.cleaning import clean, holding_more, surplus


class Command(BaseCommand):
    """Takes out of stored payments what was never ours to keep."""

    help = (
        "Count the payments that hold more of what a checkout carried than the club"
        " asks for, such as a password, and name the attributes; their values are"
        " never shown. Changes nothing without --apply, which takes them out for good."
        " Running it again goes on where it stopped."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        """Take whether to do it."""
        parser.add_argument("--apply", action="store_true", help="do it")

    def handle(self, *args: Any, **options: Any) -> None:
        """Work through the ledger; tell how much it was."""
        names = Counter[str]()
        cleaned = 0
        try:
            with stoppable() as stop, progress(self.stderr, "Looking") as advance:
                for payment in holding_more():
                    if stop:
                        self.stdout.write("More are left; run it again to go on.")
                        break
                    names.update(
                        clean(str(payment.id), now=now_ms())
                        if options["apply"]
                        else surplus(payment)
                    )
                    cleaned += 1
                    advance("")
        finally:
            # Also after a fault: what is done is done, and has to be known.
            write_table(
                self.stdout,
                ("Attribute", "Payments"),
                # Whoever opened the checkout chose the name.
                ((repr(name), str(names[name])) for name in sorted(names)),
            )
            done = "Cleaned" if options["apply"] else "Would clean"
            self.stdout.write(
                f"{done} {cleaned} {'payment' if cleaned == 1 else 'payments'}."
            )
