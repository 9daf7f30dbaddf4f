"""The page of all problems: what is missing or contradicts, and where to mend it."""

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.views.decorators.http import require_POST

from biztech.clock import now_ms
from memberships.admin.reading import all_problems
from memberships.services import finish_unfinished, interrupted_acts


def problems_page(request: HttpRequest) -> HttpResponse:
    """Show every problem with its sentence and a link to the person."""
    context = {
        **admin.site.each_context(request),
        "title": "Problems",
        "problems": all_problems(request),
        "interrupted": interrupted_acts(now=now_ms()),
    }
    return TemplateResponse(request, "admin/memberships/problems.html", context)


@require_POST
def finish_interrupted(request: HttpRequest) -> HttpResponse:
    """Complete revocations and undos that a crash interrupted."""
    finish_unfinished(now=now_ms())
    messages.success(request, "Finished. All connections are as they should be.")
    return redirect("admin:problems")
