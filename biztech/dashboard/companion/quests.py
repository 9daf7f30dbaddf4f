"""The quests of an event: how far people are, and which quests there are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from biztech.dashboard.companion.pages import done, page
from biztech.dashboard.companion.subjects import (
    Figure,
    Subject,
    SubjectPage,
    subject_url,
)
from biztech.dashboard.framework.charts import Bar, Drawn
from biztech.dashboard.people.reading import as_of, everyone
from companion.quests.definitions import (
    LARGEST_TARGET,
    LONGEST_DESCRIPTION,
    MOST,
    Counts,
    Quest,
    quests_in,
)
from companion.quests.queries import Standing, standings
from companion.quests.services import define_quests
from core.clock import now_ms
from core.errors import Refused
from events.models import Event

SLUG, TITLE = "quests", "Quests"
PEOPLE_SHOWN = 200
_MORE_ROWS = 2
_WORDS = {
    Counts.CONNECTIONS: "People met",
    Counts.RECOMMENDED: "People met who were recommended",
    Counts.COMPANIES: "Companies met",
}


class QuestForm(forms.Form):
    """One quest; without a number it is none."""

    counts = forms.ChoiceField(
        label="What counts",
        choices=[(kind.value, words) for kind, words in _WORDS.items()],
        widget=UnfoldAdminSelectWidget(),
    )
    target = forms.IntegerField(
        label="How many",
        required=False,
        min_value=1,
        max_value=LARGEST_TARGET,
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )
    description = forms.CharField(
        label="In other words than the usual ones",
        required=False,
        max_length=LONGEST_DESCRIPTION,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )

    @property
    def quest(self) -> Quest | None:
        """What was entered."""
        entered = self.cleaned_data
        if not entered.get("target"):
            return None
        return Quest(
            Counts(entered["counts"]), entered["target"], entered["description"].strip()
        )


QuestFormSet = forms.formset_factory(
    QuestForm, extra=_MORE_ROWS, max_num=MOST, validate_max=True
)


@dataclass(frozen=True, kw_only=True)
class PersonLine:
    """Somebody, and how far they are with each quest, in words."""

    who: str
    link: str
    completed: int
    told: str


@require_safe
def quests_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show how far everybody is: two queries, and people from the directory."""
    return _shown(request, event, _rows_of(event))


@require_POST
def define_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Give the event the quests of the form."""
    rows, problem = QuestFormSet(request.POST, prefix=SLUG), ""
    if rows.is_valid():
        quests = [form.quest for form in rows if form.quest]
        try:
            act = define_quests(
                str(event.id),
                int(event.year),
                quests,
                actor=request.user.get_username(),
                now=now_ms(),
            ).act
        except Refused as refusal:
            problem = refusal.message
        else:
            return _closed(request, event, act)
    return _shown(request, event, rows, problem=problem)


def figure(event: Event) -> Figure:
    """Return how many quests there are, for the tile; no call."""
    count = len(quests_in(event.plain()))
    return count, "quest to complete." if count == 1 else "quests to complete."


QUESTS = Subject(
    slug=SLUG,
    title=TITLE,
    order=2,
    page=quests_page,
    figure=figure,
    more=(SubjectPage(route="define/", name="define", view=define_page),),
)


def _rows_of(event: Event) -> Any:
    initial = [
        {
            "counts": quest.counts.value,
            "target": quest.target,
            "description": quest.description,
        }
        for quest in quests_in(event.plain())
    ]
    return QuestFormSet(initial=initial, prefix=SLUG)


def _shown(
    request: HttpRequest, event: Event, rows: Any, *, problem: str = ""
) -> HttpResponse:
    quests = quests_in(event.plain())
    found = standings(event, everyone(request))
    lines = [_line(quests, each) for each in found]
    lines.sort(key=lambda line: (-line.completed, line.who))
    return page(
        request,
        "quests.html",
        title=TITLE,
        event=event,
        chart=Drawn(
            title="Who completed it",
            bars=[
                Bar(label=quest.words, number=_completed(found, quest))
                for quest in quests
                if found
            ],
        ),
        lines=lines[:PEOPLE_SHOWN],
        people=len(lines),
        rows=rows,
        problem=problem,
        define=subject_url(event, SLUG, "define"),
        as_of=as_of(request),
    )


def _completed(found: Sequence[Standing], quest: Quest) -> int:
    return sum(bool(each.progress[quest.id]["completedAt"]) for each in found)


def _line(quests: Sequence[Quest], standing: Standing) -> PersonLine:
    told = [standing.progress[quest.id] for quest in quests]
    page_of = "memberships_person" if "@" in standing.who else "profiles_profile"
    return PersonLine(
        who=standing.who,
        link=reverse(f"admin:{page_of}_change", args=[standing.who]),
        completed=sum(bool(each["completedAt"]) for each in told),
        told="; ".join(
            f"{each['description']}: {each['progress']} of {each['target']}"
            for each in told
        ),
    )


def _closed(request: HttpRequest, event: Event, act: Any) -> HttpResponse:
    to = subject_url(event, SLUG)
    if act is None:
        messages.info(request, "These are the quests already. Nothing was changed.")
        return redirect(to)
    return done(request, "The event has these quests now.", act, to=to)
