"""The facts of a membership as fields of a form, for the dashboard and the pages."""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms

from core.email import normalize_email
from core.errors import InvalidEmail
from memberships.choices import STUDENT_NUMBER, UBC, YES_NO
from memberships.facts import FACTS, Fact, Kind

_LONGEST_TEXT = 200
_LONGEST_STUDENT_NUMBER = 15
_CHOOSE: tuple[str, str] = ("", "Choose one")


class YesNoField(forms.ChoiceField):
    """A choice between yes and no, both in sight."""


class FactsForm(forms.Form):
    """Asks for facts of a membership, each in the field of its name.

    ``asks_for`` names the facts, ``widgets`` are by the field's class.
    """

    asks_for: tuple[str, ...] = ()
    widgets: Mapping[type[forms.Field], Callable[..., forms.Widget]]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        own = dict(self.fields)
        email = {"email": own.pop("email")} if "email" in own else {}
        asked = {name: self._field(FACTS[name]) for name in self.asks_for}
        self.fields = {**email, **asked, **own}

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalize_email(self.cleaned_data["email"])
        except InvalidEmail:
            raise forms.ValidationError(
                "This is not an e-mail address. Check for a missing @ or ending."
            ) from None

    def clean(self) -> dict[str, Any]:
        """Ask UBC students for their eight digits."""
        values: dict[str, Any] = super().clean() or {}
        number = values.get("student_number", "")
        if (
            values.get("education") == UBC
            and self._needs_number(number)
            and not STUDENT_NUMBER.fullmatch(number)
        ):
            self.add_error(
                "student_number", "A UBC student number has exactly eight digits."
            )
        return values

    def entered(self) -> dict[str, Any]:
        """Return the facts that were entered, by name, as the services take them."""
        return {
            name: value == "yes" if FACTS[name].kind is Kind.FLAG else value
            for name, value in self.cleaned_data.items()
            if name in FACTS
        }

    def _needs_number(self, number: str) -> bool:
        """Tell whether this student number has to be a right one."""
        return True

    def _label(self, fact: Fact) -> str:
        return fact.label

    def _field(self, fact: Fact) -> forms.Field:
        told: dict[str, Any] = {
            "label": self._label(fact),
            "required": fact.required,
            "help_text": fact.help_text,
        }
        attrs = {"autocomplete": fact.autocomplete}
        kind: type[forms.Field] = forms.CharField
        match fact.kind:
            case Kind.FLAG:
                kind, told["choices"] = YesNoField, YES_NO
            case Kind.TOPICS:
                kind, told["choices"] = forms.MultipleChoiceField, fact.choices
            case Kind.STUDENT_NUMBER:
                told["max_length"] = _LONGEST_STUDENT_NUMBER
                attrs["inputmode"] = "numeric"
            case _ if fact.choices:
                kind = forms.ChoiceField
                told["choices"] = [*([] if fact.initial else [_CHOOSE]), *fact.choices]
                told["initial"] = fact.initial
            case _:
                told["max_length"] = _LONGEST_TEXT
        text = kind is forms.CharField
        return kind(widget=self.widgets[kind](attrs=attrs if text else None), **told)


def asked_facts(*, of_user: bool = False) -> tuple[str, ...]:
    """Return the names of the facts that forms ask for, or those that users keep."""
    return tuple(
        name
        for name, fact in FACTS.items()
        if fact.asked and (fact.user or not of_user)
    )
