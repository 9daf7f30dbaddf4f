"""What the tests of mail share: a real SMTP server, and a kind of mail."""

from asyncio import Server
from collections.abc import Callable, Iterator
from email import message_from_bytes, policy
from email.message import EmailMessage as Message

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from pytest_django import Settings

from core.dynamo.transactions import write_transaction
from core.mail import kinds
from core.mail.kinds import Content, Mail, register_mail
from core.mail.models import OutgoingMail
from core.mail.outbox import enqueue

AMIRA = "amira@student.ubc.ca"


class Inbox:
    """An SMTP server that keeps what it is sent, and answers as it is told."""

    def __init__(self) -> None:
        self.inbox: list[Message] = []
        # What it answers next, one for each message; then it takes everything.
        self.answers: list[str] = []
        self.to_recipient = "250 OK"
        self.on_arrival: Callable[[], None] = lambda: None

    async def handle_RCPT(  # noqa: N802 - as the server calls it
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        address: str,
        options: list[str],
    ) -> str:
        """Take a recipient, or refuse."""
        if self.to_recipient.startswith("250"):
            envelope.rcpt_tos.append(address)
        return self.to_recipient

    async def handle_DATA(  # noqa: N802 - as the server calls it
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message, or refuse."""
        self.on_arrival()
        answer = self.answers.pop(0) if self.answers else "250 OK"
        if answer.startswith("250"):
            content = envelope.content
            assert isinstance(content, bytes)
            self.inbox.append(message_from_bytes(content, policy=policy.default))
        return answer


class AnyPort(Controller):
    """Listens where nobody else does."""

    def _trigger_server(self) -> None:
        # The server is called once, to see that it answers.
        assert isinstance(self.server, Server)
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()  # type: ignore[no-untyped-call]


@pytest.fixture
def smtp(settings: Settings) -> Iterator[Inbox]:
    """Run an SMTP server, and have mails sent to it."""
    inbox = Inbox()
    controller = AnyPort(inbox, hostname="127.0.0.1", port=0)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.DEFAULT_FROM_EMAIL = "The Club <club@example.org>"
    yield inbox
    controller.stop()


@pytest.fixture
def greeting(monkeypatch: pytest.MonkeyPatch) -> str:
    """Register a kind of mail, and return its name."""
    monkeypatch.setattr(kinds, "_kinds", {})

    def render(mail: Mail) -> Content:
        name = mail.facts["name"]
        return Content(
            subject=f"Hello {name}", text=f"Hi {name}!", html=f"<p>Hi {name}!</p>"
        )

    register_mail(
        "greeting",
        render,
        title="A greeting",
        sample=lambda to: Content(subject="Hello", text=to, html=to),
    )
    return "greeting"


def queue_mail(*, now: int, to: str = AMIRA, kind: str = "greeting") -> OutgoingMail:
    """Have an act send somebody a mail, and return its row."""
    act_id = f"{now:013d}-act"
    mail = Mail(
        kind=kind, to=to, about="", act_id=act_id, at=now, facts={"name": "Amira"}
    )
    with write_transaction() as writes:
        enqueue(writes, mail)
    return stored(OutgoingMail.id_of(act_id, kind, to, ""))


def stored(mail_id: str) -> OutgoingMail:
    """Return a mail as its row is now."""
    row = OutgoingMail.find(*OutgoingMail.key(mail_id), consistent=True)
    assert row is not None
    return row
