"""The page of the membership year: which it is, the next one, the end of the grace."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
)

from biztech.dashboard.framework.charts import Bar, Drawn
from biztech.dashboard.plans.pages import framed
from biztech.dashboard.plans.starts import show
from core.clock import moment, now_ms
from core.membership_year import membership_year
from core.plans.deciding import ask_for_plan
from memberships.queries import last_switch
from memberships.services.rollover import EXECS, LAPSE, LISTED, NOBODY, ROLLOVER
from memberships.years import counted_years


class RollOverForm(forms.Form):
    """The next year, who is a member of it at once, until when others may renew."""

    to = forms.IntegerField(label="Next year", widget=UnfoldAdminIntegerFieldWidget())
    people = forms.ChoiceField(
        label="Who goes along",
        choices=[
            (EXECS, "Execs"),
            (LISTED, "The people listed below"),
            (NOBODY, "Nobody"),
        ],
        help_text="Everybody else keeps their profile and connections for a renewal.",
        widget=UnfoldAdminSelectWidget(),
    )
    listed = forms.CharField(
        label="E-mail addresses",
        required=False,
        help_text="One on each line, if you chose a list.",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 4}),
    )
    grace = forms.DateField(
        label="Others may renew until",
        required=False,
        help_text="Until then they pay as members do.",
        widget=UnfoldAdminSingleDateWidget(attrs={"type": "date"}),
    )


def year_page(request: HttpRequest) -> HttpResponse:
    """Show which year it is, and take what the plan of the next one needs."""
    present, switch = membership_year(), last_switch()
    sent = request.POST if request.method == "POST" else None
    form = RollOverForm(sent, initial={"to": present + 1})
    if form.is_valid():
        chosen = form.cleaned_data
        grace = chosen["grace"]
        plan = ask_for_plan(
            ROLLOVER,
            {
                "to": chosen["to"],
                "people": chosen["people"],
                "grace": grace.isoformat() if grace else None,
            },
            actor=request.user.get_username(),
            now=now_ms(),
            file=chosen["listed"].encode() if chosen["people"] == LISTED else b"",
        )
        return show(plan)
    return framed(
        request,
        "year.html",
        title="Membership year",
        form=form,
        charts=_charts(),
        present=present,
        before=int(switch.before) if switch and switch.before else None,
        grace=moment(int(switch.grace_until))
        if switch and switch.grace_until
        else None,
    )


def _charts() -> list[Drawn]:
    years = counted_years()
    return [
        Drawn(
            title="Members by year",
            bars=[Bar(label=str(each.year), number=each.members) for each in years],
        ),
        Drawn(
            title="Who stayed for another year",
            bars=[
                Bar(label=f"{each.of} to {each.year}", number=each.stayed)
                for each in years
                if each.of
            ],
        ),
    ]


@require_POST
def end_grace(request: HttpRequest) -> HttpResponse:
    """Plan the end of the memberships that were not renewed."""
    actor = request.user.get_username()
    return show(ask_for_plan(LAPSE, {}, actor=actor, now=now_ms()))
