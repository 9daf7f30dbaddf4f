"""The form of the development sign-in."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from core.email import is_exec_email, normalize_email
from core.errors import InvalidEmail
from core.identity.errors import NotAnExec


class DevelopmentSignInForm(forms.Form):
    """Asks who you want to be; any address will do, for the dashboard an exec's."""

    email = forms.CharField(
        label="E-mail address",
        widget=forms.EmailInput(
            attrs={
                "autocomplete": "email",
                "autofocus": True,
                "placeholder": "you@example.org",
            }
        ),
    )

    def __init__(self, *args: Any, execs_only: bool = False, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        self._execs_only = execs_only

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            email = normalize_email(self.cleaned_data["email"])
        except InvalidEmail:
            raise ValidationError("Enter an e-mail address.") from None
        if self._execs_only and not is_exec_email(email):
            raise ValidationError(NotAnExec().message)
        return email
