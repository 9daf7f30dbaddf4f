"""The page of privacy requests: who asks for what, and what an exec does about it."""

from django import forms
from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from unfold.widgets import UnfoldAdminEmailInputWidget

from biztech.dashboard.framework.home import Figure
from biztech.dashboard.plans.pages import framed
from biztech.dashboard.plans.starts import show
from core.clock import moment, now_ms
from core.email import normalize_email
from core.errors import Refused
from core.plans.deciding import ask_for_plan
from core.privacy.erasing import ERASE
from core.privacy.exporting import (
    ARCHIVE,
    archive_of,
    everything_held,
    record_export,
)
from core.privacy.models import Wish
from core.privacy.requests import all_requests, answer, hand_over, refuse_own

_REASON = "asked on the dashboard"


class PersonForm(forms.Form):
    """Whose data it is about."""

    email = forms.CharField(label="E-mail", widget=UnfoldAdminEmailInputWidget())
    wish = forms.ChoiceField(choices=[(wish, wish) for wish in Wish], required=True)
    # Settled without a file or a plan, as when somebody wrote that they changed their
    # mind.
    settled = forms.BooleanField(required=False)
    # For the person to download on their own page.
    handed_over = forms.BooleanField(required=False)

    def clean_email(self) -> str:
        """Return the address in its one spelling."""
        try:
            return normalize_email(self.cleaned_data["email"])
        except Refused:
            raise forms.ValidationError("This is no e-mail address.") from None


def waiting(_: HttpRequest) -> Figure:
    """Return how many requests wait for an exec."""
    number = sum(each.is_open for each in all_requests())
    return Figure(
        number=number,
        sentence="people ask for their data, or to be erased.",
        link=reverse("admin:privacy"),
    )


def privacy_page(request: HttpRequest) -> HttpResponseBase:
    """Show who asks, and do what an exec decided about somebody."""
    form = PersonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email, wish = form.cleaned_data["email"], Wish(form.cleaned_data["wish"])
        try:
            if form.cleaned_data["settled"]:
                return _settle(request, email, wish)
            if form.cleaned_data["handed_over"]:
                return _hand_over(request, email)
            return _DOING[wish](request, email)
        except Refused as refusal:
            messages.error(request, refusal.message)
            return redirect("admin:privacy")
    asked = [
        {
            "email": each.email,
            "wish": each.wish,
            "at": moment(int(each.at or 0)),
            "answered_at": moment(int(each.answered_at)) if each.answered_at else None,
            "answered_by": each.answered_by,
        }
        for each in all_requests()
    ]
    title = "Privacy requests"
    return framed(request, "privacy.html", title=title, form=form, asked=asked)


def _settle(request: HttpRequest, email: str, wish: Wish) -> HttpResponse:
    answer(email, wish, actor=request.user.get_username(), now=now_ms())
    return redirect("admin:privacy")


def _hand_over(request: HttpRequest, email: str) -> HttpResponse:
    hand_over(email, actor=request.user.get_username(), now=now_ms())
    return redirect("admin:privacy")


def _export(request: HttpRequest, email: str) -> HttpResponseBase:
    """Give everything that is held of somebody as a file, recorded first."""
    actor, now = request.user.get_username(), now_ms()
    refuse_own(email, actor=actor)
    export = everything_held(email, now=now)
    record_export(export, actor=actor, reason=_REASON)
    file = archive_of(export)
    answer(email, Wish.EXPORT, actor=actor, now=now)
    return FileResponse(file, as_attachment=True, filename=ARCHIVE)


def _erase(request: HttpRequest, email: str) -> HttpResponse:
    """Plan to erase somebody, and show what would go."""
    actor, now = request.user.get_username(), now_ms()
    refuse_own(email, actor=actor)
    plan = ask_for_plan(ERASE, {"email": email}, actor=actor, now=now, reason=_REASON)
    answer(email, Wish.ERASE, actor=actor, now=now)
    return show(plan)


_DOING = {Wish.EXPORT: _export, Wish.ERASE: _erase}
