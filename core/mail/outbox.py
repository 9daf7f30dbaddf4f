"""The outbox: mails are rows of the transaction that decides on them, sent later."""

import json
from collections.abc import Iterable, Iterator

from core.audit.changes import RowChange
from core.audit.models import Act
from core.audit.trail import AuditEntry, record
from core.dynamo.errors import Stale
from core.dynamo.transactions import Writes, write_transaction
from core.mail.acts import MailAct
from core.mail.errors import MailUnknown, NotGivenUp
from core.mail.kinds import Mail, mail_kinds
from core.mail.models import (
    KEPT_FOR,
    MailState,
    OutgoingMail,
    Queue,
    QueuedMails,
)
from core.metrics import Sampled
from core.readdressing import Readdressed


def _queues() -> dict[tuple[str, ...], float]:
    return {
        (word,): OutgoingMail.queued.count(queue)
        for word, queue in (("waiting", Queue.DUE), ("given up", Queue.GIVEN_UP))
    }


MAILS = Sampled("biztech_mails", "Mails that are not sent.", "state", sample=_queues)


def enqueue(writes: Writes, mail: Mail) -> None:
    """Have a mail sent once the transaction is committed; its decision never fails.

    The mail's id names the act, and an act is written once: there is no such row yet.
    """
    mail_id, sk = OutgoingMail.key(
        OutgoingMail.id_of(mail.act_id, mail.kind, mail.to, mail.about)
    )
    row = {
        "id": mail_id,
        "sk": sk,
        "kind": mail.kind,
        "recipient": mail.to,
        "about": mail.about,
        "act": mail.act_id,
        "facts": json.dumps(dict(mail.facts)),
        "queue": Queue.DUE,
        "dueAt": mail.at,
        "attempts": 0,
        "month": Act.month_of(mail.at),
        "createdAt": mail.at,
        "expiresAt": (mail.at + KEPT_FOR) // 1000,
    }
    writes.create(OutgoingMail.of(row), otherwise=Stale())


def mail_in(row: OutgoingMail) -> Mail:
    """Return the mail that a row of the outbox holds."""
    return Mail(
        kind=str(row.kind),
        to=str(row.recipient),
        about=str(row.about or ""),
        act_id=str(row.act or ""),
        at=int(row.created_at or 0),
        facts=json.loads(row.facts or "{}"),
    )


def due_mails(*, now: int) -> Iterator[OutgoingMail]:
    """Yield the mails that are due, the longest first, as an index knows them."""
    yield from OutgoingMail.queued.query(Queue.DUE, QueuedMails.due_at <= now)


def waiting_mails() -> Iterator[OutgoingMail]:
    """Yield the mails that are due now or later, as an index knows them."""
    yield from OutgoingMail.queued.query(Queue.DUE)


def given_up_mails() -> Iterator[OutgoingMail]:
    """Yield the mails that were given up, as an index knows them."""
    yield from OutgoingMail.queued.query(Queue.GIVEN_UP)


def readdressed_mails(old: str, new: str, _: int) -> Readdressed:
    """Return how mails that wait for one address go to another."""
    waiting = [row.key_of() for row in waiting_mails() if row.recipient == old]
    return Readdressed(
        changes=[
            RowChange.edited("mail", row, {"recipient": new})
            for row in OutgoingMail.find_many(waiting).values()
            if row.state is MailState.DUE
        ]
    )


def mails_of_month(month: str) -> list[OutgoingMail]:
    """Return the mails that were decided on in a month, the newest first."""
    return list(OutgoingMail.recent.query(month, scan_index_forward=False))


def mails_of_acts(act_ids: Iterable[str], *, to: str, about: str) -> list[OutgoingMail]:
    """Return what acts had sent to somebody about something, the newest first.

    A call for a hundred pairs of an act and a kind of mail.
    """
    ids = [
        OutgoingMail.id_of(act_id, kind.name, to, about)
        for act_id in act_ids
        for kind in mail_kinds()
    ]
    found = OutgoingMail.find_many(OutgoingMail.key(mail_id) for mail_id in ids)
    return sorted(found.values(), key=lambda row: str(row.act), reverse=True)


def required_mail(mail_id: str) -> OutgoingMail:
    """Return a mail of the outbox, read consistently, or refuse."""
    row = OutgoingMail.find(*OutgoingMail.key(mail_id), consistent=True)
    if row is None:
        raise MailUnknown
    return row


def send_again(mail_id: str, *, actor: str, now: int) -> Act:
    """Put a mail that was given up back in the queue, with all its attempts ahead."""
    row = required_mail(mail_id)
    if row.state is not MailState.GIVEN_UP:
        raise NotGivenUp
    values = {"queue": Queue.DUE, "dueAt": now, "attempts": 0, "gaveUpAt": None}
    change = RowChange.edited("mail", row, values)
    with write_transaction() as writes:
        change.apply(writes, otherwise=NotGivenUp())
        entry = AuditEntry(
            act=MailAct.SEND_AGAIN,
            subject=str(row.recipient),
            actor=actor,
            at=now,
            changes=[change],
            undoable=False,
        )
        return record(writes, entry)
