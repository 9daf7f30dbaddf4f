"""``manage.py reconcile_payments``: shows, heals, stops, goes on, and refuses."""

import os
import signal
from io import StringIO
from typing import Any

import pytest
import stripe
from django.core.management import CommandError, call_command
from django.utils.timezone import localtime

from biztech.tests.wiping import writes
from core.clock import DAY, moment, now_ms
from core.dynamo.client import counted_calls, listening
from core.dynamo.rows import store_rows
from memberships.models import Member
from memberships.people import person
from payments.services import reconciliation as reconcile
from payments.tests.checkouts import opened, paid
from payments.tests.people import AMIRA
from tools.stripe import play
from tools.stripe.transport import StandInTransport

CHLOE = "chloe@example.org"


def run(*arguments: str) -> list[str]:
    said = StringIO()
    call_command("reconcile_payments", *arguments, stdout=said, stderr=StringIO())
    return said.getvalue().splitlines()


def words(lines: list[str]) -> list[list[str]]:
    return [line.split() for line in lines]


def test_reconcile_without_apply_shows_all_and_writes_nothing() -> None:
    unheard, odd = paid(), paid(email="dora@ubc.ca", cents=100)
    still_open = opened(email="emil@ubc.ca")
    store_rows(Member.of({"id": CHLOE, "createdAt": now_ms()}))

    with counted_calls() as calls:
        said = run()

    head, *rows, empty, titles, chloe, after, last = words(said)
    assert head == ["Checkout", "Person", "For", "Paid", "What", "State"]
    assert [" ".join(row) for row in rows] == [
        f"{still_open} emil@ubc.ca OAuthMember - missing-from-ledger to heal",
        (
            f"{odd} dora@ubc.ca OAuthMember $1.00 missing-from-ledger, wrong-amount"
            " needs a decision"
        ),
        (
            f"{unheard} {AMIRA} OAuthMember $15.00 missing-from-ledger, paid-not-member"
            " to heal"
        ),
    ]
    assert (titles, empty, after) == (["Member", "Since", "What"], [], [])
    assert (chloe[0], chloe[-1]) == (CHLOE, "member-not-paid-nor-granted")
    assert " ".join(last) == (
        "Looked at 3 sessions: 2 to heal, 1 need a decision, 0 in order."
    )
    assert [name for name in calls if writes(name)] == []


def test_reconcile_with_apply_heals_and_again_finds_it_in_order() -> None:
    paid()
    paid(email="dora@ubc.ca", cents=100)

    first, second = run("--apply"), run("--apply", "--since", "1d")

    assert first[-1] == (
        "Looked at 2 sessions: 1 healed, 1 need a decision, 0 in order."
    )
    assert second[-1] == (
        "Looked at 2 sessions: 0 healed, 1 need a decision, 1 in order."
    )
    assert person(AMIRA).is_member is True


def test_reconcile_where_nothing_is_amiss_says_so_in_a_line() -> None:
    assert run("--since", "36h") == [
        "Looked at 0 sessions: 0 to heal, 0 need a decision, 0 in order."
    ]


def test_reconcile_in_parts_goes_on_where_it_stopped() -> None:
    ids = [opened(email=f"{name}@ubc.ca") for name in ("ida", "jan", "kim")]

    first = run("--apply", "--limit", "2")
    second = run("--apply", "--resume-from", ids[1])

    assert first[-2:] == [
        f"More are left; go on with --resume-from {ids[1]}",
        "Looked at 2 sessions: 2 healed, 0 need a decision, 0 in order.",
    ]
    assert second[-1] == (
        "Looked at 1 sessions: 1 healed, 0 need a decision, 0 in order."
    )


def test_reconcile_that_is_asked_to_stop_finishes_the_checkout() -> None:
    opened()
    session_id = paid()
    asked: list[str] = []

    def ask_once(operation: str, _: dict[str, Any]) -> None:
        if operation == "TransactWriteItems" and not asked:
            asked.append(operation)
            os.kill(os.getpid(), signal.SIGTERM)

    with listening(ask_once):
        said = run("--apply")

    assert said[-2:] == [
        f"More are left; go on with --resume-from {session_id}",
        "Looked at 1 sessions: 1 healed, 0 need a decision, 0 in order.",
    ]
    assert person(AMIRA).is_member is True


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--since", "soon"], "--since is a time ago, as 7d or 36h, or a day, as 2026"),
        (["--since", "0d"], "--since is a time ago"),
        (["--limit", "0"], "--limit is at least 1."),
        (["--resume-from", "cs_nope"], "Stripe knows no checkout of that id."),
    ],
)
def test_reconcile_refuses_what_it_cannot_use(
    arguments: list[str], sentence: str
) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


def test_reconcile_when_stripe_falls_silent_tells_what_was_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened()
    second = paid()
    answer = StandInTransport.request

    def silent_at_page_two(
        self: StandInTransport, method: str, url: str, *args: Any, **named: Any
    ) -> Any:
        if "starting_after" in url:
            raise stripe.APIConnectionError("Nobody.")  # type: ignore[no-untyped-call] # as it comes
        return answer(self, method, url, *args, **named)

    monkeypatch.setattr(reconcile, "_PAGE", 1)
    monkeypatch.setattr(StandInTransport, "request", silent_at_page_two)
    said = StringIO()
    with pytest.raises(CommandError, match="Stripe does not answer right now"):
        call_command("reconcile_payments", "--apply", stdout=said)

    assert said.getvalue().splitlines()[-2:] == [
        f"More are left; go on with --resume-from {second}",
        "Looked at 1 sessions: 1 healed, 0 need a decision, 0 in order.",
    ]


def test_reconcile_since_a_day_begins_with_that_day() -> None:
    opened()
    today, tomorrow = (
        f"{localtime(moment(now_ms() + days * DAY)):%Y-%m-%d}" for days in (0, 1)
    )

    assert run("--since", today)[-1].startswith("Looked at 1 sessions")
    assert run("--since", tomorrow)[-1].startswith("Looked at 0 sessions")


def test_reconcile_logs_nobodys_address(caplog: pytest.LogCaptureFixture) -> None:
    session_id = paid()
    play.refund(session_id, now=now_ms())
    caplog.set_level("INFO", logger="stripe")

    run("--apply")

    assert caplog.records
    assert AMIRA not in caplog.text
