"""Forms that several pages of the dashboard ask for."""

from django import forms
from unfold.widgets import UnfoldAdminTextareaWidget


class ReasonForm(forms.Form):
    """A reason, which the history keeps for good."""

    reason = forms.CharField(
        label="Reason",
        max_length=500,
        help_text="Kept in the history, for other execs to read.",
        error_messages={"required": "Say why; other execs will want to know."},
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
