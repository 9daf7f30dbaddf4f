"""The forms of the dashboard: their fields and messages."""

from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminEmailInputWidget,
    UnfoldAdminRadioSelectWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.models import User
from biztech.dashboard.framework.forms import ReasonForm
from core.email import normalise_email
from core.errors import Invalid
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
from memberships.facts import MembershipFacts
from memberships.people import Person

# Fields of the form that the user record calls otherwise.
_STORED = {
    "first_name": "fname",
    "last_name": "lname",
    "student_number": "studentId",
    "pronouns": "gender",
}


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


class _FactsForm(forms.Form):
    """What user and member records both say of a person."""

    first_name = _text("First name")
    last_name = _text("Last name")
    pronouns = _choice("Pronouns", PRONOUNS)
    education = forms.ChoiceField(
        label="Education",
        choices=[("", "Choose one"), *EDUCATION],
        widget=UnfoldAdminSelectWidget(),
    )
    student_number = forms.CharField(
        label="Student number",
        required=False,
        max_length=15,
        help_text="Eight digits; UBC students only.",
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )
    year = _choice("Level of study", YEARS)
    faculty = _choice("Faculty", FACULTIES)
    major = _text("Major")
    diet = forms.ChoiceField(
        label="Dietary restrictions",
        choices=[(value, value) for value in DIETS],
        initial="None",
        widget=UnfoldAdminSelectWidget(),
    )

    def clean(self) -> dict[str, Any]:
        """Ask UBC students for their eight digits."""
        values: dict[str, Any] = super().clean() or {}
        number = values.get("student_number", "")
        if (
            values.get("education") == UBC
            and self._asks_for(number)
            and not STUDENT_NUMBER.fullmatch(number)
        ):
            self.add_error(
                "student_number", "A UBC student number has exactly eight digits."
            )
        return values

    def _asks_for(self, number: str) -> bool:
        """Tell whether this student number has to be a right one."""
        return True

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


class GrantForm(_FactsForm):
    """Everything the club asks of a new member."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
    )
    international = _yes_no("International student")
    previous_member = _yes_no("Member in an earlier year")
    heard_from = _choice("How they heard of the club", REFERRALS)
    topics = forms.MultipleChoiceField(
        label="Topics of interest",
        choices=[(value, value) for value in TOPICS],
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )

    field_order = (
        "email",
        "first_name",
        "last_name",
        "pronouns",
        "education",
        "student_number",
        "year",
        "faculty",
        "major",
        "international",
        "previous_member",
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

    def facts(self) -> MembershipFacts:
        """Return what was entered, as the services take it."""
        entered = dict(self.cleaned_data)
        for name in ("international", "previous_member"):
            entered[name] = entered[name] == "yes"
        return MembershipFacts(**entered)


class UserFactsForm(_FactsForm):
    """What a user record says of a person; what is blank is not known."""

    def __init__(self, entered: Mapping[str, Any] | None = None, *, user: User) -> None:
        before = _user_facts(user)
        super().__init__(entered, initial=before)
        for name, field in self.fields.items():
            field.required = False
            # What somebody else edits meanwhile is not taken for an edit of this form.
            field.show_hidden_initial = True
            if isinstance(field, forms.ChoiceField):
                offered: list[Any] = list(field.choices)  # type: ignore[arg-type]
                known = [choice for choice in offered if choice[0]]
                field.choices = [("", "Not known"), *known]
            self._also_allow(name, before[name])
            # Shown before another edit: it may stay, and is then not written.
            self._also_allow(name, self.data.get(self.add_initial_prefix(name), ""))

    def edited(self) -> dict[str, Any]:
        """Return what was edited: stored names and values, None where blank."""
        entered = {name: self.cleaned_data[name] for name in self.fields}
        stored = MembershipFacts(email="", **entered).for_user()
        names = [_STORED.get(name, name) for name in self.changed_data]
        return {name: stored[name] for name in names}

    def _asks_for(self, number: str) -> bool:
        return bool(number) and "student_number" in self.changed_data


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


def _user_facts(user: User) -> dict[str, Any]:
    stored = user.plain()
    known = {
        "first_name": stored.get("fname"),
        "last_name": stored.get("lname"),
        "pronouns": stored.get("gender") or stored.get("pronouns"),
        "education": stored.get("education"),
        "student_number": stored.get("studentId"),
        "year": stored.get("year"),
        "faculty": stored.get("faculty"),
        "major": stored.get("major"),
        "diet": stored.get("diet"),
    }
    return {name: value or "" for name, value in known.items()}


def _topics(stored: Any) -> list[str]:
    if isinstance(stored, str):
        return [topic.strip() for topic in stored.split(",") if topic.strip()]
    return [str(topic) for topic in stored or []]


def _yes_or_no(stored: Any) -> str:
    if stored is None:
        return ""
    return "yes" if str(stored).lower() == "true" else "no"
