"""Delivery: what the outbox holds is rendered and sent, each mail once.

Who sends a mail claims it first: it moves the mail's next attempt to after a pause, on
the condition that nobody else did. So of several workers one sends, and a claim whose
worker died runs out by itself. Then the mail is sent, then marked as sent. A crash, or
a silent database, between these two means that it is sent once more after the pause,
with the same Message-ID; no provider offers more than that.
"""

import logging
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.core.mail import get_connection
from django.core.mail.backends.base import BaseEmailBackend
from pynamodb.expressions.update import Action

from core.clock import DAY, now_ms
from core.dynamo.errors import Stale
from core.dynamo.rows import update_row
from core.mail.errors import MailIsOff, NotSent, Undeliverable
from core.mail.flooding import is_flooded
from core.mail.kinds import MailKind, kind_of
from core.mail.message import message_of
from core.mail.models import OutgoingMail, Queue
from core.mail.outbox import due_mails, mail_in
from core.mail.suppression import is_suppressed

logger = logging.getLogger("core.mail")

_MINUTE = 60_000

# How long to wait after each failed attempt; after the last one the mail is given up.
PAUSES = tuple(_MINUTE * minutes for minutes in (1, 5, 30, 2 * 60, 12 * 60))
MOST_ATTEMPTS = len(PAUSES) + 1

# What nobody tried for so long tells of things that are long past.
TOO_LATE = 3 * DAY

# So many failures in a row are the provider's, and the next turn's business.
_FAILURES_IN_A_ROW = 3
# How long the server's other work waits for mails at most.
_TURN = 15_000

_TOO_LATE = "TooLate"
_TOO_MANY = "TooMany"
_INTERRUPTED = "Interrupted"


class Outcome(StrEnum):
    """What an attempt led to."""

    SENT = "sent"
    FAILED = "failed"
    # One too many for its address just now; says nothing of the provider.
    HELD = "held back"
    GIVEN_UP = "given up"
    SUPPRESSED = "suppressed"


Delivered = tuple[OutgoingMail, Outcome]


def deliver_due(*, clock: Callable[[], int] = now_ms) -> Iterator[Delivered]:
    """Send the mails that are due, and yield each with what came of it.

    Ends early when the provider seems to be away. The moment is asked for each mail,
    as a run may take longer than a claim holds.
    """
    failures = 0
    with closing(get_connection()) as connection:
        for row in due_mails(now=clock()):
            attempt = _claim(row, now=clock())
            if attempt is None:
                continue
            waited = clock() - int(row.due_at)
            outcome = _deliver(attempt, connection, waited=waited, now=clock())
            yield attempt, outcome
            failures = failures + 1 if outcome is Outcome.FAILED else 0
            if failures == _FAILURES_IN_A_ROW:
                return


def deliver_some() -> None:
    """Send what is due, as much of it as there is time for in a turn of the worker."""
    if not settings.MAIL_IS_ON:
        return
    until = now_ms() + _TURN
    for _ in deliver_due():
        if now_ms() >= until:
            return


def send_sample(kind: MailKind, *, to: str, now: int) -> None:
    """Send somebody an example of a kind at once, or refuse with what is wrong."""
    if not settings.MAIL_IS_ON:
        raise MailIsOff
    message = message_of(kind.sample(to), to=to, mail_id=f"{kind.name}-{now}")
    message.subject = f"Test: {message.subject}"
    try:
        with get_connection() as connection:
            connection.send_messages([message])
    except Exception as error:
        raise NotSent(type(error).__name__) from error


def _claim(row: OutgoingMail, *, now: int) -> OutgoingMail | None:
    """Return the mail for this one attempt; None when somebody else has it."""
    number = int(row.attempts or 0) + 1
    pause = PAUSES[min(number, len(PAUSES)) - 1]
    try:
        return update_row(
            OutgoingMail,
            row.key_of(),
            [OutgoingMail.attempts.set(number), OutgoingMail.due_at.set(now + pause)],
            condition=(OutgoingMail.queue == Queue.DUE)
            & (OutgoingMail.due_at == row.due_at),
            otherwise=Stale(),
        )
    except Stale:
        return None


def _deliver(
    row: OutgoingMail, connection: BaseEmailBackend, *, waited: int, now: int
) -> Outcome:
    if waited > TOO_LATE:
        return _give_up(row, _TOO_LATE, now=now)
    if int(row.attempts or 0) > MOST_ATTEMPTS:
        return _give_up(row, _INTERRUPTED, now=now)
    if is_suppressed(str(row.recipient)):
        _end(row, OutgoingMail.suppressed_at.set(now))
        return Outcome.SUPPRESSED
    if is_flooded(str(row.recipient)):
        held = _fail(row, _TOO_MANY, now=now)
        return Outcome.HELD if held is Outcome.FAILED else held
    try:
        _send(row, connection)
    except Exception as error:  # noqa: BLE001 - one mail holds up no other
        # It knows the errors of all providers, and what speaks HTTP to them.
        from core.mail.refusals import is_final

        outcome = _fail(row, type(error).__name__, final=is_final(error), now=now)
        connection.close()
        return outcome
    _end(row, OutgoingMail.sent_at.set(now))
    return Outcome.SENT


def _send(row: OutgoingMail, connection: BaseEmailBackend) -> None:
    kind = kind_of(row.kind)
    if kind is None:
        # A newer server may know it.
        raise LookupError(row.kind)
    mail = mail_in(row)
    message = message_of(kind.render(mail), to=mail.to, mail_id=row.id)
    # Once for all mails of a run: making a client of SES takes its time.
    connection.open()
    if not connection.send_messages([message]):
        raise Undeliverable("There is nobody to send it to.")


def _fail(row: OutgoingMail, failure: str, *, now: int, final: bool = False) -> Outcome:
    logger.warning("mail.failed id=%s error=%s", row.id, failure)
    if final or int(row.attempts or 0) >= MOST_ATTEMPTS:
        return _give_up(row, failure, now=now)
    with suppress(Stale):
        _update(row, [OutgoingMail.error.set(failure)], mine=True)
    return Outcome.FAILED


def _give_up(row: OutgoingMail, failure: str, *, now: int) -> Outcome:
    actions = [
        OutgoingMail.queue.set(Queue.GIVEN_UP),
        OutgoingMail.gave_up_at.set(now),
        OutgoingMail.error.set(failure),
    ]
    with suppress(Stale):
        _update(row, actions, mine=True)
    return Outcome.GIVEN_UP


def _end(row: OutgoingMail, how: Action) -> None:
    """Take the mail out of the queue, also when somebody else tries it by now."""
    actions = [how, OutgoingMail.queue.remove(), OutgoingMail.error.remove()]
    _update(row, actions, mine=False)


def _update(row: OutgoingMail, actions: list[Any], *, mine: bool) -> None:
    claim = (OutgoingMail.queue == Queue.DUE) & (OutgoingMail.due_at == row.due_at)
    update_row(
        OutgoingMail,
        row.key_of(),
        actions,
        condition=claim if mine else None,
        otherwise=Stale(),
    )
