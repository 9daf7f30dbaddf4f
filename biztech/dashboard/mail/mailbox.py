"""The local mailbox: what would have been sent, as it would have arrived."""

from datetime import UTC
from email.message import EmailMessage as Message
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.timezone import is_aware, make_aware
from django.views.decorators.http import require_safe

from biztech.dashboard.mail.pages import framed, mail_page
from biztech.dashboard.mail.reading import reading_of
from core.mail.errors import MailUnknown
from core.mail.mailbox import kept_mail, kept_mails

MOST_SHOWN = 100


@require_safe
def mailbox_page(request: HttpRequest) -> HttpResponse:
    """List the newest mails of this machine's mailbox."""
    _require_local()
    mails = [_line(key, message) for key, message in kept_mails(limit=MOST_SHOWN)]
    return framed(
        request, "mailbox.html", title="Mailbox", mails=mails, most=MOST_SHOWN
    )


@require_safe
def kept_page(request: HttpRequest, key: str) -> HttpResponse:
    """Show one mail of the mailbox."""
    _require_local()
    try:
        reading = reading_of(kept_mail(key))
    except MailUnknown as refusal:
        raise Http404(refusal.message) from refusal
    return mail_page(request, reading, "kept.html", title=reading.subject)


def _line(key: str, message: Message) -> dict[str, Any]:
    at = message["Date"].datetime
    return {
        "key": key,
        "subject": message["Subject"],
        "to": message["To"],
        # Ours is in UTC without saying so.
        "at": at if is_aware(at) else make_aware(at, UTC),
    }


def _require_local() -> None:
    if not settings.LOCAL_MAIL:
        raise Http404("Mails are sent; none are kept here.")
