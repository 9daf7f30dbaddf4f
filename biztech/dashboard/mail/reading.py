"""Mails as somebody reads them: plain text, HTML that loads no script, files."""

from base64 import b64encode
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage as Message

from core.mail.kinds import Content
from core.mail.message import message_of


@dataclass(frozen=True, kw_only=True)
class File:
    """A file that came with a mail."""

    name: str
    media_type: str
    content: bytes

    @property
    def kilobytes(self) -> int:
        """How large it is, at least one."""
        return max(1, round(len(self.content) / 1024))


@dataclass(frozen=True, kw_only=True)
class Reading:
    """A mail, taken apart."""

    subject: str
    sender: str
    recipient: str
    text: str
    html: str
    files: tuple[File, ...]


def as_it_arrives(content: Content, *, to: str) -> Reading:
    """Return how a content reads for somebody after its way through the network."""
    sent = message_of(content, to=to, mail_id="preview").message().as_bytes()
    return reading_of(message_from_bytes(sent, policy=policy.default))


def reading_of(message: Message) -> Reading:
    """Return a message's parts; pictures stand in its HTML."""
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    files = tuple(_files(message))
    shown = "" if html is None else str(html.get_content())
    for file in files:
        shown = shown.replace(f"cid:{file.name}", _inline(file))
    return Reading(
        subject=str(message["Subject"] or ""),
        sender=str(message["From"] or ""),
        recipient=str(message["To"] or ""),
        text="" if text is None else str(text.get_content()),
        html=shown,
        files=files,
    )


def _files(message: Message) -> list[File]:
    return [
        File(
            name=part.get_filename() or "file",
            media_type=part.get_content_type(),
            content=bytes(part.get_payload(decode=True)),
        )
        for part in message.iter_attachments()
    ]


def _inline(file: File) -> str:
    return f"data:{file.media_type};base64,{b64encode(file.content).decode()}"
