"""Where plans begin: each kind's own page, as its subject registers it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect

from core.plans.models import Plan


@dataclass(frozen=True, kw_only=True)
class Start:
    """A page that asks what a plan needs; ``sentence`` says what the plan is for."""

    title: str
    sentence: str
    url_name: str


_starts: list[Start] = []


def register_start(start: Start) -> None:
    """Offer a page on the list of plans."""
    _starts.append(start)


def starts() -> list[Start]:
    """Return the pages on which plans begin, in the order of registration."""
    return list(_starts)


def show(plan: Plan) -> HttpResponse:
    """Lead to a plan's page, where its preview appears."""
    return redirect("admin:plan", plan.plan_id)
