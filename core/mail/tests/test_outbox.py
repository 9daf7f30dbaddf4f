"""The outbox: a mail belongs to the decision that it tells of."""

import pytest

from biztech.tests.callers import change_row
from core.audit.trail import history
from core.dynamo.errors import Stale
from core.dynamo.transactions import write_transaction
from core.mail.errors import MailUnknown, NotGivenUp
from core.mail.kinds import Mail
from core.mail.models import MailState, OutgoingMail, Queue
from core.mail.outbox import due_mails, enqueue, mail_in, required_mail, send_again
from core.mail.tests.conftest import AMIRA, queue_mail, stored

BEN = "ben@ubcbiztech.com"


def mail(now: int, **facts: object) -> Mail:
    return Mail(
        kind="greeting", to=AMIRA, about="blueprint", act_id="act", at=now, facts=facts
    )


def test_mail_is_read_back_as_it_was_decided(now: int) -> None:
    with write_transaction() as writes:
        enqueue(writes, mail(now, name="Zoë", count=3))

    (row,) = due_mails(now=now)

    assert mail_in(row) == mail(now, name="Zoë", count=3)
    assert row.state is MailState.DUE
    assert int(row.expires_at) > now // 1000


def test_decision_that_is_refused_sends_nothing(now: int) -> None:
    with pytest.raises(RuntimeError), write_transaction() as writes:
        enqueue(writes, mail(now))
        raise RuntimeError

    assert list(due_mails(now=now)) == []


def test_act_sends_somebody_one_mail_of_a_kind(now: int) -> None:
    with write_transaction() as writes:
        enqueue(writes, mail(now, name="first"))

    with pytest.raises(Stale), write_transaction() as writes:
        enqueue(writes, mail(now, name="second"))

    assert [mail_in(row).facts for row in due_mails(now=now)] == [{"name": "first"}]


def test_id_of_a_mail_tells_nobodys_address(now: int) -> None:
    row = queue_mail(now=now)

    assert "amira" not in row.id and "@" not in row.id


def test_mail_that_was_given_up_is_sent_again_and_noted(now: int) -> None:
    row = given_up(now=now)

    act = send_again(row.id, actor=BEN, now=now + 5)

    again = stored(row.id)
    assert (again.state, again.queue) == (MailState.DUE, Queue.DUE)
    assert (again.due_at, again.attempts) == (now + 5, 0)
    assert again.gave_up_at is None
    assert [entry.act_id for entry in history(AMIRA)] == [act.act_id]


def test_mail_that_was_not_given_up_is_not_sent_again(now: int) -> None:
    row = queue_mail(now=now)

    with pytest.raises(NotGivenUp):
        send_again(row.id, actor=BEN, now=now)


def test_unknown_mail_is_refused() -> None:
    with pytest.raises(MailUnknown):
        required_mail("nothing")


def given_up(*, now: int) -> OutgoingMail:
    return change_row(
        queue_mail(now=now),
        OutgoingMail.queue.set(Queue.GIVEN_UP),
        OutgoingMail.gave_up_at.set(now),
        OutgoingMail.attempts.set(6),
    )
