"""The codes of an event: what they give, who scanned them, and their pictures."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_safe

from biztech.dashboard.companion import teams
from biztech.dashboard.companion.code_forms import CodeForm, NewCodeForm
from biztech.dashboard.companion.pages import done, page
from biztech.dashboard.companion.subjects import (
    Figure,
    Subject,
    SubjectPage,
    subject_url,
)
from biztech.dashboard.framework.charts import Bar, Drawn
from companion.scanning.models import Scan
from companion.scanning.queries import points_of, scanners_of, scans_at
from companion.teams.queries import teams_of
from core.clock import moment, now_ms
from core.errors import Refused
from events.models import Event
from profiles.cards.images import code_png
from profiles.errors import CodeExists
from profiles.models import QR
from profiles.queries import codes_of, find_code
from profiles.services import create_code, edit_code

SLUG, TITLE = "codes", "Codes"
SCANS_SHOWN = 50
_MOST_BARS = 20
# Printed over a hand's breadth it is still sharp.
_PRINTED = 1000


@dataclass(frozen=True, kw_only=True)
class CodeLine:
    """A code as the table shows it."""

    id: str
    link: str
    kind: str
    points: int
    scans: int
    is_active: bool
    is_unlimited: bool


@dataclass(frozen=True, kw_only=True)
class ScanLine:
    """A scan as lists show it; links are empty where there is no page."""

    at: datetime
    who: str
    link: str
    code: str
    code_link: str
    points: int
    team: str
    team_link: str


@require_safe
def codes_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Show the codes and their scans: one reading of each, and some names."""
    codes, scans = codes_of(event.event_key), scans_at(event.event_key)
    counts = Counter(str(scan.code) for scan in scans)
    links = {str(code.id): _code_url(event, str(code.id)) for code in codes}
    return page(
        request,
        "codes.html",
        title=TITLE,
        event=event,
        chart=Drawn(
            title="Scans of each code",
            bars=[
                Bar(label=code, number=number, link=links.get(code, ""))
                for code, number in counts.most_common(_MOST_BARS)
            ],
        ),
        lines=[_line(code, links, counts) for code in codes],
        scans=_scan_lines(event, scans[:SCANS_SHOWN], links),
        count=len(scans),
        new=subject_url(event, SLUG, "new"),
    )


@require_http_methods(["GET", "POST"])
def code_page(request: HttpRequest, event: Event, code_id: str) -> HttpResponse:
    """Show a code, its picture and who scanned it; change what it gives."""
    code = _known(event, code_id)
    form = CodeForm(request.POST or None, code=code)
    if request.method == "POST" and form.is_valid():
        try:
            act = edit_code(
                code_id, values=form.edited_values(), **_where(request, event)
            ).act
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            to = _code_url(event, code_id)
            return done(request, "The code is changed.", act, to=to)
    found = [scan for scan in scans_at(event.event_key) if scan.code == code_id]
    return page(
        request,
        "code.html",
        title=code_id,
        event=event,
        beneath=(SLUG, TITLE),
        line=_line(code, {}, {code_id: len(found)}),
        picture=subject_url(event, SLUG, "picture", code_id),
        form=form,
        scans=_scan_lines(event, found[:SCANS_SHOWN], {}),
    )


@require_http_methods(["GET", "POST"])
def new_page(request: HttpRequest, event: Event) -> HttpResponse:
    """Make a code."""
    form = NewCodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        code_id = form.code_id
        to = _code_url(event, code_id)
        try:
            made = create_code(
                code_id, values=form.given_values, **_where(request, event)
            )
        except CodeExists:
            messages.info(request, "It was made already. Nothing was changed.")
            return redirect(to)
        except Refused as refusal:
            form.add_error(None, refusal.message)
        else:
            return done(request, "The code is made.", made.act, to=to)
    return page(
        request,
        "code_new.html",
        title="Make a code",
        event=event,
        beneath=(SLUG, TITLE),
        form=form,
    )


@require_safe
def picture(request: HttpRequest, event: Event, code_id: str) -> HttpResponse:
    """Answer the picture of a code, to be printed."""
    png = code_png(str(_known(event, code_id).id), size=_PRINTED)
    name = content_disposition_header(as_attachment=False, filename=f"{code_id}.png")
    return HttpResponse(
        png, content_type="image/png", headers={"Content-Disposition": name or ""}
    )


def figure(event: Event) -> Figure:
    """Return how many codes there are, for the tile; one call."""
    codes = codes_of(event.event_key)
    closed = sum(code.is_active is False for code in codes)
    word = "code" if len(codes) == 1 else "codes"
    out = f", {closed} of them out of use" if closed else ""
    return len(codes), f"{word} to scan{out}."


CODES = Subject(
    slug=SLUG,
    title=TITLE,
    order=4,
    page=codes_page,
    figure=figure,
    more=(
        SubjectPage(route="new/", name="new", view=new_page),
        # Ids of the former system may hold slashes.
        SubjectPage(
            route="code/<path:code_id>/picture.png", name="picture", view=picture
        ),
        SubjectPage(route="code/<path:code_id>/", name="code", view=code_page),
    ),
)


def _known(event: Event, code_id: str) -> QR:
    code = find_code(code_id, event_id=str(event.id), year=int(event.year))
    if code is None:
        raise Http404("There is no such code.")
    return code


def _where(request: HttpRequest, event: Event) -> dict[str, Any]:
    return {
        "event_id": str(event.id),
        "year": int(event.year),
        "actor": request.user.get_username(),
        "now": now_ms(),
    }


def _code_url(event: Event, code_id: str) -> str:
    return subject_url(event, SLUG, "code", code_id)


def _line(code: QR, links: dict[str, str], counts: dict[str, int]) -> CodeLine:
    code_id = str(code.id)
    return CodeLine(
        id=code_id,
        link=links.get(code_id, ""),
        kind=str(code.type or ""),
        points=points_of(code),
        scans=counts.get(code_id, 0),
        is_active=code.is_active is not False,
        is_unlimited=bool(code.is_unlimited_scans),
    )


def _scan_lines(
    event: Event, scans: Sequence[Scan], links: dict[str, str]
) -> list[ScanLine]:
    called = scanners_of(scans)
    found = teams_of(str(event.id), int(event.year))
    names = {str(team.id): team.name or "No name" for team in found}
    return [
        ScanLine(
            at=moment(int(scan.at or 0)),
            who=called.get(str(scan.person)) or str(scan.person),
            link=reverse("admin:memberships_person_change", args=[scan.person]),
            code=str(scan.code),
            code_link=links.get(str(scan.code), ""),
            points=int(scan.points or 0),
            team=names.get(str(scan.team), ""),
            team_link=_team_url(event, str(scan.team), names),
        )
        for scan in scans
    ]


def _team_url(event: Event, team_id: str, names: dict[str, str]) -> str:
    return subject_url(event, teams.SLUG, "team", team_id) if team_id in names else ""
