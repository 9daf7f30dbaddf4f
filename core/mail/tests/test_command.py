"""``manage.py send_mail``."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from core.clock import now_ms
from core.mail.tests.conftest import AMIRA, Inbox, queue_mail

pytestmark = pytest.mark.usefixtures("greeting")


def send_mail(**options: object) -> str:
    out = StringIO()
    call_command("send_mail", stdout=out, stderr=StringIO(), **options)
    return out.getvalue()


def test_command_sends_what_is_due_and_then_nothing(smtp: Inbox) -> None:
    queue_mail(now=now_ms())

    first, second = send_mail(), send_mail()

    assert first == "Sent 1 mails, failed 0, held back 0, gave up 0, suppressed 0.\n"
    assert second == "Sent 0 mails, failed 0, held back 0, gave up 0, suppressed 0.\n"
    assert [message["To"] for message in smtp.inbox] == [AMIRA]


def test_dry_run_sends_nothing(smtp: Inbox) -> None:
    queue_mail(now=now_ms())

    assert send_mail(dry_run=True) == "Would send 1 mails.\n"

    assert smtp.inbox == []


def test_limit_leaves_the_others(smtp: Inbox) -> None:
    for number in range(3):
        queue_mail(now=now_ms(), to=f"guest{number}@example.org")

    send_mail(limit=2)

    assert send_mail(dry_run=True) == "Would send 1 mails.\n"


def test_mails_that_were_given_up_begin_anew(smtp: Inbox) -> None:
    queue_mail(now=now_ms())
    smtp.answers = ["554 spam"]
    assert "gave up 1" in send_mail()

    assert (
        send_mail() == "Sent 0 mails, failed 0, held back 0, gave up 0, suppressed 0.\n"
    )
    assert send_mail(dry_run=True, retry_given_up=True) == "Would send 1 mails.\n"
    assert send_mail(retry_given_up=True).startswith("Sent 1 mails")


def test_command_says_that_mail_is_off(settings: Settings) -> None:
    settings.MAIL_IS_ON = False

    with pytest.raises(CommandError, match="MAIL_BACKEND"):
        send_mail()
