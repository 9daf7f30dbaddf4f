"""The pages on which two people are made one: who may be, what differs, what stays."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from biztech.dashboard.framework.buttons import say_done
from biztech.dashboard.people.reading import as_of, everyone
from biztech.dashboard.plans.pages import framed
from biztech.dashboard.plans.starts import show
from core.clock import now_ms
from core.email import normalize_email
from core.errors import Refused
from core.plans.deciding import ask_for_plan
from core.readdressing import FROM, INTO, Contradiction
from memberships.errors import ToldApart
from memberships.merging.duplicates import likely_duplicates, tell_apart
from memberships.merging.planning import MERGE, contradictions
from memberships.people import people

PER_PAGE = 50


class AddressesForm(forms.Form):
    """Whom it is about."""

    sender = forms.CharField(
        label="Address that goes",
        max_length=254,
        strip=False,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )
    into = forms.CharField(
        label="Address that stays",
        max_length=254,
        help_text="One that nobody is known by yet, if somebody's address changes.",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


class MergeForm(AddressesForm):
    """Whose word counts where the two differ, and why they are one."""

    reason = forms.CharField(
        label="Reason",
        max_length=200,
        required=False,
        help_text="Kept in the history: signed up twice, graduated.",
        widget=UnfoldAdminTextInputWidget(),
    )

    def __init__(self, *args: Any, differ: Sequence[Contradiction], **kwargs: Any):
        super().__init__(*args, **kwargs)
        for name in ("sender", "into"):
            self.fields[name].widget = forms.HiddenInput()
        self._differ = differ
        for each in differ:
            self.fields[_field(each)] = forms.ChoiceField(
                label=each.label,
                choices=[(INTO, each.told(INTO)), (FROM, each.told(FROM))],
                initial=each.stays,
                widget=UnfoldAdminRadioSelectWidget(),
            )
        self.order_fields([*map(_field, differ), "reason"])

    def choices(self) -> dict[str, str]:
        """Return whose word counts for each fact."""
        return {each.name: self.cleaned_data[_field(each)] for each in self._differ}


def _field(fact: Contradiction) -> str:
    return f"choice-{fact.name}"


def merge_page(request: HttpRequest) -> HttpResponse:
    """Ask for two addresses, then for what stays; lead to the preview."""
    given = request.POST if request.method == "POST" else request.GET
    asked = AddressesForm(given if "into" in given else None, initial=given.dict())
    if not asked.is_valid():
        return framed(request, "merge.html", title="Merge two people", form=asked)
    sender, into = asked.cleaned_data["sender"], asked.cleaned_data["into"]
    try:
        differ = contradictions(sender, into, now=now_ms())
    except Refused as refusal:
        asked.add_error(None, refusal.message)
        return framed(request, "merge.html", title="Merge two people", form=asked)
    sent = request.POST if request.method == "POST" else None
    form = MergeForm(sent, differ=differ, initial={"sender": sender, "into": into})
    if form.is_valid():
        plan = ask_for_plan(
            MERGE,
            {"from": sender, "into": into, "choices": form.choices()},
            actor=request.user.get_username(),
            now=now_ms(),
            reason=form.cleaned_data["reason"],
        )
        return show(plan)
    return framed(
        request,
        "merge_choices.html",
        title="Merge two people",
        form=form,
        sender=sender,
        into=into,
        differ=differ,
        is_new=not people([normalize_email(into)]),
    )


def duplicates_page(request: HttpRequest) -> HttpResponse:
    """Show who may be twice."""
    found = Paginator(likely_duplicates(everyone(request)), PER_PAGE)
    return framed(
        request,
        "duplicates.html",
        title="Who may be twice",
        alike=found.get_page(request.GET.get("page")),
        as_of=as_of(request),
    )


@require_POST
def not_the_same(request: HttpRequest) -> HttpResponse:
    """Keep that two people are two."""
    try:
        one, other = (
            normalize_email(request.POST.get(name)) for name in ("sender", "into")
        )
        act = tell_apart(one, other, actor=request.user.get_username(), now=now_ms())
    except ToldApart:
        pass
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        say_done(
            request,
            f"{one} and {other} are two people. They are suggested no more.",
            undo=reverse("admin:memberships_person_undo", args=[one]),
            values={"act_id": act.act_id},
        )
    return redirect("admin:plan_duplicates")
