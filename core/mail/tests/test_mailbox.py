"""The mailbox that keeps mails on a laptop."""

from pathlib import Path

import pytest
from django.core.mail import get_connection
from pytest_django import Settings

from core.mail.errors import MailUnknown
from core.mail.kinds import Attachment, Content
from core.mail.mailbox import kept_mail, kept_mails
from core.mail.message import message_of
from core.mail.tests.conftest import AMIRA


@pytest.fixture(autouse=True)
def _own_mailbox(settings: Settings, tmp_path: Path) -> None:
    settings.MAILBOX_DIR = tmp_path / "deep" / "mailbox"


def keep(subject: str) -> None:
    content = Content(
        subject=subject,
        text="Hi",
        html="<p>Hi</p>",
        attachments=(
            Attachment(
                name="when.ics",
                media_type="text/calendar",
                content=b"BEGIN:VCALENDAR",
                parameters={"method": "REQUEST"},
            ),
        ),
    )
    connection = get_connection("core.mail.mailbox.MailboxBackend")
    connection.send_messages([message_of(content, to=AMIRA, mail_id="1")])


def test_mail_is_kept_as_it_would_travel() -> None:
    keep("Grüße")

    ((key, message),) = kept_mails(limit=10)

    assert message["Subject"] == "Grüße"
    assert message["To"] == AMIRA
    (attachment,) = message.iter_attachments()
    assert attachment.get_filename() == "when.ics"
    assert attachment.get_content_type() == "text/calendar"
    assert attachment.get_param("method") == "REQUEST"
    assert kept_mail(key).as_bytes() == message.as_bytes()


def test_only_so_many_are_read() -> None:
    for number in range(3):
        keep(str(number))

    assert len(kept_mails(limit=2)) == 2


@pytest.mark.parametrize("key", ["", "..", "../../secret_key", "nothing"])
def test_unknown_key_is_refused(key: str) -> None:
    with pytest.raises(MailUnknown):
        kept_mail(key)
