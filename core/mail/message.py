"""From what somebody reads to a message that travels."""

from email import encoders
from email.mime.base import MIMEBase
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from core.mail.kinds import Attachment, Content


def message_of(content: Content, *, to: str, mail_id: str) -> EmailMultiAlternatives:
    """Return the message that brings somebody a content, from the club's sender.

    Its Message-ID is the same at each attempt. Amazon's SES puts one of its own there.
    """
    _, sender = parseaddr(settings.DEFAULT_FROM_EMAIL)
    domain = sender.rpartition("@")[2] or "localhost"
    message = EmailMultiAlternatives(
        content.subject,
        content.text,
        to=[to],
        headers={
            "Message-ID": f"<{mail_id}@{domain}>",
            # Keeps other people's machines from answering.
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(content.html, "text/html")
    for attachment in content.attachments:
        message.attach(_part(attachment))
    return message


def _part(attachment: Attachment) -> MIMEBase:
    main, _, sub = attachment.media_type.partition("/")
    part = MIMEBase(main, sub)
    for name, value in attachment.parameters.items():
        part.set_param(name, value)
    part.set_payload(attachment.content)
    encoders.encode_base64(part)
    how = "inline" if attachment.inline else "attachment"
    part.add_header("Content-Disposition", how, filename=attachment.name)
    if attachment.inline:
        part.add_header("Content-ID", f"<{attachment.name}>")
    return part
