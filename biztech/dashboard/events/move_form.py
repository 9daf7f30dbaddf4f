"""The form that asks where registrations are to be moved."""

from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldBooleanSwitchWidget

from biztech.dashboard.events.states import REVIEW_WORDS, STATUS_WORDS
from events.services.moving import Wanted
from events.statuses import Review, Status

_STAYS = ("", "Stays as it is")


class MoveForm(forms.Form):
    """Where to, and whether beyond the seats that there are."""

    status = forms.ChoiceField(
        label="New status",
        required=False,
        choices=[_STAYS, *((one.value, word) for one, word in STATUS_WORDS.items())],
        widget=UnfoldAdminSelectWidget(),
    )
    review = forms.ChoiceField(
        label="Application",
        required=False,
        choices=[
            _STAYS,
            *((one.value, word) for one, word in REVIEW_WORDS.items() if one),
        ],
        help_text="At events by application, accepting or not decides the status too.",
        widget=UnfoldAdminSelectWidget(),
    )
    over_capacity = forms.BooleanField(
        label="Go over capacity",
        required=False,
        help_text="Give them a seat even where none is free.",
        widget=UnfoldBooleanSwitchWidget(),
    )

    def clean(self) -> dict[str, Any]:
        """Refuse a move to nowhere."""
        entered = super().clean() or {}
        if not (entered.get("status") or entered.get("review") or self.errors):
            self.add_error("status", "Choose where they are to be moved.")
        return entered

    @property
    def chosen(self) -> str:
        """What is asked for, as one text."""
        entered = self.cleaned_data
        return " ".join(f"{entered.get(name, '')}" for name in self.fields)

    @property
    def wanted(self) -> Wanted:
        """What is asked for."""
        entered = self.cleaned_data
        return Wanted(
            status=Status(entered["status"]) if entered["status"] else None,
            review=Review(entered["review"]) if entered["review"] else None,
            over_capacity=entered["over_capacity"],
        )
