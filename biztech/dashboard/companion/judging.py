"""The judging board: the round, each judge's progress, where teams stand, release."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean
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
from biztech.dashboard.events.registered import registered_url
from biztech.dashboard.framework.charts import Bar, Drawn
from companion.judging.errors import NotAJudge, TeamUnknown
from companion.judging.models import Judge, JudgeFeedback
from companion.judging.queries import (
    MOST_JUDGES,
    current_round,
    feedback_at,
    find_team,
    is_released,
    judges_of,
    names_of,
)
from companion.judging.services import (
    Assigned,
    appoint,
    assign,
    dismiss,
    set_release,
    set_round,
)
from companion.judging.services.running import LONGEST_ROUND
from companion.judging.standings import METRICS, WEIGHTS, Standing, standings
from core.audit.models import Act
from core.clock import now_ms
from core.email import normalize_email
from core.errors import Refused
from events.models import Event

SLUG, TITLE = "judging", "Judging"


def _line(label: str, longest: int, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        help_text=help_text,
        widget=UnfoldAdminTextInputWidget(attrs={"autocomplete": "off"}),
    )


class RoundForm(forms.Form):
    """Which round is judged now."""

    round = _line("Round", LONGEST_ROUND, "“1” is the regular one, “2” the finals.")


class JudgeForm(forms.Form):
    """Who judges."""

    email = _line(
        "E-mail", 254, "A partner who is registered for the event and checked in."
    )


class TeamForm(forms.Form):
    """Which team a judge goes to."""

    judge = _line("Judge's e-mail", 254)
    team = _line("Team's id", 200, "It stands with the team in the table.")


@dataclass(frozen=True, kw_only=True)
class JudgeLine:
    """A judge, with how far they are."""

    email: str
    name: str
    link: str
    team: str
    judged: int


@dataclass(frozen=True, kw_only=True)
class TeamLine:
    """A team in one round, with its place, and the mean of each metric."""

    place: int
    team: str
    name: str
    score: str
    judges: int
    means: str


@dataclass(frozen=True, kw_only=True)
class Told:
    """What a team would read: how much, and by how many people."""

    name: str
    feedback: int
    members: int


@require_safe
def board_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show who judges and how teams stand; some calls, none for each team."""
    return _board(request, event)


@require_POST
def round_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Go over to another round."""
    form = RoundForm(request.POST)

    def go() -> Act | None:
        name = form.cleaned_data["round"].strip()
        return set_round(name, **_by(request)).act

    return _do(request, event, form, go, "The round is set.", rounds=form)


@require_POST
def appoint_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Make somebody a judge."""
    form = JudgeForm(request.POST)

    def make() -> Act | None:
        email = normalize_email(form.cleaned_data["email"])
        who = _by(request)
        return appoint(email, event.event_key, **who).act

    return _do(request, event, form, make, "They judge now.", judge=form)


@require_POST
def dismiss_page(request: HttpRequest, event: Event, email: str) -> HttpResponse:
    """Take a judge from the event."""
    form = JudgeForm({"email": email})

    def take() -> Act | None:
        who = _by(request)
        return dismiss(email, event.event_key, **who).act

    said = "They judge no longer; what they said stays."
    return _do(request, event, form, take, said)


@require_POST
def assign_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Send a judge to a team."""
    form = TeamForm(request.POST)

    def send() -> Act | None:
        judge = normalize_email(form.cleaned_data["judge"])
        team = find_team(form.cleaned_data["team"].strip())
        if team is None or team.event != event.event_key:
            raise TeamUnknown
        who = _by(request)
        sent = assign(team, [judge], **who)
        if sent.judges[judge] is Assigned.UNKNOWN:
            raise NotAJudge
        return next(iter(sent.acts), None)

    return _do(request, event, form, send, "The judge is at the team.", team=form)


@require_http_methods(["GET", "POST"])
def release_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Say which teams will read what, then let them; or take it back."""
    released = is_released(event.event_key)
    if request.method != "POST":
        told = _told(feedback_at(event.event_key))
        return page(
            request,
            "judging_release.html",
            title="Take back" if released else "Release",
            event=event,
            beneath=(SLUG, TITLE),
            released=released,
            told=told,
            remarks=sum(each.feedback for each in told),
            people=sum(each.members for each in told),
        )
    wanted = request.POST.get("released") == "yes"
    who = _by(request)
    act = set_release(str(event.id), int(event.year), released=wanted, **who).act
    said = "Teams read their feedback now." if wanted else "Teams read nothing now."
    return closed(request, event, SLUG, act, said)


