"""The forms of the console: their fields and messages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from interactions.wall.controls import LONGEST_MESSAGE
from interactions.wall.names import LONGEST_NAME

# How long a time lapse may take, in ms.
LENGTHS = (
    (15_000, "15 seconds"),
    (30_000, "30 seconds"),
    (60_000, "1 minute"),
    (120_000, "2 minutes"),
    (300_000, "5 minutes"),
)
USUAL_LENGTH = 60_000


class MessageForm(forms.Form):
    """What the wall is to say."""

    message = forms.CharField(
        label="Message",
        max_length=LONGEST_MESSAGE,
        help_text=f"At most {LONGEST_MESSAGE} characters; the whole room reads them.",
        error_messages={"required": "Enter what the wall is to say."},
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )


class HideForm(forms.Form):
    """Why the wall is not to show somebody."""

    reason = forms.CharField(
        label="Reason",
        required=False,
        max_length=500,
        help_text="Kept in the history, for other execs to read. May stay empty.",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


class ReplayForm(forms.Form):
    """How long a time lapse of the evening takes."""

    takes = forms.TypedChoiceField(
        label="Takes",
        choices=LENGTHS,
        coerce=int,
        initial=USUAL_LENGTH,
        widget=UnfoldAdminSelectWidget(),
    )


class SwitchForm(forms.Form):
    """Which event is on, chosen from the list or named."""

    def __init__(
        self,
        entered: Mapping[str, Any] | None = None,
        *,
        titles: Mapping[str, str],
        current: str,
    ) -> None:
        super().__init__(entered, initial={"event": current})
        self.fields["event"] = forms.ChoiceField(
            label="Event",
            choices=list(titles.items()),
            required=False,
            widget=UnfoldAdminSelectWidget(),
        )
        self.fields["other"] = forms.CharField(
            label="Or its name",
            required=False,
            max_length=LONGEST_NAME,
            help_text="Such as blueprint-2026; goes before the list.",
            widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
        )

    @property
    def field_used(self) -> str:
        """The field in which the event was named."""
        return "other" if self.cleaned_data["other"] else "event"

    @property
    def named(self) -> str:
        """The event that was named, in any of its forms."""
        return str(self.cleaned_data[self.field_used])
