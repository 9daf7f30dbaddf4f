"""The forms of partners and companies."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.conf import settings
from unfold.widgets import (
    UnfoldAdminEmailInputWidget,
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from biztech.dashboard.profiles.forms import LinksField, text_field
from core.email import normalize_email
from core.errors import Invalid
from events.models import event_of, is_event_key
from memberships.directory.entries import ProfileEntry
from profiles.facts import CompanyFacts, PartnerFacts
from profiles.services.partners import LONGEST_COMPANY_NAME


class _AtAnEvent(forms.Form):
    """What partners and companies are created for."""

    event_id = forms.CharField(
        label="Event",
        max_length=100,
        help_text="The event's id, such as blueprint.",
        widget=UnfoldAdminTextInputWidget(attrs={"autocapitalize": "none"}),
    )
    year = forms.IntegerField(
        label="Year of the event",
        min_value=2000,
        max_value=2100,
        widget=UnfoldAdminIntegerFieldWidget(),
    )

    def __init__(self, entered: Mapping[str, Any] | None = None) -> None:
        current = str(settings.CURRENT_EVENT or "")
        event_id, year = (
            event_of(current) if is_event_key(current) else ("", date.today().year)  # noqa: DTZ011
        )
        super().__init__(entered, initial={"event_id": event_id, "year": year})


class PartnerForm(_AtAnEvent):
    """What is asked of a partner's representative."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
    )
    fname = text_field("fname", required=True)
    lname = text_field("lname", required=True)
    pronouns = text_field("pronouns")
    company = text_field("company", required=True)
    role = text_field("role", required=True)
    linkedIn = text_field("linkedIn")
    profilePictureURL = text_field("profilePictureURL", help_text="Its web address.")

    field_order = ("email", "fname", "lname", "pronouns", "company", "role")

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalize_email(self.cleaned_data["email"])
        except Invalid as refusal:
            raise forms.ValidationError(
                "This is not an e-mail address. Check for a missing @ or ending."
            ) from refusal

    def facts(self) -> PartnerFacts:
        """Return what was entered, as the services take it."""
        entered = dict(self.cleaned_data)
        return PartnerFacts(
            linked_in=entered.pop("linkedIn"),
            picture=entered.pop("profilePictureURL"),
            **entered,
        )


class CompanyForm(_AtAnEvent):
    """What is asked of a company."""

    name = forms.CharField(
        label="Name",
        max_length=LONGEST_COMPANY_NAME,
        help_text="Its letters and digits become the id, for good.",
        widget=UnfoldAdminTextInputWidget(),
    )
    profilePictureURL = text_field("profilePictureURL", help_text="Its web address.")
    description = text_field("description", required=True)
    links = LinksField()

    field_order = ("name", "profilePictureURL", "event_id", "year", "description")

    def facts(self) -> CompanyFacts:
        """Return what was entered, as the services take it."""
        entered = self.cleaned_data
        return CompanyFacts(
            name=entered["name"],
            description=entered["description"],
            picture=entered["profilePictureURL"],
            event_id=entered["event_id"],
            year=entered["year"],
            links=tuple(entered["links"].splitlines()),
        )


class LinkForm(forms.Form):
    """Which company a partner stands for, or which partner stands for a company."""

    def __init__(
        self,
        entered: Mapping[str, Any] | None = None,
        *,
        label: str,
        offered: Iterable[ProfileEntry],
    ) -> None:
        super().__init__(entered)
        named = sorted((one.name or one.profile_id, one.profile_id) for one in offered)
        choices = [(profile_id, f"{name} ({profile_id})") for name, profile_id in named]
        self.fields["other"] = forms.ChoiceField(
            label=label,
            choices=[("", "Choose one"), *choices],
            widget=UnfoldAdminSelectWidget(),
        )
