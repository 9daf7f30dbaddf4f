"""The form of the development sign-in."""

from django import forms
from django.core.exceptions import ValidationError
from unfold.widgets import UnfoldAdminEmailInputWidget

from biztech.email import InvalidEmail, is_exec_email, normalise_email
from biztech.identity.errors import NotAnExec


class DevelopmentSignInForm(forms.Form):
    """Asks who you want to be; any exec address will do."""

    email = forms.CharField(
        label="E-mail address",
        widget=UnfoldAdminEmailInputWidget(
            attrs={
                "autocomplete": "email",
                "autofocus": True,
                "placeholder": "you@ubcbiztech.com",
                "class": "max-w-none!",
            }
        ),
    )

    def clean_email(self) -> str:
        """Return the exec's address in its one spelling."""
        try:
            email = normalise_email(self.cleaned_data["email"])
        except InvalidEmail:
            raise ValidationError("Enter an e-mail address.") from None
        if not is_exec_email(email):
            raise ValidationError(NotAnExec().message)
        return email
