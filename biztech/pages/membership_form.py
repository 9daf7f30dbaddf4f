"""The form on which a newcomer asks for a membership.

Source of fields and values: contract section 3.1.
"""

from types import MappingProxyType
from typing import Any

from django import forms

from biztech.fact_fields import FactsForm, YesNoField, asked_facts
from memberships.facts import FACTS, Fact
from payments.api.serializers import LONGEST_PASSWORD


class MembershipForm(FactsForm):
    """Everything the club asks of a new member, and a password for who wants one."""

    asks_for = asked_facts()
    widgets = MappingProxyType(
        {
            forms.CharField: forms.TextInput,
            forms.ChoiceField: forms.Select,
            forms.MultipleChoiceField: forms.CheckboxSelectMultiple,
            YesNoField: forms.RadioSelect,
        }
    )

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="You sign in with this address later.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    password = forms.CharField(
        label="Password",
        required=False,
        strip=False,
        max_length=LONGEST_PASSWORD,
        help_text=(
            "To sign in with a password, choose one. Leave it empty if you have a"
            " sign-in already, or sign in with Google."
        ),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def answers(self) -> dict[str, Any]:
        """Return what was entered, as a payment carries it; never the password."""
        entered = {FACTS[name].payment[0]: v for name, v in self.entered().items()}
        return {"email": self.cleaned_data["email"], **entered}

    def _label(self, fact: Fact) -> str:
        return fact.question or fact.label
