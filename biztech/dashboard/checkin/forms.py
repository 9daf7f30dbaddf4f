"""What the page at the door sends: a scan, or whom an exec found."""

from typing import Any

from django import forms

from core.email import normalize_email
from core.errors import InvalidEmail
from events.services.door import Scan

# More than any code holds.
LONGEST_TEXT = 8_000
LONGEST_SCAN_ID = 64
_LATEST = 10**14


class ScanForm(forms.Form):
    """The text of a ticket or somebody's address, and which scan it is."""

    text = forms.CharField(required=False, max_length=LONGEST_TEXT)
    email = forms.CharField(required=False)
    scanId = forms.CharField(max_length=LONGEST_SCAN_ID)
    scannedAt = forms.IntegerField(required=False, min_value=0, max_value=_LATEST)
    again = forms.BooleanField(required=False)

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        email = str(self.cleaned_data["email"])
        try:
            return normalize_email(email) if email else ""
        except InvalidEmail as error:
            raise forms.ValidationError("This is not an address.") from error

    def clean(self) -> dict[str, Any]:
        """Refuse a scan of nothing."""
        given = self.cleaned_data
        if not self.errors and not (given["text"] or given["email"]):
            self.add_error("text", "Send the text of a ticket, or an address.")
        return given

    def scan(self, event_id: str, year: int) -> Scan:
        """Return the scan, at the door of an event."""
        given = self.cleaned_data
        return Scan(
            scan_id=given["scanId"],
            event_id=event_id,
            year=year,
            text=given["text"],
            email=given["email"],
            at=given["scannedAt"],
            again=given["again"],
        )
