"""Delivery: once, again after a failure, and visibly given up."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.core.cache import cache
from pytest_django import Settings

from biztech.tests.at_once import at_once
from biztech.tests.callers import change_row
from core.clock import DAY, now_ms
from core.mail import delivery
from core.mail.delivery import (
    MOST_ATTEMPTS,
    PAUSES,
    TOO_LATE,
    Outcome,
    deliver_due,
    deliver_some,
)
from core.mail.errors import Undeliverable
from core.mail.kinds import Content, Mail, Render, register_mail
from core.mail.models import MailState, OutgoingMail
from core.mail.outbox import due_mails, given_up_mails, waiting_mails
from core.mail.suppression import Reason, suppress
from core.mail.tests.conftest import AMIRA, Inbox, queue_mail, stored

pytestmark = pytest.mark.usefixtures("greeting")

MINUTE = 60_000
LATER = "451 come back later"


def register(kind: str, render: Render) -> None:
    """Have mails of a kind rendered so, in this test."""

    def sample(to: str) -> Content:
        return Content(subject=to, text="", html="")

    register_mail(kind, render, title="", sample=sample)


def deliver(now: int) -> list[Outcome]:
    """Send what is due at that moment, and return what came of each."""
    return [outcome for _, outcome in deliver_due(clock=lambda: now)]


def test_mail_is_sent_once_and_says_so(smtp: Inbox, now: int) -> None:
    row = queue_mail(now=now)

    assert deliver(now + 1) == [Outcome.SENT]
    assert deliver(now + DAY) == []

    (message,) = smtp.inbox
    assert message["To"] == AMIRA
    assert message["From"] == "The Club <club@example.org>"
    assert message["Subject"] == "Hello Amira"
    assert message["Message-ID"] == f"<{row.id}@example.org>"
    text, html = message.iter_parts()
    assert text.get_content().strip() == "Hi Amira!"
    assert html.get_content().strip() == "<p>Hi Amira!</p>"
    after = stored(row.id)
    assert after.state is MailState.SENT
    assert after.sent_at == now + 1
    assert after.queue is None


def test_mail_of_the_future_waits(smtp: Inbox, now: int) -> None:
    queue_mail(now=now)

    assert deliver(now - 1) == []


def test_failing_mail_is_tried_after_growing_pauses_then_given_up(
    smtp: Inbox, now: int
) -> None:
    row = queue_mail(now=now)
    smtp.answers = [LATER] * 6
    at, outcomes, waits = now, [], []

    while list(due_mails(now=at)):
        outcomes += deliver(at)
        assert deliver(at) == []
        due = int(stored(row.id).due_at)
        waits.append((due - at) // MINUTE)
        at = due

    assert waits[:5] == [1, 5, 30, 120, 720]
    assert outcomes == [Outcome.FAILED] * 5 + [Outcome.GIVEN_UP]
    after = stored(row.id)
    assert (after.state, after.error) == (MailState.GIVEN_UP, "SMTPDataError")
    assert [each.id for each in given_up_mails()] == [row.id]
    assert smtp.inbox == []


def test_mail_that_failed_once_is_sent_at_the_next_attempt(
    smtp: Inbox, now: int
) -> None:
    row = queue_mail(now=now)
    smtp.answers = [LATER]

    assert deliver(now) == [Outcome.FAILED]
    assert stored(row.id).error == "SMTPDataError"
    assert deliver(now + PAUSES[0]) == [Outcome.SENT]

    assert len(smtp.inbox) == 1
    assert stored(row.id).error is None


@pytest.mark.parametrize("answer", ["554 spam", "550 no such message"])
def test_mail_that_the_provider_refuses_for_good_is_given_up_at_once(
    smtp: Inbox, now: int, answer: str
) -> None:
    row = queue_mail(now=now)
    smtp.answers = [answer]

    assert deliver(now) == [Outcome.GIVEN_UP]

    assert stored(row.id).state is MailState.GIVEN_UP


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [("550 unknown", Outcome.GIVEN_UP), ("450 full", Outcome.FAILED)],
)
def test_recipient_who_is_refused_for_good_is_given_up_at_once(
    smtp: Inbox, now: int, answer: str, outcome: Outcome
) -> None:
    queue_mail(now=now)
    smtp.to_recipient = answer

    assert deliver(now) == [outcome]


def test_mail_without_anything_to_tell_any_more_is_given_up_at_once(
    smtp: Inbox, now: int
) -> None:
    def render(mail: Mail) -> Content:
        raise Undeliverable("The event is gone.")

    register("gone", render)
    queue_mail(now=now, kind="gone")

    assert deliver(now) == [Outcome.GIVEN_UP]
    assert smtp.inbox == []


def test_mail_of_an_unknown_kind_waits_for_a_server_that_knows_it(
    smtp: Inbox, now: int
) -> None:
    queue_mail(now=now, kind="newer")

    assert deliver(now) == [Outcome.FAILED]
    assert [row.kind for row in due_mails(now=now + PAUSES[0])] == ["newer"]


def test_mail_that_nobody_sent_for_days_is_given_up(smtp: Inbox, now: int) -> None:
    row = queue_mail(now=now)

    assert deliver(now + TOO_LATE + 1) == [Outcome.GIVEN_UP]

    assert stored(row.id).error == "TooLate"
    assert smtp.inbox == []


def test_line_break_in_a_subject_makes_no_header(smtp: Inbox, now: int) -> None:
    def render(mail: Mail) -> Content:
        return Content(subject="Hi\r\nBcc: all@example.org", text="", html="")

    register("broken", render)
    queue_mail(now=now, kind="broken")

    assert deliver(now) == [Outcome.GIVEN_UP]
    assert smtp.inbox == []


def test_two_workers_at_once_send_each_mail_once(smtp: Inbox, now: int) -> None:
    for number in range(6):
        queue_mail(now=now, to=f"guest{number}@example.org")

    at_once(*[lambda: deliver(now)] * 3)

    assert sorted(message["To"] for message in smtp.inbox) == [
        f"guest{number}@example.org" for number in range(6)
    ]
    assert list(due_mails(now=now + DAY)) == []


@contextmanager
def crash_in(step: str) -> Iterator[None]:
    """Have a worker die when it comes to a step of its delivery."""

    def die(*args: object, **options: object) -> None:
        raise KeyboardInterrupt

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(delivery, step, die)
        with pytest.raises(KeyboardInterrupt):
            yield


def test_crash_before_sending_leaves_the_mail_to_the_next_worker(
    smtp: Inbox, now: int
) -> None:
    queue_mail(now=now)
    with crash_in("_send"):
        deliver(now)

    assert deliver(now + PAUSES[0] - 1) == []
    assert deliver(now + PAUSES[0]) == [Outcome.SENT]
    assert len(smtp.inbox) == 1


def test_crash_between_sending_and_marking_sends_the_same_message_again(
    smtp: Inbox, now: int
) -> None:
    queue_mail(now=now)
    with crash_in("_end"):
        deliver(now)

    assert deliver(now + PAUSES[0]) == [Outcome.SENT]
    assert deliver(now + DAY) == []
    first, second = smtp.inbox
    assert first["Message-ID"] == second["Message-ID"]


def test_mail_that_kills_every_worker_is_given_up(smtp: Inbox, now: int) -> None:
    row = queue_mail(now=now)
    for _ in range(MOST_ATTEMPTS):
        with crash_in("_send"):
            deliver(int(stored(row.id).due_at))

    assert deliver(int(stored(row.id).due_at)) == [Outcome.GIVEN_UP]
    assert stored(row.id).error == "Interrupted"


def test_worker_that_was_too_slow_undoes_no_success_of_another(
    smtp: Inbox, now: int
) -> None:
    row = queue_mail(now=now)
    # While the first is at it, its claim runs out and a second one sends the mail.
    smtp.answers = [LATER]

    def second_worker() -> None:
        change_row(
            stored(row.id),
            OutgoingMail.sent_at.set(now + 7),
            OutgoingMail.queue.remove(),
        )

    smtp.on_arrival = second_worker

    assert deliver(now) == [Outcome.FAILED]

    after = stored(row.id)
    assert after.state is MailState.SENT
    assert after.error is after.queue is None


def test_run_ends_when_the_provider_seems_to_be_away(smtp: Inbox, now: int) -> None:
    smtp.answers = [LATER] * 9
    for number in range(5):
        queue_mail(now=now, to=f"guest{number}@example.org")

    assert deliver(now) == [Outcome.FAILED] * 3
    assert len(list(due_mails(now=now))) == 2


def test_suppressed_address_gets_nothing(smtp: Inbox, now: int) -> None:
    suppress(AMIRA, Reason.BOUNCED, now=now)
    row = queue_mail(now=now)

    assert deliver(now) == [Outcome.SUPPRESSED]

    assert smtp.inbox == []
    after = stored(row.id)
    assert after.state is MailState.SUPPRESSED
    assert after.queue is None


def test_worker_sends_nothing_while_mail_is_off(
    smtp: Inbox, settings: Settings
) -> None:
    now = now_ms()
    queue_mail(now=now)

    settings.MAIL_IS_ON = False
    deliver_some()
    assert smtp.inbox == []
    settings.MAIL_IS_ON = True
    deliver_some()
    assert len(smtp.inbox) == 1


def test_one_mail_costs_four_calls(
    smtp: Inbox, now: int, database_calls: list[str]
) -> None:
    queue_mail(now=now)
    del database_calls[:]

    deliver(now)

    # What is due, the claim, the suppression, the mark.
    assert database_calls == ["Query", "UpdateItem", "GetItem", "UpdateItem"]


def test_worker_leaves_time_for_its_other_work(
    smtp: Inbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        queue_mail(now=now_ms(), to=f"guest{number}@example.org")
    monkeypatch.setattr(delivery, "_TURN", 0)

    deliver_some()
    assert len(smtp.inbox) == 1
    deliver_some()
    assert len(smtp.inbox) == 2


def test_address_is_sent_so_many_mails_an_hour_and_the_others_wait(
    smtp: Inbox, now: int, settings: Settings
) -> None:
    settings.MAILS_PER_HOUR = 2
    for second in range(3):
        queue_mail(now=now + second)
    queue_mail(now=now, to="chloe@example.org")

    outcomes = deliver(now + 5)

    assert sorted(outcomes) == [Outcome.HELD, *[Outcome.SENT] * 3]
    assert sorted(message["To"] for message in smtp.inbox) == [
        AMIRA,
        AMIRA,
        "chloe@example.org",
    ]
    (waiting,) = waiting_mails()
    assert waiting.error == "TooMany"
    # An hour later the count is gone.
    cache.clear()
    assert deliver(int(waiting.due_at)) == [Outcome.SENT]
