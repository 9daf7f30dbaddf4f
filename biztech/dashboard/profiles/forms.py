"""The forms about profiles: their fields and messages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from biztech.dashboard.framework.labels import label_of
from biztech.dashboard.profiles.previews import shown_toggles
from profiles.policy import TOGGLES, URL_FIELDS, web_address
from profiles.services import COMPANY
from profiles.services.by_execs import LINKS, editable_texts
from profiles.services.own import LONGEST, LONGEST_OF_OTHERS
from profiles.services.partners import MOST_LINKS

TOGGLED = "toggles"

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


class LinksField(forms.CharField):
    """Web addresses, one a line."""

    def __init__(self) -> None:
        super().__init__(
            label=label_of(LINKS),
            required=False,
            help_text="Web addresses, one a line.",
            widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        )

    def clean(self, value: Any) -> str:
        """Return the addresses as they are stored, one a line."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines()]
        entered = [line for line in lines if line]
        if len(entered) > MOST_LINKS:
            raise forms.ValidationError(f"Enter at most {MOST_LINKS} addresses.")
        for line in entered:
            if web_address(line) is None or len(line) > LONGEST_OF_OTHERS:
                raise forms.ValidationError(
                    f"“{line[:60]}” is no web address that starts with https:// or"
                    " http://."
                )
        return "\n".join(str(web_address(line)) for line in entered)


class EditForm(forms.Form):
    """What an exec may change on a profile."""

    def __init__(
        self, entered: Mapping[str, Any] | None = None, *, row: Mapping[str, Any]
    ) -> None:
        self._names = editable_texts(row.get("profileType"))
        before = {name: row.get(name) or "" for name in self._names}
        links = "\n".join(str(link) for link in row.get(LINKS) or [])
        shown = {TOGGLED: shown_toggles(row), LINKS: links}
        super().__init__(entered, initial={**before, **shown})
        for name in self._names:
            self.fields[name] = text_field(name)
        if row.get("profileType") == COMPANY:
            self.fields[LINKS] = LinksField()
        self.fields[TOGGLED] = forms.MultipleChoiceField(
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
        return [self[name] for name in self.fields if name != TOGGLED]

    def edited_values(self) -> dict[str, Any]:
        """Return what was edited, by stored name."""
        edited = [name for name in self.changed_data if name != TOGGLED]
        # Browsers send lines of a text apart by two characters.
        entered = {n: self.cleaned_data[n].replace("\r\n", "\n") for n in edited}
        if LINKS in entered:
            entered[LINKS] = entered[LINKS].splitlines()
        return entered

    def edited_toggles(self) -> dict[str, bool]:
        """Return the toggles that were switched, by the field they are about."""
        if TOGGLED not in self.changed_data:
            return {}
        asked = self.fields[TOGGLED].hidden_widget()
        name = self[TOGGLED].html_initial_name
        before = set(asked.value_from_datadict(self.data, self.files, name) or ())
        switched = before ^ set(self.cleaned_data[TOGGLED])
        return {one: one not in before for one in TOGGLES if one in switched}
