"""Addresses that get no mail, and letting mails go to one again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from biztech.dashboard.mail.pages import framed
from core.clock import moment, now_ms
from core.errors import Refused
from core.mail.models import SuppressedAddress
from core.mail.suppression import lift_suppression, suppressed_addresses

_REASONS = {
    "bounced": "Mails to it came back: there is no such mailbox.",
    "complained": "Its owner called a mail of ours spam.",
}


@require_http_methods(["GET", "HEAD", "POST"])
def suppressed_page(request: HttpRequest) -> HttpResponse:
    """List the addresses; a POST lets mails go to one again."""
    if request.method == "POST":
        _lift(request, request.POST.get("email", ""))
        return redirect(request.path)
    lines = [_line(row) for row in suppressed_addresses()]
    lines.sort(key=lambda line: str(line["at"]), reverse=True)
    return framed(
        request, "suppressed.html", title="Suppressed addresses", addresses=lines
    )


def _lift(request: HttpRequest, email: str) -> None:
    try:
        lift_suppression(email, actor=request.user.get_username(), now=now_ms())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"Mails go to {email} again.")


def _line(row: SuppressedAddress) -> dict[str, object]:
    return {
        "email": row.email,
        "reason": _REASONS.get(row.reason or "", row.reason),
        "at": moment(int(row.at or 0)),
    }
