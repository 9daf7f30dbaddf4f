"""The page of all problems: what is missing or contradicts, and where to mend it."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse

from memberships.admin.reading import all_problems


def problems_page(request: HttpRequest) -> HttpResponse:
    """Show every problem with its sentence and a link to the person."""
    context = {
        **admin.site.each_context(request),
        "title": "Problems",
        "problems": all_problems(request),
    }
    return TemplateResponse(request, "admin/memberships/problems.html", context)
