"""Prizes and credits: what can be bought, and what somebody got and spent.

Both are the club's, not of one event; they are found from each event's companion.
"""

from collections.abc import Callable
from functools import partial
from urllib.parse import quote
from uuid import uuid4

from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe

from biztech.dashboard.companion.credit_forms import (
    BookForm,
    NewPrizeForm,
    PrizeForm,
    RedeemForm,
)
from biztech.dashboard.companion.pages import done, page
from biztech.dashboard.companion.subjects import (
    Figure,
    Subject,
    SubjectPage,
    subject_url,
)
from biztech.dashboard.events.editing import entered_in
from companion.credits.models import Prize
from companion.credits.queries import balance_of, entries_of, find_prize, prizes
from companion.credits.services import (
    book,
    create_prize,
    delete_prize,
    edit_prize,
    redeem,
)
from core.audit.models import Act
from core.clock import moment, now_ms
from core.email import one_spelling
from core.errors import Refused
from events.models import Event

_SLUG = "credits"
_TITLE = "Credits and prizes"

# What is done once it is confirmed: its act, or None where it was done before.
Doing = Callable[[], Act | None]


@require_safe
def credits_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the prizes, and the credits of the person that is asked for."""
    person = one_spelling(request.GET.get("person", "").strip())
    entries = entries_of(person) if person else []
    return page(
        request,
        "credits.html",
        title=_TITLE,
        event=event,
        prizes=[
            (
                prize,
                *(
                    subject_url(event, _SLUG, each, prize.id)
                    for each in ("prize", "redeem", "withdraw")
                ),
            )
            for prize in prizes()
        ],
        new=subject_url(event, _SLUG, "new"),
        book=subject_url(event, _SLUG, "book"),
        person=person,
        balance=balance_of(person) if person else None,
        entries=[(moment(int(each.created_at or 0)), each) for each in entries],
    )


@require_http_methods(["GET", "POST"])
def new_prize_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Make a prize."""
    form = NewPrizeForm(request.POST or None)

    def act() -> Act | None:
        values = form.cleaned_data
        made = create_prize(values["id"], values, actor=_actor(request), now=now_ms())
        return made.act

    return _asked(
        request,
        event,
        form,
        title="Make a prize",
        tells=lambda: [f"“{form.cleaned_data['name']}” can be had {_price(form)}."],
        act=act,
        said="The prize is made.",
    )


@require_http_methods(["GET", "POST"])
def prize_page(request: HttpRequest, event: Event, prize_id: str) -> HttpResponse:
    """Change a prize."""
    prize = _known(prize_id)
    form = PrizeForm(request.POST or None, prize=prize)

    def act() -> Act | None:
        edit = form.edited_values()
        return edit_prize(prize_id, edit, actor=_actor(request), now=now_ms()).act

    return _asked(
        request,
        event,
        form,
        title=f"Change the prize “{_name(prize)}”",
        tells=lambda: [
            f"{form.fields[name].label}: {_worded(value)}."
            for name, value in form.edited_values().items()
        ],
        act=act,
        said="The prize is changed.",
    )


@require_http_methods(["GET", "POST"])
def delete_page(request: HttpRequest, event: Event, prize_id: str) -> HttpResponse:
    """Withdraw a prize."""
    prize = _known(prize_id)
    return _asked(
        request,
        event,
        Form(request.POST or {}),
        title=f"Withdraw the prize “{_name(prize)}”",
        tells=lambda: [
            "Nobody can get it any more.",
            "What was bought stays with whom it belongs to.",
        ],
        act=lambda: delete_prize(prize_id, actor=_actor(request), now=now_ms()).act,
        said="The prize is withdrawn.",
    )


@require_http_methods(["GET", "POST"])
def redeem_page(request: HttpRequest, event: Event, prize_id: str) -> HttpResponse:
    """Hand out a prize at the desk."""
    prize = _known(prize_id)
    form = RedeemForm(request.POST or None, initial=_asked_for(request))

    def act() -> Act | None:
        person, key = form.cleaned_data["person"], form.cleaned_data["nonce"]
        return redeem(
            prize_id, person, actor=_actor(request), now=now_ms(), key=key
        ).act

    return _asked(
        request,
        event,
        form,
        title=f"Hand out “{_name(prize)}”",
        tells=lambda: _spending(form, f"the prize, for {prize.price or 0} credits"),
        act=act,
        said="The prize is paid for. Hand it out.",
    )


@require_http_methods(["GET", "POST"])
def book_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Give somebody credits, or correct what they have."""
    form = BookForm(request.POST or None, initial=_asked_for(request))

    def act() -> Act | None:
        values = form.cleaned_data
        return book(
            values["person"],
            amount=values["credits"],
            reason=values["reason"],
            actor=_actor(request),
            now=now_ms(),
            key=values["nonce"],
        ).act

    return _asked(
        request,
        event,
        form,
        title="Book credits",
        tells=lambda: _spending(form, f"{form.cleaned_data['credits']:+} credits"),
        act=act,
        said="The credits are booked.",
    )


def _asked(
    request: HttpRequest,
    event: Event,
    form: Form,
    *,
    title: str,
    tells: Callable[[], list[str]],
    act: Doing,
    said: str,
) -> HttpResponse:
    """Show a form, then what it would do, then do it."""
    framed = partial(
        page,
        request,
        title=title,
        event=event,
        beneath=(_SLUG, _TITLE),
        form=form,
        danger=not form.fields,
    )
    is_sent = request.method == "POST" or not form.fields
    if not is_sent or not form.is_valid() or "edit" in request.POST:
        return framed("credit_form.html")
    if "confirmed" not in request.POST:
        entered = entered_in(request)
        return framed("credit_review.html", tells=tells(), entered=entered)
    person = form.cleaned_data.get("person")
    to = subject_url(event, _SLUG) + (f"?person={quote(person)}" if person else "")
    try:
        recorded = act()
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return framed("credit_form.html")
    return done(request, said, recorded, to=to)


def _known(prize_id: str) -> Prize:
    prize = find_prize(prize_id)
    if prize is None:
        raise Http404("There is no such prize.")
    return prize


def _name(prize: Prize) -> str:
    return str(prize.name or prize.id)


def _price(form: Form) -> str:
    stock = form.cleaned_data["stock"]
    left = "" if stock is None else f", {stock} times"
    return f"for {form.cleaned_data['price']} credits{left}"


def _worded(value: object) -> str:
    return "no end of them" if value is None else str(value)


def _spending(form: Form, what: str) -> list[str]:
    person = form.cleaned_data["person"]
    return [
        f"{person} gets {what}.",
        f"They have {balance_of(person)} credits before that.",
    ]


def _asked_for(request: HttpRequest) -> dict[str, str]:
    return {"person": request.GET.get("person", ""), "nonce": str(uuid4())}


def _actor(request: HttpRequest) -> str:
    return request.user.get_username()


def _figure(_: Event) -> Figure:
    return len(prizes()), "prizes that credits buy."


CREDITS = Subject(
    slug=_SLUG,
    title=_TITLE,
    order=6,
    page=credits_page,
    figure=_figure,
    more=(
        SubjectPage(route="new/", name="new", view=new_prize_page),
        SubjectPage(route="book/", name="book", view=book_page),
        # Ids of the former system may hold slashes.
        SubjectPage(
            route="prizes/<path:prize_id>/redeem/", name="redeem", view=redeem_page
        ),
        SubjectPage(
            route="prizes/<path:prize_id>/withdraw/", name="withdraw", view=delete_page
        ),
        SubjectPage(
            route="prizes/<path:prize_id>/edit/", name="prize", view=prize_page
        ),
    ),
)
