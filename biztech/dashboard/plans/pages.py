"""The pages of plans: all of them, and one from its preview to its undoing."""

from collections.abc import Callable
from io import StringIO
from itertools import islice
from typing import Any

from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from biztech.dashboard.plans.lines import line_of_plan, line_of_step
from biztech.dashboard.plans.starts import starts
from core.clock import now_ms
from core.csv_files import csv_row_writer
from core.errors import Refused
from core.plans.deciding import ask_to_apply, ask_to_go_on, ask_to_stop, ask_to_undo
from core.plans.errors import PlanUnknown
from core.plans.models import Plan, PlannedStep
from core.plans.queries import plans, required_plan, steps_of

PER_PAGE = 50
MOST_PLANS = 100

# How often a page of work in progress looks again, in seconds.
_LOOK_EACH = "2"

_COLUMNS = ("who", "outcome", "what", "state", "refusal")


@require_safe
def plans_page(request: HttpRequest) -> HttpResponse:
    """Show the plans of the last sixty days, and where new ones begin."""
    lines = [line_of_plan(plan) for plan in plans(limit=MOST_PLANS)]
    return framed(
        request, "plans.html", title="Plans", crumbs=[], plans=lines, starts=starts()
    )


@require_safe
def plan_page(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Show how far a plan is, what comes of whom, and what may be done with it."""
    plan = _known(plan_id)
    line = line_of_plan(plan)
    if request.GET.get("format") == "csv":
        return _as_csv(plan, request.GET.get("outcome", ""))
    outcome, after = request.GET.get("outcome", ""), _number(request.GET.get("after"))
    words = {each.name: each.words for each in line.outcomes}
    # One more tells whether there is a next page.
    found = list(islice(_chosen(plan, outcome, after=after), PER_PAGE + 1))
    shown = found[:PER_PAGE]
    response = framed(
        request,
        "plan.html",
        title=line.title,
        plan=line,
        steps=[line_of_step(step, words) for step in shown],
        outcome=outcome,
        first_page=after == 0,
        next_after=shown[-1].number if len(found) > PER_PAGE else None,
    )
    if line.moves:
        response["Refresh"] = _LOOK_EACH
    return response


@require_POST
def apply(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Apply a plan in the background."""
    return _asked(request, plan_id, lambda: ask_to_apply(plan_id))


@require_POST
def stop(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Halt a plan after its present step."""
    return _asked(request, plan_id, lambda: ask_to_stop(plan_id))


@require_POST
def go_on(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Go on with a plan that was halted."""
    return _asked(request, plan_id, lambda: ask_to_go_on(plan_id))


@require_POST
def undo(request: HttpRequest, plan_id: str) -> HttpResponse:
    """Undo in the background what a plan did."""
    actor = request.user.get_username()
    return _asked(
        request, plan_id, lambda: ask_to_undo(plan_id, actor=actor, now=now_ms())
    )


def _asked(request: HttpRequest, plan_id: str, ask: Callable[[], Plan]) -> HttpResponse:
    _known(plan_id)
    try:
        ask()
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect("admin:plan", plan_id)


def _known(plan_id: str) -> Plan:
    try:
        return required_plan(plan_id)
    except PlanUnknown as refusal:
        raise Http404(refusal.message) from refusal


def _chosen(plan: Plan, outcome: str, *, after: int = 0) -> Any:
    steps = steps_of(plan.plan_id, after=after)
    return (step for step in steps if outcome in ("", step.outcome))


def _as_csv(plan: Plan, outcome: str) -> HttpResponse:
    """Return the steps as a file, to be mended and taken in again."""
    words = {each.name: each.words for each in line_of_plan(plan).outcomes}
    text = StringIO()
    write = csv_row_writer(text, _COLUMNS)
    for step in _chosen(plan, outcome):
        write(_row(step, words))
    name = f"{plan.kind}-{outcome or 'all'}.csv"
    return HttpResponse(
        text.getvalue(),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _row(step: PlannedStep, words: dict[str, str]) -> dict[str, str]:
    line = line_of_step(step, words)
    return {
        "who": line.subject,
        "outcome": line.outcome,
        "what": line.sentence,
        "state": line.state,
        "refusal": line.refusal,
    }


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() else 0


def framed(
    request: HttpRequest, template: str, *, title: str, **context: Any
) -> HttpResponse:
    """Return a page about plans, with the way back to all of them."""
    frame = {
        **admin.site.each_context(request),
        "title": title,
        "crumbs": [("Plans", reverse("admin:plans"))],
    }
    return TemplateResponse(request, f"admin/plans/{template}", {**frame, **context})
