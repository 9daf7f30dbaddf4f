"""What the pages about mail have in common: addresses, frame, lines, a mail's files."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from biztech.dashboard.mail.reading import Reading
from core.clock import moment
from core.mail.kinds import kind_of
from core.mail.models import OutgoingMail

_STATES = {
    "due": "Waiting",
    "sent": "Sent",
    "given up": "Given up",
    "suppressed": "Not sent: address suppressed",
}
_FAILURES = {
    "TooLate": "nobody tried it for three days",
    "TooMany": "the address got too many mails in an hour",
    "Interrupted": "the server stopped at each attempt",
    "Undeliverable": "what it tells of is gone",
}


@dataclass(frozen=True, kw_only=True)
class MailLine:
    """A mail of the outbox as a line of a list."""

    id: str
    recipient: str
    # The address as it may break on a narrow screen.
    who: SafeString
    title: str
    about: str
    state: str
    failure: str
    attempts: int
    at: datetime


def mails_url() -> str:
    """Return the address of the outbox."""
    return reverse("admin:mail")


def framed(
    request: HttpRequest, template: str, *, title: str, **context: Any
) -> HttpResponse:
    """Return a page of the dashboard about mail, with the way back to the outbox."""
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": [("Mail", mails_url())],
    }
    return TemplateResponse(request, f"admin/mail/{template}", {**frame, **context})


def line_of_mail(row: OutgoingMail) -> MailLine:
    """Return how a mail reads in a list."""
    kind = kind_of(row.kind)
    recipient = str(row.recipient or "")
    return MailLine(
        id=str(row.id),
        recipient=recipient,
        who=format_html("{}<wbr>@{}", *(recipient or "@").rsplit("@", 1)),
        title=kind.title if kind else str(row.kind),
        about=" ".join(str(row.about or "").split(";")),
        state=_STATES[row.state],
        failure=_FAILURES.get(row.error or "", row.error or ""),
        attempts=int(row.attempts or 0),
        at=moment(int(row.created_at or 0)),
    )


def mail_page(
    request: HttpRequest, reading: Reading, template: str, **context: Any
) -> HttpResponse:
    """Return a page that shows a mail, or the file of it that was asked for."""
    asked = request.GET.get("file")
    if asked is None:
        return framed(request, template, reading=reading, **context)
    for file in reading.files:
        if file.name == asked:
            return HttpResponse(
                file.content,
                content_type=file.media_type,
                headers={"Content-Disposition": f'attachment; filename="{file.name}"'},
            )
    raise Http404("The mail has no such file.")
