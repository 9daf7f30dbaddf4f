"""The page of all problems: what is missing or contradicts, and where to mend it."""

from django.contrib import admin, messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from biztech.dashboard.people.examined import examination
from biztech.dashboard.people.reading import all_problems, as_of
from biztech.dashboard.people.stranded import stranded
from core.audit.pending_work import do_pending_work, pending_work, words_for
from core.clock import moment, now_ms
from core.errors import Refused
from interactions.services import bring_home

PER_PAGE = 50

# How often the page looks again while everything is examined, in seconds.
_LOOK_EACH = "2"


def problems_page(request: HttpRequest) -> HttpResponse:
    """Show every problem with a link to the person, and work that is left to do."""
    pending = pending_work()
    examined = examination(now=now_ms())
    found = Paginator(all_problems(request), PER_PAGE)
    context = {
        **admin.site.each_context(request),
        "title": "Problems",
        "problems": found.get_page(request.GET.get("page")),
        "as_of": as_of(request),
        "examined": examined,
        "pending": [
            (mark.person, words_for(mark), moment(int(mark.at or 0)))
            for mark in pending
        ],
        # What is being moved right now is on its way home.
        "stranded": [
            lost
            for lost in stranded(request)
            if lost not in {mark.profile_id for mark in pending}
        ],
    }
    response = TemplateResponse(request, "admin/memberships/problems.html", context)
    if examined.moves:
        response["Refresh"] = _LOOK_EACH
    return response


@require_POST
def finish_interrupted(request: HttpRequest) -> HttpResponse:
    """Complete what is left to do, and move what is left on lost cards."""
    try:
        do_pending_work()
        bring_home(now=now_ms())
    except Refused as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, "Finished. All connections are as they should be.")
    return redirect("admin:problems")
