"""Forms of codes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from companion.scanning.queries import points_of
from companion.scanning.services import PARTNER
from core.email import LONGEST_EMAIL, normalize_email
from core.errors import InvalidEmail
from core.fields import LONGEST_NAME, LONGEST_TEXT
from profiles.api.codes.serializers import MOST_POINTS
from profiles.models import QR

WORKSHOP = "Workshop"
KINDS = ("Booth", PARTNER, WORKSHOP)

# Without it, who knows one code could guess the others.
_MARK = 5
# By their names in this form, those in a code's ``data``.
_ABOUT = {"partner": "partnerID", "linkedin": "linkedin", "workshop": "workshopID"}


def _line(
    label: str, longest: int, help_text: str = "", **more: Any
) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        **more,
    )


def _switch(label: str, help_text: str) -> forms.BooleanField:
    return forms.BooleanField(
        label=label,
        required=False,
        help_text=help_text,
        widget=UnfoldBooleanSwitchWidget(),
    )


class CodeForm(forms.Form):
    """What a code gives, by stored name."""

    points = forms.IntegerField(
        label="Points",
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        help_text="Below zero, a scan spends them; who scans is asked first.",
        error_messages={"required": "Say how many a scan gives."},
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )
    isUnlimitedScans = _switch(
        "Gives them with every scan",
        "Otherwise once to each person, and to each team where teams have the points.",
    )
    isActive = _switch("In use", "Scans of a code out of use are refused.")

    def __init__(self, entered: Any = None, *, code: QR | None = None) -> None:
        super().__init__(entered, initial=None if code is None else _shown(code))
        for field in self.fields.values():
            # What is changed meanwhile is not taken for an edit of this form.
            field.show_hidden_initial = code is not None

    def edited_values(self) -> dict[str, Any]:
        """Return what was edited, by stored name."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class NewCodeForm(CodeForm):
    """A code that is to be."""

    name = _line("Name", LONGEST_NAME, "Becomes a part of its id, such as acme-booth.")
    type = forms.ChoiceField(
        label="What it is of",
        choices=[(kind, kind) for kind in KINDS],
        help_text="Of all partners of an event, the first scan alone gives points.",
        widget=UnfoldAdminSelectWidget(),
    )
    partner = _line(
        "Partner's e-mail", LONGEST_EMAIL, "For a partner's code.", required=False
    )
    linkedin = forms.URLField(
        label="Partner's LinkedIn",
        required=False,
        max_length=LONGEST_TEXT,
        help_text="For a partner's code: the address of a page.",
        assume_scheme="https",
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "url"}),
    )
    workshop = _line(
        "Workshop", LONGEST_NAME, "For a workshop's code: which one.", required=False
    )
    # Sent twice, it is one code.
    mark = forms.RegexField(r"^[A-Za-z0-9]{5}$", widget=forms.HiddenInput())
    field_order = ("name", "type", "points", *_ABOUT, "isUnlimitedScans", "isActive")

    def __init__(self, entered: Any = None) -> None:
        super().__init__(entered)
        self.initial = {"mark": get_random_string(_MARK), "isActive": True}

    @property
    def code_id(self) -> str:
        """The id that nobody guesses."""
        name = slugify(self.cleaned_data["name"], allow_unicode=True)
        return f"{self.cleaned_data['mark']}-{name}".rstrip("-")

    @property
    def given_values(self) -> dict[str, Any]:
        """What was entered, by stored name."""
        entered = self.cleaned_data
        about = {kept: entered[n] for n, kept in _ABOUT.items() if entered[n]}
        named = ("type", "points", "isUnlimitedScans", "isActive")
        return {**{name: entered[name] for name in named}, "data": about}

    def clean_partner(self) -> str:
        """Return the address in its one spelling."""
        entered: str = self.cleaned_data["partner"]
        try:
            return normalize_email(entered) if entered else ""
        except InvalidEmail as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean(self) -> dict[str, Any]:
        """Demand what clients show of partners and workshops."""
        entered: dict[str, Any] = super().clean() or self.cleaned_data
        for name in _demanded(entered):
            if name not in self.errors and not entered.get(name):
                self.add_error(name, f"Needed for a {str(entered['type']).lower()}.")
        return entered


def _shown(code: QR) -> dict[str, Any]:
    return {
        "points": points_of(code),
        "isUnlimitedScans": bool(code.is_unlimited_scans),
        "isActive": code.is_active is not False,
    }


def _demanded(entered: Mapping[str, Any]) -> tuple[str, ...]:
    if entered.get("type") == PARTNER:
        return ("partner", "linkedin")
    return ("workshop",) if entered.get("type") == WORKSHOP else ()
