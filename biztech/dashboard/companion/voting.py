"""Voting with stickers: a room, what its teams were given, release.

The room of an event is a subject of it; others, which other services made, are listed
beside the events.
"""

from collections import Counter, defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)
from unfold.widgets import UnfoldAdminTextInputWidget

from biztech.dashboard.companion.pages import choice_url, done, framed, page
from biztech.dashboard.companion.subjects import (
    Figure,
    Subject,
    SubjectPage,
    subject_url,
)
from biztech.dashboard.framework.charts import Bar, Drawn
from biztech.dashboard.framework.site import Page
from companion.teams.queries import teams_of
from companion.voting.models import VotingRoom
from companion.voting.queries import (
    find_room,
    rooms_of_no_event,
    scores_in,
    stickers_in,
)
from companion.voting.services import required_room, run
from core.audit.edits import Edited
from core.clock import now_ms
from core.fields import LONGEST_NAME
from events.models import Event

SLUG, TITLE = "voting", "Voting"
OTHERS = "Voting rooms of no event"

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


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where the pages of a room are: beneath its event, or beside all events."""

    room_id: str
    event: Event | None = None

    def url(self, name: str = "") -> str:
        """Return the address of the room's page, or of one beneath it."""
        if self.event:
            return subject_url(self.event, SLUG, name)
        return reverse(f"admin:{_name(name)}", query={"room": self.room_id})

    def page(
        self,
        request: HttpRequest,
        template: str,
        *,
        title: str,
        is_beneath: bool = False,
        **context: Any,
    ) -> HttpResponse:
        """Return a page about the room, with the ways back."""
        if self.event:
            beneath = (SLUG, TITLE) if is_beneath else None
            return page(
                request,
                template,
                title=title,
                event=self.event,
                beneath=beneath,
                **context,
            )
        crumbs = [("Companion", choice_url()), (OTHERS, rooms_url())]
        if is_beneath:
            crumbs.append((self.room_id, self.url()))
        frame = {"title": title, "crumbs": crumbs, "back": crumbs[-1][1]}
        return framed(request, template, **frame, **context)

    def closed(
        self, request: HttpRequest, edited: Edited, sentence: str
    ) -> HttpResponse:
        """Lead to the room's page: it says what was done, or that it was so already."""
        return done(request, sentence, edited.act, to=self.url())


def rooms_url() -> str:
    """Return the address of the list of rooms of no event."""
    return reverse("admin:companion_rooms")


@require_safe
def rooms_page(request: HttpRequest) -> HttpResponse:
    """List the rooms of no event; reads all rooms."""
    rooms = [(row, Place(room_id=str(row.id)).url()) for row in rooms_of_no_event()]
    crumbs = [("Companion", choice_url())]
    return framed(
        request,
        "voting_rooms.html",
        title=OTHERS,
        crumbs=crumbs,
        back=choice_url(),
        rooms=rooms,
    )


@require_safe
def room_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Show how the room is run and what teams were given; a call for each."""
    return _room(request, place, TeamForm())


@require_POST
def run_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Open voting, or close it."""
    wanted = request.POST.get("event", "")
    if wanted not in _SAID:
        messages.error(request, "Open voting, or close it.")
        return redirect(place.url())
    edited = run(place.room_id, wanted, **_by(request))
    return place.closed(request, edited, _SAID[wanted])


@require_POST
def team_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Go over to another team."""
    form = TeamForm(request.POST)
    if not form.is_valid():
        return _room(request, place, form)
    team = form.cleaned_data["team"]
    edited = run(place.room_id, "changeTeam", team=team, **_by(request))
    return place.closed(request, edited, f"{team} is voted on now.")


@require_http_methods(["GET", "POST"])
def release_page(request: HttpRequest, place: Place) -> HttpResponse:
    """Say who will read what, then let them; or take it back."""
    if request.method != "POST":
        room = required_room(place.room_id)
        return place.page(
            request,
            "voting_release.html",
            title="Take back" if room.is_released else "Release",
            is_beneath=True,
            room=room,
            lines=[line for line in _lines(place, room) if line.total or line.scores],
        )
    wanted = request.POST.get("released") == "yes"
    edited = run(place.room_id, "release" if wanted else "withhold", **_by(request))
    who = "Everybody who is signed in reads" if wanted else "Execs alone read"
    return place.closed(request, edited, f"{who} the results now.")


def figure(event: Event) -> Figure:
    """Return how the room is run, for the tile."""
    room = required_room(event.event_key)
    out = "Results are out." if room.is_released else "Results are for execs alone."
    on = f"{room.team} is voted on." if room.team else "No team is voted on."
    return "Open" if room.is_voting else "Closed", f"{on} {out}"


RoomView = Callable[[HttpRequest, Place], HttpResponse]
_BENEATH: dict[str, RoomView] = {
    "run": run_page,
    "team": team_page,
    "release": release_page,
}


def _of_event(view: RoomView) -> Callable[[HttpRequest, Event], HttpResponse]:
    def found(request: HttpRequest, event: Event) -> HttpResponse:
        return view(request, Place(room_id=event.event_key, event=event))

    return update_wrapper(found, view)


def _of_no_event(view: RoomView) -> Callable[[HttpRequest], HttpResponse]:
    def found(request: HttpRequest) -> HttpResponse:
        room_id = request.GET.get("room", "")
        if not room_id or find_room(room_id) is None:
            raise Http404
        return view(request, Place(room_id=room_id))

    return update_wrapper(found, view)


def _name(name: str) -> str:
    return f"companion_room_{name}" if name else "companion_room"


VOTING = Subject(
    slug=SLUG,
    title=TITLE,
    order=6,
    page=_of_event(room_page),
    figure=figure,
    more=tuple(
        SubjectPage(route=f"{name}/", name=name, view=_of_event(view))
        for name, view in _BENEATH.items()
    ),
)
# Which room is meant is in the query: its id is any text.
ROOMS = [
    Page(route="companion/rooms/", name="companion_rooms", view=rooms_page),
    Page(route="companion/room/", name=_name(""), view=_of_no_event(room_page)),
    *(
        Page(route=f"companion/room/{name}/", name=_name(name), view=_of_no_event(view))
        for name, view in _BENEATH.items()
    ),
]


def _room(request: HttpRequest, place: Place, form: TeamForm) -> HttpResponse:
    room = required_room(place.room_id)
    lines = _lines(place, room)
    return place.page(
        request,
        "voting.html",
        title=TITLE if place.event else place.room_id,
        room=room,
        lines=lines,
        given=Drawn(
            title="Stickers given",
            bars=[Bar(label=line.name, number=line.total) for line in lines],
        ),
        form=form,
        urls={name: place.url(name) for name in _BENEATH},
    )


def _lines(place: Place, room: VotingRoom) -> list[TeamLine]:
    """Return the event's teams and whatever else was voted on, the most given first."""
    given: dict[str, Counter[str]] = defaultdict(Counter)
    for row in stickers_in(place.room_id):
        given[str(row.team)][str(row.sticker)] += int(row.given or 0)
    scores = Counter(str(row.team) for row in scores_in(place.room_id))
    event = place.event
    teams = teams_of(str(event.id), int(event.year)) if event else []
    names = {team.name for team in teams}
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
