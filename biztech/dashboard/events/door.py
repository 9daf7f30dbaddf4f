"""Adding somebody to an event, such as whoever stands at its door."""

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods
from unfold.widgets import UnfoldAdminTextInputWidget, UnfoldBooleanSwitchWidget

from biztech.dashboard.events.pages import done, known_event, page
from biztech.dashboard.events.registered import registered_url
from biztech.dashboard.events.states import status_word
from core.clock import now_ms
from core.email import normalize_email
from core.errors import InvalidEmail, Refused
from events.errors import AlreadyRegistered
from events.models import Event
from events.services.registering import Application, Registered, register

LONGEST_NAME = 100


def _line(label: str, longest: int) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


def _tick(label: str, help_text: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        required=False,
        help_text=help_text,
        widget=UnfoldBooleanSwitchWidget(),
    )


class DoorForm(forms.Form):
    """Who is to be added, and on whose word."""

    email = _line("E-mail", 254)
    first_name = _line("First name", LONGEST_NAME)
    last_name = forms.CharField(
        label="Last name",
        required=False,
        max_length=LONGEST_NAME,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    at_the_door = _tick(
        "Paid or free", "They need not pay or apply: you say that they may come in."
    )
    over_capacity = _tick(
        "Go over capacity", "Give them a seat even where none is free."
    )
    is_partner = _tick("Partner", "Comes for a partner; takes no seat, gets no mail.")

    def clean_email(self) -> str:
        """Return the address as records spell it."""
        try:
            return normalize_email(self.cleaned_data["email"])
        except InvalidEmail as refusal:
            raise forms.ValidationError(refusal.message) from None


@require_http_methods(["GET", "POST"])
def add_page(request: HttpRequest, event_id: str, year: int) -> HttpResponse:
    """Take whom to add, then register them on an exec's word."""
    event = known_event(event_id, year)
    form = DoorForm(request.POST or None, initial={"at_the_door": True})
    if request.method == "POST" and form.is_valid():
        try:
            added = _add(event, form.cleaned_data, actor=request.user.get_username())
        except AlreadyRegistered:
            form.add_error("email", "This address is registered already.")
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            email = form.cleaned_data["email"]
            status = status_word(added.registration.status)
            said = f"{email} is added. Status: {status.lower()}."
            return done(request, said, added.act, to=registered_url(event, email))
    return page(request, "add.html", title="Add somebody", event=event, form=form)


def _add(event: Event, entered: dict[str, Any], *, actor: str) -> Registered:
    names = {"fname": entered["first_name"], "lname": entered["last_name"]}
    application = Application(
        email=entered["email"],
        event_id=str(event.id),
        year=int(event.year),
        fname=entered["first_name"],
        is_partner=entered["is_partner"],
        basic={name: value for name, value in names.items() if value},
    )
    return register(
        application,
        actor=actor,
        by_exec=True,
        now=now_ms(),
        at_the_door=entered["at_the_door"],
        over_capacity=entered["over_capacity"],
    )
