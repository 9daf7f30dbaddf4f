"""The form that says whose payment it is and for what."""

from collections.abc import Mapping
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminEmailInputWidget, UnfoldAdminSelectWidget

from biztech.dashboard.payments.labels import type_of
from core.email import normalize_email
from core.errors import Invalid
from payments.models import Payment
from payments.prices import MEMBERSHIP_TYPES, PAYMENT_TYPES


class AttachForm(forms.Form):
    """A person and a purpose."""

    email = forms.CharField(
        label="E-mail",
        max_length=254,
        widget=UnfoldAdminEmailInputWidget(attrs={"autocomplete": "off"}),
    )

    def __init__(
        self, entered: Mapping[str, Any] | None = None, *, payment: Payment
    ) -> None:
        known = {
            "email": payment.email or payment.answers.get("email"),
            "payment_type": payment.payment_type,
        }
        super().__init__(entered, initial=known)
        # Without the event's id there is no place that the payment could be for.
        has_event = bool(payment.answers.get("eventID"))
        types = PAYMENT_TYPES if has_event else MEMBERSHIP_TYPES
        self.fields["payment_type"] = forms.ChoiceField(
            label="Paid for",
            choices=[("", "Choose one"), *((one, type_of(one)) for one in types)],
            widget=UnfoldAdminSelectWidget(),
        )

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalize_email(self.cleaned_data["email"])
        except Invalid as refusal:
            raise forms.ValidationError(
                "This is not an e-mail address. Check for a missing @ or ending."
            ) from refusal
