"""The forms about profiles: their fields and messages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from biztech.admin.words import label_of
from profiles.admin.previews import shown_toggles
from profiles.policy import TOGGLES, URL_FIELDS, web_address
from profiles.services.own import LONGEST, LONGEST_OF_OTHERS
from profiles.services.rows import OWNERS_FIELDS

_LONG = ("funQuestion1", "funQuestion2", "description")


class WebAddressField(forms.CharField):
    """An address that a browser opens as a page; one without a scheme is completed."""

    def clean(self, value: Any) -> str:
        """Return the address as it is stored."""
        entered = str(super().clean(value))
        address = web_address(entered) if entered else ""
        if address is None:
            raise forms.ValidationError(
                "Enter a web address that starts with https:// or http://."
            )
        return address


def text_field(
    name: str, *, required: bool = False, help_text: str = ""
) -> forms.Field:
    """Return the field for a text of a profile, by its stored name."""
    rows = {"rows": 6 if name == "description" else 3}
    widget = (
        UnfoldAdminTextareaWidget(attrs=rows)
        if name in _LONG
        else UnfoldAdminTextInputWidget()
    )
    kind = WebAddressField if name in URL_FIELDS else forms.CharField
    return kind(
        label=label_of(name),
        required=required,
        max_length=LONGEST.get(name, LONGEST_OF_OTHERS),
        help_text=help_text,
        widget=widget,
    )


class EditForm(forms.Form):
    """What the owner of a profile could change."""

    def __init__(
        self, entered: Mapping[str, Any] | None = None, *, row: Mapping[str, Any]
    ) -> None:
        before = {name: row.get(name) or "" for name in OWNERS_FIELDS}
        super().__init__(entered, initial={**before, "toggles": shown_toggles(row)})
        for name in OWNERS_FIELDS:
            self.fields[name] = text_field(name)
        self.fields["toggles"] = forms.MultipleChoiceField(
            label="Shown to others",
            choices=[(name, label_of(name)) for name in TOGGLES],
            required=False,
            help_text="What is not ticked is seen by the owner and by execs alone.",
            widget=UnfoldAdminCheckboxSelectMultipleWidget(),
        )
        for field in self.fields.values():
            # What the owner edits meanwhile is not taken for an edit of this form.
            field.show_hidden_initial = True

    @property
    def texts(self) -> list[forms.BoundField]:
        """The fields that hold text."""
        return [self[name] for name in OWNERS_FIELDS]

    def edited_texts(self) -> dict[str, str]:
        """Return the texts that were edited, by stored name."""
        return {
            name: self.cleaned_data[name]
            for name in self.changed_data
            if name in OWNERS_FIELDS
        }

    def edited_toggles(self) -> dict[str, bool]:
        """Return the toggles that were switched, by the field they are about."""
        if "toggles" not in self.changed_data:
            return {}
        name = self.add_initial_prefix("toggles")
        listed = getattr(self.data, "getlist", None)
        before = set(listed(name) if listed else self.data.get(name, ()))
        ticked = set(self.cleaned_data["toggles"])
        return {name: name in ticked for name in TOGGLES if name in before ^ ticked}
