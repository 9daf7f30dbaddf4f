"""The teams of an event: who is in which one, their points, and what execs change."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods, require_safe
from unfold.widgets import UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from biztech.dashboard.companion.pages import done, in_dollars, page
from biztech.dashboard.companion.subjects import (
    Figure,
    Subject,
    SubjectPage,
    subject_url,
)
from companion.teams.queries import find_team, names_in, registrations_in, teams_of
from companion.teams.services import give_points, leave_team, move_member, rename_team
from core.audit.models import Act
from core.clock import now_ms
from core.errors import Refused
from core.fields import LONGEST_NAME
from events.api.registrations.serializers import MOST_POINTS
from events.models import Event, Team

SLUG = "teams"
TITLE = "Teams"
_NO_TEAM = ("", "No team")


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A team as the table shows it."""

    team: Team
    name: str
    link: str
    # Name and address of each member.
    members: Sequence[tuple[str, str]]
    # Of events whose teams take money; empty at others.
    funding: str


class NameForm(forms.Form):
    """What the team is called."""

    name = forms.CharField(
        label="Name", max_length=LONGEST_NAME, widget=UnfoldAdminTextInputWidget()
    )

    def apply(self, event: Event, team: Team, **who: Any) -> tuple[str, Act | None]:
        """Rename the team; return what to say, and the act."""
        name = self.cleaned_data["name"]
        edited = rename_team(str(team.id), event.event_key, name, **who)
        return f"The team is called {name} now.", edited.act


class PointsForm(forms.Form):
    """How many points the team gets."""

    points = forms.IntegerField(
        label="Points to add",
        min_value=-MOST_POINTS,
        max_value=MOST_POINTS,
        help_text="A number below zero takes some away.",
        widget=UnfoldAdminTextInputWidget(attrs={"inputmode": "numeric"}),
    )

    def apply(self, event: Event, team: Team, **who: Any) -> tuple[str, Act | None]:
        """Add the points; return what to say, and the act."""
        points = self.cleaned_data["points"]
        given = give_points(str(team.id), event.event_key, points, **who)
        return f"The team has {given.changed.get('points', 0)} points now.", given.act


class MoveForm(forms.Form):
    """Which member goes into which team."""

    email = forms.CharField(label="Member", widget=UnfoldAdminSelectWidget())
    team = forms.CharField(
        label="Into", required=False, widget=UnfoldAdminSelectWidget()
    )

    def apply(self, event: Event, team: Team, **who: Any) -> tuple[str, Act | None]:
        """Move the member, or take them out; return what to say, and the act."""
        email, to = self.cleaned_data["email"], self.cleaned_data["team"]
        where = (str(event.id), int(event.year))
        if not to:
            return f"{email} is in no team now.", leave_team(email, *where, **who).act
        moved = move_member(email, to, *where, **who)
        return f"{email} is in {_name(Team.of(moved.row))} now.", moved.act


_FORMS: Mapping[str, Callable[..., Any]] = MappingProxyType(
    {"name": NameForm, "points": PointsForm, "move": MoveForm}
)


@require_safe
def teams_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show all teams of an event, those with most points first."""
    teams = teams_of(str(event.id), int(event.year))
    lines = sorted(_lines(event, teams), key=lambda line: -int(line.team.points or 0))
    return page(
        request, "teams.html", title=f"{TITLE}: {event.name}", event=event, lines=lines
    )


@require_http_methods(["GET", "POST"])
def team_page(request: HttpRequest, event: Event, team_id: str) -> HttpResponse:
    """Show a team and what can be done to it, and do it."""
    team = find_team(team_id, event.event_key)
    if team is None:
        raise Http404("There is no such team.")
    (line,) = _lines(event, [team])
    shown = {
        "name": NameForm(initial={"name": team.name}),
        "points": PointsForm(),
        "move": MoveForm(),
    }
    asked = request.POST.get("do", "")
    if request.method == "POST" and asked in _FORMS:
        shown[asked] = form = _FORMS[asked](request.POST)
        if form.is_valid() and (answer := _applied(request, event, line, form)):
            return answer
    _offer(shown["move"], event, line)
    return page(
        request,
        "team.html",
        title=line.name,
        event=event,
        beneath=(SLUG, TITLE),
        line=line,
        forms=shown,
    )


def _applied(
    request: HttpRequest, event: Event, line: _Line, form: Any
) -> HttpResponse | None:
    """Do what a form asks for; None where it is refused, which the form says."""
    who = {"actor": request.user.get_username(), "now": now_ms()}
    try:
        sentence, act = form.apply(event, line.team, **who)
    except Refused as refusal:
        form.add_error(None, refusal.message)
        return None
    if act is None:
        form.add_error(None, "It was so already. Nothing was changed.")
        return None
    return done(request, sentence, act, to=line.link)


def _offer(form: Any, event: Event, line: _Line) -> None:
    teams = teams_of(str(event.id), int(event.year))
    others = [(str(each.id), _name(each)) for each in teams if each.id != line.team.id]
    form.fields["team"].widget.choices = [*others, _NO_TEAM]
    form.fields["email"].widget.choices = [
        (email, f"{name} ({email})" if name else email) for name, email in line.members
    ]


def _lines(event: Event, teams: Sequence[Team]) -> list[_Line]:
    rows = registrations_in(teams)
    return [
        _Line(
            team=team,
            name=_name(team),
            link=subject_url(event, SLUG, "team", str(team.id)),
            members=list(zip(names_in(team, rows), team.members, strict=True)),
            funding=_funding(team.funding),
        )
        for team in teams
    ]


def _funding(amount: Decimal | None) -> str:
    return "" if amount is None else in_dollars(amount)


def _name(team: Team) -> str:
    return team.name or "No name"


def _figure(event: Event) -> Figure:
    teams = teams_of(str(event.id), int(event.year))
    people = sum(len(team.members) for team in teams)
    word = "team" if len(teams) == 1 else "teams"
    return len(teams), f"{word}, with {people} {'person' if people == 1 else 'people'}."


TEAMS = Subject(
    slug=SLUG,
    title=TITLE,
    order=1,
    page=teams_page,
    figure=_figure,
    more=(SubjectPage(route="<str:team_id>/", name="team", view=team_page),),
)
