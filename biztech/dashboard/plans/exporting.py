"""The page that gives files of records away, for a purpose that is kept."""

from tempfile import SpooledTemporaryFile

from django import forms
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from biztech.dashboard.plans.pages import framed
from core.clock import moment, now_ms
from core.errors import Refused
from core.exports.files import MEDIA_TYPES
from core.exports.kinds import export_named, exports
from core.exports.taking import Wanted, filters_in, record_export, write_export

# Larger files wait on the disk, where they have no name.
_IN_MEMORY = 4 * 1024 * 1024


class PurposeForm(forms.Form):
    """What a file is for."""

    purpose = forms.CharField(
        label="Purpose",
        max_length=500,
        help_text="Kept in the audit log, with your name.",
        error_messages={"required": "Say what the file is for."},
        widget=UnfoldAdminTextInputWidget(),
    )


class ExportForm(PurposeForm):
    """What, in which form, of whom, and what for."""

    what = forms.ChoiceField(
        label="Records",
        # Asked for with each form: apps register theirs when Django starts.
        choices=lambda: [(each.name, each.title) for each in exports()],
        widget=UnfoldAdminSelectWidget(),
    )
    form = forms.ChoiceField(
        label="Form",
        choices=[
            ("csv", "CSV"),
            ("xlsx", "Excel"),
            ("jsonl", "JSON lines, with everything that is stored"),
        ],
        widget=UnfoldAdminSelectWidget(),
    )
    where = forms.CharField(
        label="Only those that say",
        required=False,
        max_length=500,
        help_text="Such as faculty=Science or eventID;year=kickstart;2026, each on a"
        " line of its own. Empty is all.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
    )
    # Who was ticked in a list, one on each line; nobody is everybody.
    only = forms.CharField(required=False, widget=forms.HiddenInput())
    field_order = ("what", "form", "where", "purpose", "only")


def export_of(request: HttpRequest, emails: list[str]) -> HttpResponseBase:
    """Ask what is wanted of the people who were ticked."""
    form = ExportForm(initial={"what": "members", "only": "\n".join(emails)})
    return _page(request, form, ticked=len(emails))


def export_page(request: HttpRequest) -> HttpResponseBase:
    """Ask what is wanted, and give it as a file."""
    form = ExportForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            return _given(request, form)
        except Refused as refusal:
            form.add_error("where", refusal.message)
    return _page(request, form, ticked=len((form["only"].value() or "").split()))


def _page(request: HttpRequest, form: ExportForm, *, ticked: int) -> HttpResponseBase:
    title = "Export records"
    return framed(request, "export.html", title=title, form=form, ticked=ticked)


def _given(request: HttpRequest, form: ExportForm) -> HttpResponseBase:
    chosen = form.cleaned_data
    wanted = Wanted(
        export=export_named(chosen["what"]),
        form=chosen["form"],
        where=filters_in(_filters(chosen["where"])),
        only=chosen["only"].split(),
    )
    return given(wanted, purpose=chosen["purpose"], actor=request.user.get_username())


def _filters(text: str) -> list[str]:
    """Return the filters of a text: one on each line.

    Semicolons are a part of keys and names. Only where each part is a filter do they
    stand between several, as they did when there was one line.
    """
    found = []
    for line in filter(str.strip, text.splitlines()):
        parts = [part for part in line.split(";") if part.strip()]
        found += parts if all("=" in part for part in parts) else [line]
    return found


def given(wanted: Wanted, *, purpose: str, actor: str) -> FileResponse:
    """Record who takes what, and give it as a file."""
    now = now_ms()
    record_export(wanted, purpose=purpose, actor=actor, now=now)
    # The answer closes it.
    file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
    write_export(wanted, file)
    file.seek(0)
    return FileResponse(
        file,
        as_attachment=True,
        filename=f"{wanted.export.name}-{moment(now):%Y-%m-%d}.{wanted.form}",
        content_type=MEDIA_TYPES[wanted.form],
    )
