"""How each kind of mail reads, by an example, and a test of it to oneself."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from biztech.dashboard.mail.pages import framed, mail_page
from biztech.dashboard.mail.reading import as_it_arrives
from core.clock import now_ms
from core.errors import Refused
from core.mail.delivery import send_sample
from core.mail.kinds import MailKind, kind_of, mail_kinds


@require_safe
def kinds_page(request: HttpRequest) -> HttpResponse:
    """List the kinds of mails."""
    return framed(request, "kinds.html", title="What mails say", kinds=mail_kinds())


@require_safe
def sample_page(request: HttpRequest, kind: str) -> HttpResponse:
    """Show an example of a kind."""
    known = _known(kind)
    to = request.user.get_username()
    return mail_page(
        request,
        as_it_arrives(known.sample(to), to=to),
        "sample.html",
        title=f"Example: {known.title}",
        kind=known,
        to=to,
    )


@require_POST
def send_to_me(request: HttpRequest, kind: str) -> HttpResponse:
    """Send an example to whoever asks for it."""
    known = _known(kind)
    to = request.user.get_username()
    try:
        send_sample(known, to=to, now=now_ms())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, f"A test mail is on its way to {to}.")
    return redirect(reverse("admin:mail_sample", args=[kind]))


def _known(name: str) -> MailKind:
    kind = kind_of(name)
    if kind is None:
        raise Http404("There is no such kind of mail.")
    return kind
