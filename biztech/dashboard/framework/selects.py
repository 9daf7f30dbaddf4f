"""List filters as native select boxes."""

from typing import Any

from django import forms
from unfold.contrib.filters.admin import RadioFilter
from unfold.widgets import UnfoldAdminSelectWidget


class SelectForm(forms.Form):
    """One native select box: works by keyboard and on a phone without scripts."""

    def __init__(
        self, *, label: str, name: str, choices: list[Any], data: dict[str, Any]
    ) -> None:
        super().__init__(data)
        self.fields[name] = forms.ChoiceField(
            label=label.strip().removeprefix("By ").capitalize(),
            choices=choices,
            required=False,
            widget=UnfoldAdminSelectWidget(),
        )


class SelectFilter(RadioFilter):
    """A filter shown as a select box; it narrows a ``Listing``, not a queryset."""

    form_class: Any = SelectForm
    parameter_name: str
