"""The form on which a newcomer asks for a membership.

Source of fields and values: contract section 3.1.
"""

from typing import Any

from django import forms

from core.email import InvalidEmail, normalise_email
from memberships.choices import (
    DIETS,
    EDUCATION,
    FACULTIES,
    PRONOUNS,
    REFERRALS,
    STUDENT_NUMBER,
    TOPICS,
    UBC,
    YEARS,
    YES_NO,
)
from payments.api.serializers import LONGEST_PASSWORD

_LONGEST_NAME = 200

# What the fields are called in a payment, where they are not called the same.
_ASKED_AS = {
    "first_name": "fname",
    "last_name": "lname",
    "previous_member": "prev_member",
    "heard_from": "referral",
}


def _choice(label: str, values: list[str]) -> forms.ChoiceField:
    choices = [("", "Choose one"), *((value, value) for value in values)]
    return forms.ChoiceField(label=label, choices=choices)


def _text(label: str, *, autocomplete: str = "off") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=_LONGEST_NAME,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
    )


def _yes_no(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=YES_NO, widget=forms.RadioSelect())


class MembershipForm(forms.Form):
    """Everything the club asks of a new member, and a password for who wants one."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        help_text="You sign in with this address later.",
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    first_name = _text("First name", autocomplete="given-name")
    last_name = _text("Last name", autocomplete="family-name")
    pronouns = _choice("Pronouns", PRONOUNS)
    education = forms.ChoiceField(
        label="Education", choices=[("", "Choose one"), *EDUCATION]
    )
    student_number = forms.CharField(
        label="Student number",
        required=False,
        max_length=15,
        help_text="Eight digits; UBC students only.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
    )
    year = _choice("Level of study", YEARS)
    faculty = _choice("Faculty", FACULTIES)
    major = _text("Major")
    international = _yes_no("Are you an international student?")
    previous_member = _yes_no("Were you a member in an earlier year?")
    diet = forms.ChoiceField(
        label="Dietary restrictions",
        choices=[(value, value) for value in DIETS],
        initial="None",
    )
    heard_from = _choice("How did you hear of us?", REFERRALS)
    topics = forms.MultipleChoiceField(
        label="What interests you?",
        choices=[(value, value) for value in TOPICS],
        required=False,
        widget=forms.CheckboxSelectMultiple(),
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

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalise_email(self.cleaned_data["email"])
        except InvalidEmail:
            raise forms.ValidationError(
                "This is not an e-mail address. Check for a missing @ or ending."
            ) from None

    def clean(self) -> dict[str, Any]:
        """Ask UBC students for their eight digits."""
        values: dict[str, Any] = super().clean() or {}
        number = values.get("student_number", "")
        if values.get("education") == UBC and not STUDENT_NUMBER.fullmatch(number):
            self.add_error(
                "student_number", "A UBC student number has exactly eight digits."
            )
        return values

    def answers(self) -> dict[str, Any]:
        """Return what was entered, as a payment carries it; never the password."""
        entered = dict(self.cleaned_data)
        del entered["password"]
        for name in ("international", "previous_member"):
            entered[name] = entered[name] == "yes"
        return {_ASKED_AS.get(name, name): value for name, value in entered.items()}
