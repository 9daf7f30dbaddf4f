"""Forms of prizes and credits."""

from decimal import Decimal
from typing import Any

from django import forms
from unfold.widgets import UnfoldAdminTextInputWidget

from companion.credits.models import Prize
from core.email import normalize_email
from core.errors import InvalidEmail
from core.fields import LONGEST_NAME

_MOST = 1_000_000_000
_LONGEST_REASON = 500


def _number() -> UnfoldAdminTextInputWidget:
    return UnfoldAdminTextInputWidget(attrs={"inputmode": "decimal"})


class _PersonForm(forms.Form):
    person = forms.CharField(
        label="E-mail",
        help_text="Of whom; they need an account.",
        error_messages={"required": "Say whose credits."},
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "email"}),
    )
    # Sent twice, it is done once.
    nonce = forms.CharField(max_length=100, widget=forms.HiddenInput())

    def clean_person(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalize_email(self.cleaned_data["person"])
        except InvalidEmail as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class RedeemForm(_PersonForm):
    """Who takes a prize."""


class BookForm(_PersonForm):
    """Credits that somebody gets, or loses."""

    credits = forms.DecimalField(
        label="Credits",
        min_value=-_MOST,
        max_value=_MOST,
        decimal_places=2,
        help_text="Below zero takes them away.",
        error_messages={"required": "Say how many."},
        widget=_number(),
    )
    reason = forms.CharField(
        label="Reason",
        max_length=_LONGEST_REASON,
        help_text="The person reads it beside the credits.",
        error_messages={"required": "Say what for."},
        widget=UnfoldAdminTextInputWidget(),
    )
    field_order = ("person", "credits", "reason")

    def clean_credits(self) -> Decimal:
        """Refuse to book nothing."""
        amount: Decimal = self.cleaned_data["credits"]
        if not amount:
            raise forms.ValidationError("Enter more than 0, or less.")
        return amount


class PrizeForm(forms.Form):
    """What an exec says of a prize."""

    name = forms.CharField(
        label="Name", max_length=LONGEST_NAME, widget=UnfoldAdminTextInputWidget()
    )
    price = forms.DecimalField(
        label="Price in credits",
        min_value=0,
        max_value=_MOST,
        decimal_places=2,
        widget=_number(),
    )
    stock = forms.IntegerField(
        label="How many are left",
        required=False,
        min_value=0,
        max_value=_MOST,
        help_text="Blank: there is no end of them.",
        widget=_number(),
    )

    def __init__(self, entered: Any = None, *, prize: Prize | None = None) -> None:
        shown = (
            {"name": prize.name, "price": prize.price, "stock": prize.stock}
            if prize
            else None
        )
        super().__init__(entered, initial=shown)
        for field in self.fields.values():
            # What is bought meanwhile is not taken for an edit of this form.
            field.show_hidden_initial = prize is not None

    def edited_values(self) -> dict[str, Any]:
        """Return what was edited, by stored name."""
        return {name: self.cleaned_data[name] for name in self.changed_data}


class NewPrizeForm(PrizeForm):
    """What an exec says of a prize that is to be."""

    id = forms.RegexField(
        r"^[^/]+$",
        label="Short name",
        max_length=200,
        help_text="Tells it from other prizes, such as hoodie.",
        error_messages={"invalid": "It has no slashes."},
        widget=UnfoldAdminTextInputWidget(),
    )
    field_order = ("id", "name", "price", "stock")