def figure(event: Event) -> Figure:
    """Return how much has been said, for the tile."""
    key = event.event_key
    count = len(feedback_at(key))
    released = "Teams can read it." if is_released(key) else "Not released to teams."
    times = "time" if count == 1 else "times"
    return count, f"{times} a judge scored a team. {released}"


JUDGING = Subject(
    slug=SLUG,
    title=TITLE,
    order=5,
    page=board_page,
    figure=figure,
    more=(
        SubjectPage(route="round/", name="round", view=round_page),
        SubjectPage(route="judges/", name="appoint", view=appoint_page),
        SubjectPage(
            route="judges/<str:email>/dismiss/", name="dismiss", view=dismiss_page
        ),
        SubjectPage(route="teams/", name="assign", view=assign_page),
        SubjectPage(route="release/", name="release", view=release_page),
    ),
)


def _board(
    request: HttpRequest, event: Event, **open_forms: forms.Form
) -> HttpResponse:
    key, round_ = event.event_key, current_round()
    judges, feedback = judges_of(key), feedback_at(key)
    lines, found = _judge_lines(event, judges, feedback, round_), standings(feedback)
    rounds = sorted({each.round for each in found}, reverse=True)
    shown = {"rounds": RoundForm(), "judge": JudgeForm(), "team": TeamForm()}
    return page(
        request,
        "judging.html",
        title=TITLE,
        event=event,
        round=round_,
        released=is_released(key),
        judges=lines,
        progress=Drawn(
            title=f"Teams scored in round {round_}",
            bars=[
                Bar(label=line.name, number=line.judged, link=line.link)
                for line in lines
            ],
        ),
        most_judges=MOST_JUDGES,
        tables=[(each, _team_lines(found, each)) for each in rounds],
        weights=", ".join(
            f"{label.lower()} {WEIGHTS[name]:.0%}" for name, label in METRICS.items()
        ),
        forms={**shown, **open_forms},
        urls={
            name: subject_url(event, SLUG, name)
            for name in ("round", "appoint", "assign", "release")
        },
    )


def _do(
    request: HttpRequest,
    event: Event,
    form: forms.Form,
    service: Callable[[], Act | None],
    said: str,
    **open_forms: forms.Form,
) -> HttpResponse:
    """Do what a form asks for, or show the board with what is wrong with it."""
    if form.is_valid():
        try:
            act = service()
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return closed(request, event, SLUG, act, said)
    if not open_forms:
        for sentence in form.non_field_errors():
            messages.error(request, str(sentence))
        return redirect(subject_url(event, SLUG))
    return _board(request, event, **open_forms)


def _by(request: HttpRequest) -> dict[str, Any]:
    return {"actor": request.user.get_username(), "now": now_ms()}


def _judge_lines(
    event: Event,
    judges: Sequence[Judge],
    feedback: Sequence[JudgeFeedback],
    round_: str,
) -> list[JudgeLine]:
    names = names_of(judges)
    teams = {str(row.team): str(row.team_name or "") for row in feedback}
    judged = Counter(str(row.id) for row in feedback if row.round == round_)
    return [
        JudgeLine(
            email=str(judge.id),
            name=names.get(str(judge.id)) or str(judge.id),
            link=registered_url(event, str(judge.id)),
            team=teams.get(str(judge.team)) or _name(judge),
            judged=judged[str(judge.id)],
        )
        for judge in judges
    ]


def _name(judge: Judge) -> str:
    """Return the name of a team that nobody has judged so far."""
    team = find_team(judge.team) if judge.team else None
    return (team and team.name) or ""


def _team_lines(found: Sequence[Standing], round_: str) -> list[TeamLine]:
    in_round = [each for each in found if each.round == round_]
    return [
        TeamLine(
            place=number,
            team=each.team,
            name=each.team_name or each.team,
            score=f"{each.score:+.2f}",
            judges=len(each.marks),
            means=_means(each),
        )
        for number, each in enumerate(in_round, start=1)
    ]


def _means(standing: Standing) -> str:
    given = standing.marks.values()
    return ", ".join(
        f"{label.lower()} {fmean(marks[name] for marks in given):.1f}"
        for name, label in METRICS.items()
    )


def _told(feedback: Sequence[JudgeFeedback]) -> list[Told]:
    counts = Counter(str(row.team) for row in feedback)
    names = {str(row.team): str(row.team_name or row.team) for row in feedback}
    teams = {team_id: find_team(team_id) for team_id in counts}
    return [
        Told(
            name=names[team_id],
            feedback=counts[team_id],
            members=len(team.members) if team else 0,
        )
        for team_id, team in sorted(teams.items(), key=lambda pair: names[pair[0]])
    ]
