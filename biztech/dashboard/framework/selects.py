"""List filters as native select boxes."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import HttpRequest
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


class ValueFilter(SelectFilter):
    """A filter by what rows have in one attribute, as words that execs know."""

    attribute: str
    # By value; a blank value is offered by leaving the filter out.
    labels: Mapping[Any, str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer every value there is."""
        return [(str(value), label) for value, label in self.labels.items() if value]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the rows with that value."""
        wanted = self.value()
        return queryset.filter(**{self.attribute: wanted}) if wanted else None


class YesOrNoFilter(SelectFilter):
    """A filter with two answers."""

    answers: tuple[str, str]

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer both answers."""
        return [("yes", self.answers[0]), ("no", self.answers[1])]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        """Keep the rows with that answer."""
        match self.value():
            case "yes":
                return queryset.having(self.holds)
            case "no":
                return queryset.having(lambda row: not self.holds(row))
        return None

    def holds(self, row: Any) -> bool:
        """Tell whether the answer for a row is yes."""
        raise NotImplementedError
