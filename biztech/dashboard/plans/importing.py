"""The page that takes a sign-up sheet."""

from django import forms
from django.http import HttpRequest, HttpResponse
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from biztech.dashboard.plans.pages import framed
from biztech.dashboard.plans.starts import show
from core.clock import now_ms
from core.plans.deciding import ask_for_plan
from memberships.importing.planning import IMPORT


class ImportForm(forms.Form):
    """A sheet, and why these people become members."""

    file = forms.FileField(
        label="Sheet",
        help_text=(
            "CSV or Excel, with a header row and one column of e-mail addresses."
            " Columns that we know by name are read; you will see which are not."
        ),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
    )
    reason = forms.CharField(
        label="Reason",
        max_length=200,
        required=False,
        help_text="Kept in each person's history: paid in cash at Clubs Day.",
        widget=UnfoldAdminTextInputWidget(),
    )


def import_page(request: HttpRequest) -> HttpResponse:
    """Take a sheet, and lead to the preview of what it would do."""
    sent = request.method == "POST"
    form = ImportForm(request.POST, request.FILES) if sent else ImportForm()
    if form.is_valid():
        sheet = form.cleaned_data["file"]
        plan = ask_for_plan(
            IMPORT,
            {"file": sheet.name},
            actor=request.user.get_username(),
            now=now_ms(),
            file=sheet.read(),
            reason=form.cleaned_data["reason"],
        )
        return show(plan)
    return framed(request, "import.html", title="Import members", form=form)
