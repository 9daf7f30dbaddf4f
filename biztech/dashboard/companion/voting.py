"""Voting with stickers: the room of an event, what its teams were given, release."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from unfold.widgets import UnfoldAdminTextInputWidget

from biztech.dashboard.companion.pages import closed, page
from biztech.dashboard.companion.subjects import (
    Figure,
    Subject,
    SubjectPage,
    subject_url,
)
from biztech.dashboard.framework.charts import Bar, Drawn
from companion.teams.queries import teams_of
from companion.voting.models import VotingRoom
from companion.voting.queries import scores_in, stickers_in
from companion.voting.services import required_room, run
from core.clock import now_ms
from core.fields import LONGEST_NAME
from events.models import Event

SLUG, TITLE = "voting", "Voting"

_SAID = {"start": "Voting is open now.", "end": "Voting is closed now."}


class TeamForm(forms.Form):
    """Which team is voted on."""

    team = forms.CharField(
        label="Team",
        max_length=LONGEST_NAME,
        help_text="Votes are kept under this name.",
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    """A team, with what it was given."""

    name: str
    total: int
    stickers: str
    scores: int


@require_safe
def room_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show how the event's room is run and what teams were given; a call for each."""
    return _room(request, event, TeamForm())


@require_POST
def run_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Open voting, or close it."""
    wanted = request.POST.get("event", "")
    if wanted not in _SAID:
        messages.error(request, "Open voting, or close it.")
        return redirect(subject_url(event, SLUG))
    edited = run(event.event_key, wanted, **_by(request))
    return closed(request, event, SLUG, edited.act, _SAID[wanted])


@require_POST
def team_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Go over to another team."""
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _room(request, event, form)
    team = form.cleaned_data["team"]
    edited = run(event.event_key, "changeTeam", team=team, **_by(request))
    return closed(request, event, SLUG, edited.act, f"{team} is voted on now.")


@require_http_methods(["GET", "POST"])
def release_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Say who will read what, then let them; or take it back."""
    if request.method != "POST":
        room = required_room(event.event_key)
        return page(
            request,
            "voting_release.html",
            title="Take back" if room.is_released else "Release",
            event=event,
            beneath=(SLUG, TITLE),
            room=room,
            lines=[line for line in _lines(event, room) if line.total or line.scores],
        )
    wanted = request.POST.get("released") == "yes"
    change = "release" if wanted else "withhold"
    act = run(event.event_key, change, **_by(request)).act
    who = "Everybody who is signed in reads" if wanted else "Execs alone read"
    return closed(request, event, SLUG, act, f"{who} the results now.")


def figure(event: Event) -> Figure:
    """Return how the room is run, for the tile."""
    room = required_room(event.event_key)
    out = "Results are out." if room.is_released else "Results are for execs alone."
    on = f"{room.team} is voted on." if room.team else "No team is voted on."
    return "Open" if room.is_voting else "Closed", f"{on} {out}"


VOTING = Subject(
    slug=SLUG,
    title=TITLE,
    order=6,
    page=room_page,
    figure=figure,
    more=(
        SubjectPage(route="run/", name="run", view=run_page),
        SubjectPage(route="team/", name="team", view=team_page),
        SubjectPage(route="release/", name="release", view=release_page),
    ),
)


def _room(request: HttpRequest, event: Event, form: TeamForm) -> HttpResponse:
    room = required_room(event.event_key)
    lines = _lines(event, room)
    return page(
        request,
        "voting.html",
        title=TITLE,
        event=event,
        room=room,
        lines=lines,
        given=Drawn(
            title="Stickers given",
            bars=[Bar(label=line.name, number=line.total) for line in lines],
        ),
        form=form,
        urls={
            name: subject_url(event, SLUG, name) for name in ("run", "team", "release")
        },
    )


def _lines(event: Event, room: VotingRoom) -> list[TeamLine]:
    """Return the event's teams and whatever else was voted on, the most given first."""
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for row in stickers_in(event.event_key):
        given[str(row.team)][str(row.sticker)] += int(row.given or 0)
    scores = Counter(str(row.team) for row in scores_in(event.event_key))
    names = {team.name for team in teams_of(str(event.id), int(event.year))}
    lines = [
        TeamLine(
            name=name,
            total=given[name].total(),
            stickers=", ".join(f"{s} {n}" for s, n in sorted(given[name].items())),
            scores=scores[name],
        )
        for name in {*names, *given, *scores, room.team}
        if name
    ]
    return sorted(lines, key=lambda line: (-line.total, line.name.casefold()))


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user.get_username(), "now": now_ms()}
