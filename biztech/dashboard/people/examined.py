"""What the last examination of all records found, the next one, and the repairs."""

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from biztech.dashboard.plans.starts import show
from core.clock import moment, now_ms
from core.doctor.invariants import Invariant, invariant_named
from core.doctor.keeping import ask_to_examine, examined_so_far, last_examination
from core.doctor.repairing import DOCTOR
from core.errors import Refused
from core.plans.deciding import ask_for_plan


@dataclass(frozen=True, kw_only=True)
class Examination:
    """When everything was last examined, how often what was found, and what goes on."""

    at: datetime | None
    found: list[tuple[Invariant, int]]
    # How many rows were read so far, while somebody examines.
    read: int | None

    @property
    def moves(self) -> bool:
        """Whether the page is to look again by itself."""
        return self.read is not None


def examination(*, now: int) -> Examination:
    """Return what is known of the last examination, and of the present one."""
    last = last_examination()
    return Examination(
        at=moment(int(last.at)) if last else None,
        found=[
            (invariant_named(code), count)
            for code, count in (last.by_code if last else {}).items()
        ],
        read=examined_so_far(now=now),
    )


@require_POST
def examine(request: HttpRequest) -> HttpResponse:
    """Have everything examined in the background."""
    ask_to_examine(now=now_ms())
    return redirect("admin:problems")


@require_POST
def repair(request: HttpRequest) -> HttpResponse:
    """Plan the repairs, of one kind or of all, and lead to the preview."""
    only = request.POST.get("only", "")
    try:
        if only:
            invariant_named(only)
    except Refused as refusal:
        messages.error(request, refusal.message)
        return redirect("admin:problems")
    actor = request.user.get_username()
    return show(ask_for_plan(DOCTOR, {"only": only}, actor=actor, now=now_ms()))
