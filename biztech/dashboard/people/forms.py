"""The forms of the dashboard: their fields and messages."""

from collections.abc import Mapping
from types import MappingProxyType
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
from biztech.fact_fields import FactsForm, YesNoField, asked_facts
from memberships.facts import FACTS, Kind, MembershipFacts
from memberships.people import Person


class _DashboardFactsForm(FactsForm):
    """Facts of a membership, as the dashboard asks for them."""

    widgets = MappingProxyType(
        {
            forms.CharField: UnfoldAdminTextInputWidget,
            forms.ChoiceField: UnfoldAdminSelectWidget,
            forms.MultipleChoiceField: UnfoldAdminCheckboxSelectMultipleWidget,
            YesNoField: UnfoldAdminRadioSelectWidget,
        }
    )

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


class GrantForm(_DashboardFactsForm):
    """Everything the club asks of a new member."""

    asks_for = asked_facts()

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
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

    def facts(self) -> MembershipFacts:
        """Return what was entered, as the services take it."""
        return MembershipFacts(email=self.cleaned_data["email"], **self.entered())


class UserFactsForm(_DashboardFactsForm):
    """What a user record says of a person; what is blank is not known."""

    asks_for = asked_facts(of_user=True)

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
        stored = MembershipFacts(email="", **self.entered()).for_user()
        names = [FACTS[name].user for name in self.changed_data]
        return {name: stored[name] for name in names}

    def _needs_number(self, number: str) -> bool:
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
    known: dict[str, Any] = {"email": person.email}
    for name, fact in FACTS.items():
        value = member.get(fact.member)
        known[name] = _offered(fact.kind, value) or user.get(fact.user)
    return {name: value for name, value in known.items() if value}


def _user_facts(user: User) -> dict[str, Any]:
    stored = user.plain()
    stored["gender"] = stored.get("gender") or stored.get("pronouns")
    return {
        name: stored.get(FACTS[name].user) or "" for name in asked_facts(of_user=True)
    }


def _offered(kind: Kind, stored: Any) -> Any:
    """Return a stored value as the grant form offers it."""
    match kind:
        case Kind.FLAG if stored is not None:
            return "yes" if str(stored).lower() == "true" else "no"
        case Kind.TOPICS if isinstance(stored, str):
            return [topic.strip() for topic in stored.split(",") if topic.strip()]
        case Kind.TOPICS:
            return [str(topic) for topic in stored or []]
    return stored
