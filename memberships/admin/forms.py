"""The forms of the dashboard: their fields, allowed values and messages.

Source of fields and values: contract section 3.1.
"""

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from biztech.email import normalise_email
from biztech.errors import Invalid
from memberships.facts import MembershipFacts
from memberships.people import Person

Choices = list[tuple[str, str]]

UBC = "UBC"
EDUCATION: Choices = [
    (UBC, "UBC student"),
    ("UNI", "Student at another university"),
    ("NA", "Not a university student"),
]
PRONOUNS = ["He/Him/His", "She/Her/Hers", "They/Them/Theirs"]
YEARS = [
    "1st Year",
    "2nd Year",
    "3rd Year",
    "4th Year",
    "5+ Year",
    "Other",
    "Not Applicable",
]
FACULTIES = [
    "Arts",
    "Commerce",
    "Science",
    "Engineering",
    "Kinesiology",
    "Land and Food Systems",
    "Forestry",
    "Other",
    "Not Applicable",
]
DIETS = ["None", "Vegetarian", "Vegan", "Gluten-free"]
REFERRALS = [
    "Friends/Word of Mouth",
    "Instagram",
    "LinkedIn",
    "Boothing",
    "BizTech Newsletter",
    "Faculty Newsletter",
    "Other",
]
TOPICS = [
    "Tech Startups",
    "E-Commerce",
    "Cyber Security",
    "Careers in the Tech Industry",
    "AI + Machine Learning",
]
YES_NO: Choices = [("yes", "Yes"), ("no", "No")]

_STUDENT_NUMBER = re.compile(r"\d{8}", re.ASCII)


def _choice(label: str, values: list[str]) -> forms.ChoiceField:
    choices = [("", "Choose one"), *((value, value) for value in values)]
    return forms.ChoiceField(
        label=label, choices=choices, widget=UnfoldAdminSelectWidget()
    )


def _text(label: str, *, required: bool = True, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=200,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget(),
    )


def _yes_no(label: str) -> forms.ChoiceField:
    return forms.ChoiceField(
        label=label, choices=YES_NO, widget=UnfoldAdminRadioSelectWidget()
    )


class GrantForm(forms.Form):
    """Everything the club asks of a new member."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
    )
    first_name = _text("First name")
    last_name = _text("Last name")
    pronouns = _choice("Pronouns", PRONOUNS)
    education = forms.ChoiceField(
        label="Education",
        choices=[("", "Choose one"), *EDUCATION],
        widget=UnfoldAdminSelectWidget(),
    )
    student_number = _text(
        "Student number", required=False, help_text="Eight digits; UBC students only."
    )
    year = _choice("Level of study", YEARS)
    faculty = _choice("Faculty", FACULTIES)
    major = _text("Major")
    international = _yes_no("International student")
    previous_member = _yes_no("Member in an earlier year")
    diet = forms.ChoiceField(
        label="Dietary restrictions",
        choices=[(value, value) for value in DIETS],
        initial="None",
        widget=UnfoldAdminSelectWidget(),
    )
    heard_from = _choice("How they heard of the club", REFERRALS)
    topics = forms.MultipleChoiceField(
        label="Topics of interest",
        choices=[(value, value) for value in TOPICS],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )

    def __init__(
        self,
        entered: Mapping[str, Any] | None = None,
        *,
        known: Person | None = None,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        before = {**(facts_known(known) if known else {}), **(initial or {})}
        super().__init__(entered, initial=before)
        self.fields["student_number"].widget.attrs["inputmode"] = "numeric"
        for name, value in before.items():
            self._also_allow(name, value)

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalise_email(self.cleaned_data["email"])
        except Invalid as refusal:
            raise forms.ValidationError(
                "This is not an e-mail address. Check for a missing @ or ending."
            ) from refusal

    def clean(self) -> dict[str, Any]:
        """Ask UBC students for their eight digits."""
        values: dict[str, Any] = super().clean() or {}
        number = values.get("student_number", "")
        if values.get("education") == UBC and not _STUDENT_NUMBER.fullmatch(number):
            self.add_error(
                "student_number", "A UBC student number has exactly eight digits."
            )
        return values

    def facts(self) -> MembershipFacts:
        """Return what was entered, as the services take it."""
        entered = dict(self.cleaned_data)
        for name in ("international", "previous_member"):
            entered[name] = entered[name] == "yes"
        return MembershipFacts(**entered)

    def _also_allow(self, name: str, value: Any) -> None:
        """Keep values of older records that are not on today's list."""
        field = self.fields.get(name)
        if not isinstance(field, forms.ChoiceField):
            return
        values = value if isinstance(value, list) else [value]
        offered: list[Any] = list(field.choices)  # type: ignore[arg-type]
        known = {choice for choice, _ in offered}
        more = [(value, str(value)) for value in values if value not in known]
        field.choices = offered + more


class ReasonForm(forms.Form):
    """A reason, which the history keeps for good."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="Kept in the history, for other execs to read.",
        error_messages={"required": "Say why; other execs will want to know."},
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )


class RevokeForm(ReasonForm):
    """Why, and what becomes of the profile."""

    KEEP, REMOVE = "keep", "remove"

    profile = forms.ChoiceField(
        label="Profile",
        choices=[
            (KEEP, "Keep it, hidden from everyone; a new grant shows it again"),
            (REMOVE, "Remove it, with its connections on both sides"),
        ],
        initial=KEEP,
        widget=UnfoldAdminRadioSelectWidget(),
    )

    field_order = ("profile", "reason")

    @property
    def keep_profile(self) -> bool:
        """Whether the profile is to be kept; also before anything was chosen."""
        return bool(self["profile"].value() != self.REMOVE)


def facts_known(person: Person) -> dict[str, Any]:
    """Return what the records say of a person, as the grant form's initial values."""
    user = person.user.plain() if person.user else {}
    member = person.member.plain() if person.member else {}
    known = {
        "email": person.email,
        "first_name": member.get("firstName") or user.get("fname"),
        "last_name": member.get("lastName") or user.get("lname"),
        "pronouns": member.get("pronouns") or user.get("gender"),
        "education": member.get("education") or user.get("education"),
        "student_number": member.get("studentNumber") or user.get("studentId"),
        "year": person.year,
        "faculty": person.faculty,
        "major": member.get("major") or user.get("major"),
        "diet": member.get("diet") or user.get("diet"),
        "heard_from": member.get("heardFrom"),
        "topics": _topics(member.get("topics")),
        "international": _yes_or_no(member.get("international")),
        "previous_member": _yes_or_no(member.get("prevMember")),
    }
    return {name: value for name, value in known.items() if value}


def _topics(stored: Any) -> list[str]:
    if isinstance(stored, str):
        return [topic.strip() for topic in stored.split(",") if topic.strip()]
    return [str(topic) for topic in stored or []]


def _yes_or_no(stored: Any) -> str:
    if stored is None:
        return ""
    return "yes" if str(stored).lower() == "true" else "no"
