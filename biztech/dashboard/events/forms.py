"""The form of an event's facts: its fields and messages."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.text import slugify
from unfold.widgets import (
    DATETIME_CLASSES,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from core.clock import iso_text, moment, moment_in
from events.models import Event
from events.services.checking import (
    FIRST_YEAR,
    LARGEST_CAPACITY,
    LARGEST_PRICE,
    LARGEST_TEAM,
    LAST_YEAR,
    LONGEST_LINE,
    LONGEST_SLUG,
    LONGEST_TEXT,
)
from events.services.reading import is_for_members_only

_TEXTS = (
    "ename",
    "elocation",
    "description",
    "partnerDescription",
    "imageUrl",
    "facebookUrl",
)
_TIMES = ("startDate", "endDate", "deadline", "feedbackDeadline")
_FLAGS = ("isApplicationBased", "nonBizTechAllowed")
_PRICES = ("members", "nonMembers", "members_only")


class _MomentInput(forms.DateTimeInput):
    """A day and a time, as browsers ask for them."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        css = " ".join(DATETIME_CLASSES)
        super().__init__(attrs={"class": css}, format="%Y-%m-%dT%H:%M")


def _line(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_LINE,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget(),
    )


def _text(label: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=False,
        max_length=LONGEST_TEXT,
        help_text=help_text,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 5}),
    )


def _moment(label: str, help_text: str = "") -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        required=False,
        help_text=help_text,
        error_messages={"invalid": "Enter a day and a time."},
        widget=_MomentInput(),
    )


def _price(label: str, help_text: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=Decimal(0),
        max_value=Decimal(LARGEST_PRICE),
        decimal_places=2,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"}),
    )


def _tick(label: str, help_text: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        required=False,
        help_text=help_text,
        widget=UnfoldBooleanSwitchWidget(),
    )


class EventForm(forms.Form):
    """What an exec says of an event; fields are named as rows name them."""

    ename = _line("Name")
    elocation = _line("Place")
    startDate = _moment("Begins")
    endDate = _moment("Ends")
    deadline = _moment("Last moment to register", "Blank: until the event ends.")
    capac = forms.IntegerField(
        label="Seats",
        min_value=0,
        max_value=LARGEST_CAPACITY,
        help_text="How many people there is room for; partners take no seat.",
        error_messages={"required": "Say how many people there is room for."},
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )
    members = _price("Price for members, in dollars", "Blank or 0: free.")
    nonMembers = _price("Price for others, in dollars", "Blank or 0: free.")
    members_only = _tick("Members only", "Others cannot register; their price is off.")
    nonBizTechAllowed = _tick(
        "Open to people without an account", "They register with an address alone."
    )
    isApplicationBased = _tick(
        "By application", "People apply; execs accept them, then they confirm or pay."
    )
    teamSize = forms.IntegerField(
        label="People in a team",
        required=False,
        min_value=1,
        max_value=LARGEST_TEAM,
        help_text="How many at most. Blank: as many as come.",
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )
    feedbackDeadline = _moment("Feedback closes", "Blank: when an exec closes it.")
    description = _text("Description", "Shown to everybody.")
    partnerDescription = _text("Description for partners")
    imageUrl = _line("Picture", "A web address that begins with https://.")
    facebookUrl = _line("Page elsewhere", "A web address that begins with https://.")

    def __init__(
        self, entered: Mapping[str, Any] | None = None, *, event: Event | None = None
    ) -> None:
        super().__init__(entered, initial=_initial(event) if event else None)
        # Old events may have room for anybody.
        self.fields["capac"].required = event is None or event.room is not None
        for field in self.fields.values():
            # What others edit meanwhile is not taken for an edit of this form.
            field.show_hidden_initial = event is not None

    def values(self) -> dict[str, Any]:
        """Return everything, by stored name."""
        return self._values(list(self.fields))

    def edited_values(self) -> dict[str, Any]:
        """Return what was edited, by stored name."""
        return self._values(self.changed_data)

    def blame(self, name: str, why: str) -> None:
        """Show a refusal beside the field that it is about."""
        known = name.rpartition(".")[2]
        sentence = why[:1].upper() + why[1:]
        self.add_error(known if known in self.fields else None, sentence)

    def _values(self, names: list[str]) -> dict[str, Any]:
        entered = self.cleaned_data
        values: dict[str, Any] = {
            name: entered[name]
            for name in (*_FLAGS, "capac", "teamSize")
            if name in names
        }
        for name in _TEXTS:
            if name in names:
                # Browsers send lines of a text apart by two characters.
                values[name] = entered[name].replace("\r\n", "\n") or None
        for name in _TIMES:
            if name in names:
                values[name] = _stored(entered[name])
        if any(name in names for name in _PRICES):
            values["pricing"] = self._pricing()
        return values

    def _pricing(self) -> dict[str, float | int]:
        members = {"members": _number(self.cleaned_data["members"])}
        if self.cleaned_data["members_only"]:
            return members
        return {**members, "nonMembers": _number(self.cleaned_data["nonMembers"])}


class NewEventForm(EventForm):
    """What an exec says of an event that is to be."""

    id = forms.SlugField(
        label="Short name",
        required=False,
        max_length=LONGEST_SLUG,
        help_text="Part of its addresses, such as blueprint. Blank: made of the name.",
        widget=UnfoldAdminTextInputWidget(),
    )
    year = forms.IntegerField(
        label="Year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )
    field_order = ("ename", "elocation", "id", "year")

    def __init__(
        self, entered: Mapping[str, Any] | None = None, *, year: int = 0
    ) -> None:
        super().__init__(entered)
        self.initial = {"year": year, "nonBizTechAllowed": True}
        self.fields["ename"].required = True

    def values(self) -> dict[str, Any]:
        """Return everything, by stored name; the event begins as a draft."""
        named = self.cleaned_data["id"] or slugify(self.cleaned_data["ename"])
        made = {"id": named[:LONGEST_SLUG], "year": self.cleaned_data["year"]}
        return {**super().values(), **made, "isPublished": False}


class DuplicateForm(forms.Form):
    """For which year an event is to be made again."""

    year = forms.IntegerField(
        label="Year",
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )


def _initial(event: Event) -> dict[str, Any]:
    row = event.plain()
    pricing = row["pricing"] if isinstance(row.get("pricing"), dict) else {}
    return {
        **{name: str(row.get(name) or "") for name in _TEXTS},
        **{name: _shown(row.get(name)) for name in _TIMES},
        **{name: bool(row.get(name)) for name in _FLAGS},
        "capac": event.room,
        "teamSize": event.team_size,
        "members": pricing.get("members"),
        "nonMembers": pricing.get("nonMembers"),
        "members_only": is_for_members_only(event),
    }


def _shown(stored: Any) -> datetime | None:
    at = moment_in(str(stored)) if stored else None
    return None if at is None else moment(at).replace(second=0, microsecond=0)


def _stored(entered: datetime | None) -> str | None:
    return None if entered is None else iso_text(round(entered.timestamp() * 1000))


def _number(entered: Decimal | None) -> float | int:
    price = float(entered or 0)
    return int(price) if price.is_integer() else price
