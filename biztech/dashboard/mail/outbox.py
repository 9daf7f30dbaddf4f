"""The outbox: the mails of a month, those that wait, those that were given up; one."""

from collections.abc import Iterable
from itertools import islice
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from accounts.queries import find_user
from biztech.dashboard.framework.months import (
    Neighbours,
    first_of,
    month_after,
    month_in,
)
from biztech.dashboard.mail.pages import framed, line_of_mail, mail_page
from biztech.dashboard.mail.reading import as_it_arrives
from core.audit.models import Act
from core.clock import moment, now_ms
from core.errors import Refused
from core.mail.errors import MailUnknown, Undeliverable
from core.mail.kinds import kind_of
from core.mail.models import MailState, OutgoingMail
from core.mail.outbox import (
    given_up_mails,
    mail_in,
    mails_of_month,
    required_mail,
    send_again,
    waiting_mails,
)

PER_PAGE = 50
MOST_QUEUED = 200


@require_safe
def mails_page(request: HttpRequest) -> HttpResponse:
    """Show the mails of a month, or those with which something has still to happen."""
    match request.GET.get("show"):
        case "given-up":
            return _queue(request, given_up_mails(), "Mails that were given up")
        case "waiting":
            return _queue(request, waiting_mails(), "Mails that wait")
    return _month(request)


@require_safe
def one_page(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Show what became of a mail, and how it reads now."""
    row = _known(mail_id)
    line = line_of_mail(row)
    kind = kind_of(row.kind)
    mail = mail_in(row)
    facts: dict[str, Any] = {
        "title": f"Mail: {line.title}",
        "line": line,
        "facts": _facts(row),
        "is_person": find_user(line.recipient) is not None,
        "given_up": row.state is MailState.GIVEN_UP,
    }
    try:
        content = kind.render(mail) if kind else None
    except Undeliverable:
        content = None
    if content is None:
        return framed(request, "mail.html", **facts)
    reading = as_it_arrives(content, to=mail.to)
    return mail_page(request, reading, "mail.html", **facts)


@require_POST
def again(request: HttpRequest, mail_id: str) -> HttpResponse:
    """Put a mail that was given up back in the queue."""
    try:
        send_again(mail_id, actor=request.user.get_username(), now=now_ms())
    except MailUnknown as refusal:
        raise Http404(refusal.message) from refusal
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "The mail is sent again within a minute.")
    return redirect(reverse("admin:mail_one", args=[mail_id]))


def _known(mail_id: str) -> OutgoingMail:
    try:
        return required_mail(mail_id)
    except MailUnknown as refusal:
        raise Http404(refusal.message) from refusal


def _month(request: HttpRequest) -> HttpResponse:
    current = Act.month_of(now_ms())
    month = month_in(request.GET.get("month", ""), current=current)
    mails = mails_of_month(month)
    shown = Paginator(mails, PER_PAGE).get_page(request.GET.get("page"))
    neighbours = Neighbours(
        older=_url(month=month, page=shown.next_page_number())
        if shown.has_next()
        else _url(month=month_after(month, -1)),
        newer=_url(month=month, page=shown.previous_page_number())
        if shown.has_previous()
        else _url(month=month_after(month, 1)) * (month < current),
    )
    return _list(
        request,
        shown,
        title=f"Mails of {first_of(month):%B %Y}",
        month=month,
        count=len(mails),
        neighbours=neighbours,
    )


def _queue(
    request: HttpRequest, rows: Iterable[OutgoingMail], title: str
) -> HttpResponse:
    return _list(
        request, islice(rows, MOST_QUEUED), title=title, most_queued=MOST_QUEUED
    )


def _list(
    request: HttpRequest, rows: Iterable[OutgoingMail], **context: Any
) -> HttpResponse:
    return framed(
        request,
        "mails.html",
        crumbs=[],
        show=request.GET.get("show", ""),
        mails=[line_of_mail(row) for row in rows],
        is_on=settings.MAIL_IS_ON,
        is_local=settings.LOCAL_MAIL,
        **context,
    )


def _url(**narrowed: object) -> str:
    return reverse("admin:mail", query={k: str(v) for k, v in narrowed.items()})


def _facts(row: OutgoingMail) -> list[tuple[str, Any]]:
    line = line_of_mail(row)
    known: list[tuple[str, Any]] = [
        ("To", line.recipient),
        ("About", line.about),
        ("Decided", line.at),
        ("Attempts", str(line.attempts)),
        ("Next attempt", _moment_of(row.due_at) if row.queue == "due" else None),
        ("Sent", _moment_of(row.sent_at)),
        ("Given up", _moment_of(row.gave_up_at)),
        ("Last failure", line.failure),
    ]
    return [(label, value) for label, value in known if value]


def _moment_of(ms: float | None) -> Any:
    return moment(int(ms)) if ms else None
